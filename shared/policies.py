"""“When X happened, do Y”: policies on a service's own events, reactions to others' messages."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from shared.bus.failures import may_pass
from shared.domain.envelope import Recorded, by_commit
from shared.eventstore.recent import BATCH, Log
from shared.mongo import Db
from shared.observability.logs import logger
from shared.projections.checkpoint import CheckpointMoved, Checkpoints
from shared.projections.parking import LogParking, Parked, StreamKey

if TYPE_CHECKING:
    from shared.bus.port import Received
    from shared.service import Service

_log = logger(__name__)
_KEEP_SECONDS: Final = 0.5
_LOOK_SECONDS: Final = 1.0


class Policy:
    """Turns own events into commands.

    It may run again after a crash: every command it gives has a key made of the policy's name and
    the event's id, so that the effect happens once.
    """

    name: ClassVar[str]
    on: ClassVar[tuple[type, ...]]
    must_not_park: ClassVar[bool] = False
    """Withdrawals and erasures hold the policy until they succeed instead of being set aside."""

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        raise NotImplementedError


class Reaction:
    """Turns messages of other services into commands; keys as for :class:`Policy`."""

    name: ClassVar[str]
    on: ClassVar[tuple[type, ...]]

    def react(self, service: Service, received: Received[Any]) -> None:
        raise NotImplementedError


class PolicyRunner:
    """Follows the log for each policy with a checkpoint of its own, so that one that is held does
    not stop the others."""

    def __init__(self, service: Service, db: Db, store: Log) -> None:
        self._service = service
        self._store = store
        self._checkpoints = Checkpoints(db)
        self._parking = LogParking(db)
        self._look_at = 0.0
        for policy in service.definition.policies:
            self._checkpoints.ensure(_checkpoint(policy))
        # Where this object has come, and where it has last said so: what had nothing to do is
        # passed by in memory and kept at leisure, to be passed by once more after a crash.
        self._at: dict[str, int] = {}
        self._kept: dict[str, int] = {}
        self._keep_at = 0.0

    def advance(self) -> int:
        """One batch for every policy that is behind; answers how many events were read.

        A policy held by a transient failure raises after the others had their turn.
        """
        self._find_places()
        read = self._serve_requests()
        log: dict[int, list[Recorded[Any]]] = {}
        held: Exception | None = None
        for policy in self._service.definition.policies:
            position = self._at[_checkpoint(policy)]
            if position not in log:
                log[position] = self._store.read_all(position, BATCH)
            events = log[position]
            read += len(events)
            try:
                self._advance(policy, events)
            except CheckpointMoved:
                self._forget(policy)
            except Exception as error:
                self._forget(policy)
                held = error
        self._keep_places()
        if held is not None:
            raise held
        return read

    def _advance(self, policy: Policy, events: list[Recorded[Any]]) -> None:
        checkpoint = _checkpoint(policy)
        parked: set[StreamKey] | None = None
        for commit in by_commit(events):
            concerned = [recorded for recorded in commit if isinstance(recorded.event, policy.on)]
            if not concerned:
                continue
            if parked is None:
                parked = self._parking.streams(checkpoint)
            stream = (commit[0].tenant, commit[0].stream)
            if stream in parked:
                self._parking.park(checkpoint, commit[0], "behind", None)
            elif not self._react(policy, commit[0], concerned):
                parked.add(stream)
            self._move(checkpoint, _last(commit))
        if events:
            self._at[checkpoint] = _last(events)

    def _move(self, checkpoint: str, position: int) -> None:
        self._checkpoints.move(checkpoint, self._kept[checkpoint], position)
        self._at[checkpoint] = self._kept[checkpoint] = position

    def _find_places(self) -> None:
        names = [_checkpoint(policy) for policy in self._service.definition.policies]
        missing = [name for name in names if name not in self._at]
        if missing:
            found = self._checkpoints.positions(missing)
            self._at.update(found)
            self._kept.update(found)

    def _keep_places(self) -> None:
        if time.monotonic() < self._keep_at:
            return
        moves = [(n, self._kept[n], at) for n, at in self._at.items() if at > self._kept[n]]
        self._checkpoints.pass_by(moves)
        for name, _, at in moves:
            self._kept[name] = at
        self._keep_at = time.monotonic() + _KEEP_SECONDS

    def _forget(self, policy: Policy) -> None:
        self._at.pop(_checkpoint(policy), None)

    def _serve_requests(self) -> int:
        """What an operator wants done again, or left out."""
        if time.monotonic() < self._look_at:
            return 0
        self._look_at = time.monotonic() + _LOOK_SECONDS
        by_name = {_checkpoint(policy): policy for policy in self._service.definition.policies}
        done = 0
        for follower, stream in self._parking.asked(list(by_name)):
            again = partial(self._again, by_name[follower])
            done += self._parking.replay(follower, stream, again) or 0
        return done

    def _again(self, policy: Policy, parked: Parked) -> None:
        for recorded in () if parked.skip else self._store.read_all(parked.after, 1):
            if isinstance(recorded.event, policy.on):
                policy.react(self._service, recorded)
        self._parking.remove(parked)

    def _react(self, policy: Policy, first: Recorded[Any], concerned: list[Recorded[Any]]) -> bool:
        try:
            for recorded in concerned:
                policy.react(self._service, recorded)
        except Exception as error:
            if may_pass(error) or policy.must_not_park:
                _log.warning("held", follower=policy.name, reason=type(error).__name__)
                raise
            self._parking.park(_checkpoint(policy), first, type(error).__name__, None)
            _log.error("parked", follower=policy.name, reason=type(error).__name__)
            return False
        return True


def _checkpoint(policy: Policy) -> str:
    return f"policy|{policy.name}"


def _last(events: list[Recorded[Any]]) -> int:
    position = events[-1].position
    assert position is not None  # read_all gives stamped events only
    return position
