"""Feeds a service's read models from its own log, and builds new generations beside the old."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo.client_session import ClientSession

from shared.bus.failures import may_pass
from shared.bus.port import Received
from shared.bus.transactions import Transactions
from shared.domain.envelope import Recorded
from shared.eventstore.recent import BATCH, Log
from shared.mongo import Db
from shared.observability.logs import logger
from shared.projections.checkpoint import CheckpointMoved, Checkpoints
from shared.projections.parking import LogParking
from shared.projections.projection import Projection
from shared.projections.registry import (
    Generations,
    Registry,
    collection_of,
    log_checkpoint,
)
from shared.projections.view import Batch

_LOOK_SECONDS = 1.0
_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class _Fed:
    """One generation of one read model, as the runner feeds it."""

    projection: Projection
    generation: int

    @property
    def collection(self) -> str:
        return collection_of(self.projection.name, self.generation)

    @property
    def checkpoint(self) -> str:
        return log_checkpoint(self.projection.name, self.generation)


class ProjectionRunner:
    """Applies batches of about 200 commits, each in one transaction with its checkpoints.

    Generations that stand at the same position share a batch. Several runners do no harm: the
    compare-and-set lets one of them win each batch.
    """

    def __init__(
        self,
        db: Db,
        store: Log,
        projections: Sequence[Projection],
        batch: int = BATCH,
        look_seconds: float = _LOOK_SECONDS,
    ) -> None:
        self._db = db
        self._store = store
        self._projections = {projection.name: projection for projection in projections}
        self._registry = Registry(db)
        self._checkpoints = Checkpoints(db)
        self._parking = LogParking(db)
        self._transactions = Transactions(db, "views")
        self._batch = batch
        self._look_seconds = look_seconds
        self._parked: dict[str, set[tuple[str, str]]] = {}
        self._known: Mapping[str, Generations] | None = None
        self._known_until = 0.0
        self._positions: dict[str, int] = {}

    def prepare(self) -> None:
        """Creates what the read models need; idempotent."""
        self._db.parked_log.create_index([("follower", 1)])
        for projection in self._projections.values():
            self._registry.ensure(projection)

    def advance(self) -> int:
        """One batch for whoever is behind, one reading for all that stand at the same position;
        answers how many events were read, 0 when everybody is up to date."""
        known = self._generations()
        feeding = [fed for fed in self._fed(known) if fed.projection.follows_log]
        positions = self._reached([fed.checkpoint for fed in feeding])
        groups: dict[int, list[_Fed]] = {}
        for fed in feeding:
            groups.setdefault(positions[fed.checkpoint], []).append(fed)
        read = 0
        for position in sorted(groups):
            events = self._store.read_all(position, self._batch)
            if events:
                self._apply(groups[position], position, events)
                read += len(events)
        if not read:
            self._flip_what_caught_up(groups, known)
        return read

    def _generations(self) -> Mapping[str, Generations]:
        """As of a second ago: one that is dropped meanwhile has no checkpoint left to move."""
        if self._known is None or time.monotonic() > self._known_until:
            self._known = self._registry.known()
            self._known_until = time.monotonic() + self._look_seconds
            self._positions.clear()
        return self._known

    def _reached(self, names: Sequence[str]) -> Mapping[str, int]:
        """Where this object has itself moved them to; a rival shows when they are moved again."""
        missing = [name for name in names if name not in self._positions]
        if missing:
            self._positions.update(self._checkpoints.positions(missing))
        return self._positions

    def hears(self, received: Received[Any]) -> bool:
        return any(isinstance(received.message, p.hears) for p in self._projections.values())

    def receive(self, messages: Sequence[Received[Any]], session: ClientSession) -> None:
        """Applies messages to every generation but those being built, in the caller's transaction."""
        if not any(map(self.hears, messages)):
            return
        batch = Batch(self._db, session)
        known = self._registry.known(session)
        for fed in self._fed(known):
            building = known[fed.projection.name].building
            if fed.projection.follows_bus and fed.generation != building:
                _receive(batch, fed, messages)
        batch.flush_all()

    def receive_into(
        self, name: str, generation: int, messages: Sequence[Received[Any]], session: ClientSession
    ) -> None:
        """As :meth:`receive`, for the one generation that a rebuild is filling."""
        batch = Batch(self._db, session)
        fed = _Fed(self._projections[name], generation)
        _receive(batch, fed, messages)
        batch.flush_all()

    def building(self) -> list[tuple[str, int]]:
        """Generations being built from messages: the consumer fills them beside the live ones."""
        found = []
        for name, generations in self._registry.known().items():
            projection = self._projections.get(name)
            if projection is None or generations.building is None:
                continue
            if projection.follows_bus:
                found.append((name, generations.building))
        return found

    def close(self) -> None:
        self._transactions.close()

    def _fed(self, known: Mapping[str, Generations]) -> list[_Fed]:
        return [
            _Fed(projection, generation)
            for projection in self._projections.values()
            for generation in known[projection.name].all
        ]

    def _apply(self, group: list[_Fed], position: int, events: list[Recorded[Any]]) -> None:
        try:
            self._transaction(group, position, events)
            self._positions.update({fed.checkpoint: _last(events) for fed in group})
        except CheckpointMoved:
            self._known = None
        except Exception as error:
            self._known = None
            if may_pass(error):
                raise
            for fed in group:
                self._one_by_one(fed, position, events)

    def _transaction(self, group: list[_Fed], position: int, events: list[Recorded[Any]]) -> None:
        with self._transactions.begin() as session:
            batch = Batch(self._db, session)
            for fed in group:
                parked = self._parked_streams(fed)
                for recorded in events:
                    if parked and (recorded.tenant, recorded.stream) in parked:
                        self._parking.park(fed.checkpoint, recorded, "behind", session)
                    else:
                        view = batch.view(fed.collection, recorded.tenant)
                        fed.projection.apply(view, recorded)
            checkpoints = [fed.checkpoint for fed in group]
            self._checkpoints.move_all(checkpoints, position, _last(events), session)
            batch.flush_all()

    def _one_by_one(self, fed: _Fed, position: int, events: list[Recorded[Any]]) -> None:
        for recorded in events:
            try:
                self._transaction([fed], position, [recorded])
            except CheckpointMoved:
                return
            except Exception as error:
                if may_pass(error):
                    raise
                self._park(fed, position, recorded, type(error).__name__)
            position = _last([recorded])

    def _park(self, fed: _Fed, position: int, recorded: Recorded[Any], reason: str) -> None:
        with self._transactions.begin() as session:
            self._parking.park(fed.checkpoint, recorded, reason, session)
            self._checkpoints.move(fed.checkpoint, position, _last([recorded]), session)
        self._parked_streams(fed).add((recorded.tenant, recorded.stream))
        _log.error("parked", follower=fed.checkpoint, stream=recorded.stream, reason=reason)

    def _parked_streams(self, fed: _Fed) -> set[tuple[str, str]]:
        if fed.checkpoint not in self._parked:
            self._parked[fed.checkpoint] = self._parking.streams(fed.checkpoint)
        return self._parked[fed.checkpoint]

    def _flip_what_caught_up(
        self, groups: Mapping[int, list[_Fed]], known: Mapping[str, Generations]
    ) -> None:
        for group in groups.values():
            for fed in group:
                name = fed.projection.name
                if fed.generation == known[name].building:
                    if fed.projection.follows_bus:
                        continue  # the consumer flips it once its messages have caught up too
                    self._registry.flip(name, fed.generation)
                    self._known = None


def _last(events: Sequence[Recorded[Any]]) -> int:
    position = events[-1].position
    assert position is not None  # read_all gives stamped events only
    return position


def _receive(batch: Batch, fed: _Fed, messages: Sequence[Received[Any]]) -> None:
    for received in messages:
        if isinstance(received.message, fed.projection.hears):
            view = batch.view(fed.collection, received.tenant)
            fed.projection.receive(view, received)
