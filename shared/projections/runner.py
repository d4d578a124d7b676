"""Feeds a service's read models from its own log, and builds new generations beside the old."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import product
from typing import Any

from pymongo.client_session import ClientSession

from shared.bus.chain import Fill
from shared.bus.codec import decode
from shared.bus.denial import HELD_TYPES
from shared.bus.failures import may_pass
from shared.bus.port import Message, Received
from shared.bus.transactions import Transactions
from shared.domain.envelope import Recorded, by_commit
from shared.eventstore.recent import BATCH, Log
from shared.mongo import Db
from shared.observability.logs import logger
from shared.projections.checkpoint import CheckpointMoved, Checkpoints
from shared.projections.feeding import Again, Fed
from shared.projections.parking import LogParking, StreamKey
from shared.projections.projection import Projection
from shared.projections.registry import Generations, Registry, topic_follower
from shared.projections.view import Batch

_LOOK_SECONDS = 1.0
_log = logger(__name__)


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
        self._parked: dict[str, set[StreamKey]] = {}
        self._retry_at = 0.0
        self._known: Mapping[str, Generations] | None = None
        self._known_until = 0.0
        self._positions: dict[str, int] = {}

    def prepare(self) -> None:
        """Creates what the read models need; idempotent."""
        self._parking.prepare()
        for projection in self._projections.values():
            self._registry.ensure(projection)

    def advance(self) -> int:
        """One batch for whoever is behind, one reading for all that stand at the same position;
        answers how many events were read, 0 when everybody is up to date."""
        known = self._generations()
        feeding = [fed for fed in self._fed(known) if fed.projection.follows_log]
        retried = self._serve_requests(feeding)
        positions = self._reached([fed.checkpoint for fed in feeding])
        groups: dict[int, list[Fed]] = {}
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
        return read + retried

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
                _receive(batch, fed, self._in_order(fed, messages, session))
        batch.flush_all()

    def receive_into(
        self, name: str, generation: int, messages: Sequence[Received[Any]], session: ClientSession
    ) -> None:
        """As :meth:`receive`, for the one generation that a rebuild is filling."""
        batch = Batch(self._db, session)
        fed = Fed(self._projections[name], generation)
        _receive(batch, fed, self._in_order(fed, messages, session))
        batch.flush_all()

    def set_aside(
        self, name: str, generation: int, message: Message, reason: str, session: ClientSession
    ) -> None:
        """A message that the generation cannot be built from: its stream waits, the others go on."""
        follower = topic_follower(name, generation, message.topic)
        self._parking.park(follower, message, reason, session)
        self._streams_of(follower).add((message.tenant, message.stream))
        _log.error("parked", follower=follower, stream=message.stream, reason=reason)

    def retry_messages(
        self,
        topics: Sequence[str],
        fill: Fill,
        transactions: Transactions,
        held: Callable[[], Collection[tuple[str, str, str]]] = tuple,
    ) -> int:
        """What an operator wants applied again of the messages that a rebuild set aside. ``held``
        answers (topic, tenant, stream) of what the live consumer has set aside itself: its own retry
        comes first, or the same messages would be applied here by both."""
        again = Again(self._db, self._parking, transactions)
        followed = [fed for fed in self._fed(self._registry.known()) if fed.projection.follows_bus]
        done = 0
        for fed, topic in product(followed, topics):
            if waiting := self._streams_of(fed.follower(topic)):
                read = partial(_one_message, fill, topic)
                live = {(tenant, stream) for of, tenant, stream in held() if of == topic}
                done += again.replay(fed, fed.follower(topic), waiting, read, live)
        return done

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

    def _fed(self, known: Mapping[str, Generations]) -> list[Fed]:
        return [
            Fed(projection, generation)
            for projection in self._projections.values()
            for generation in known[projection.name].all
        ]

    def _apply(self, group: list[Fed], position: int, events: list[Recorded[Any]]) -> None:
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

    def _transaction(self, group: list[Fed], position: int, events: list[Recorded[Any]]) -> None:
        with self._transactions.begin() as session:
            batch = Batch(self._db, session)
            for fed in group:
                parked = self._streams_of(fed.checkpoint)
                for recorded in events:
                    if parked and (recorded.tenant, recorded.stream) in parked:
                        continue
                    fed.take(batch, recorded)
                if parked:
                    self._park_behind(fed, events, session)
            checkpoints = [fed.checkpoint for fed in group]
            self._checkpoints.move_all(checkpoints, position, _last(events), session)
            batch.flush_all()

    def _park_behind(
        self, fed: Fed, events: Sequence[Recorded[Any]], session: ClientSession
    ) -> None:
        for first, *_ in by_commit(events):
            if (first.tenant, first.stream) in self._streams_of(fed.checkpoint):
                self._parking.park(fed.checkpoint, first, "behind", session)

    def _one_by_one(self, fed: Fed, position: int, events: list[Recorded[Any]]) -> None:
        for commit in by_commit(events):
            try:
                self._transaction([fed], position, commit)
            except CheckpointMoved:
                return
            except Exception as error:
                if may_pass(error):
                    raise
                self._park(fed, position, commit, type(error).__name__)
            position = _last(commit)

    def _park(self, fed: Fed, position: int, commit: list[Recorded[Any]], reason: str) -> None:
        first = commit[0]
        with self._transactions.begin() as session:
            self._parking.park(fed.checkpoint, first, reason, session)
            self._checkpoints.move(fed.checkpoint, position, _last(commit), session)
        self._streams_of(fed.checkpoint).add((first.tenant, first.stream))
        _log.error("parked", follower=fed.checkpoint, stream=first.stream, reason=reason)

    def _streams_of(self, follower: str) -> set[StreamKey]:
        """Those set aside, as this object knows them: one runner feeds a service."""
        if follower not in self._parked:
            self._parked[follower] = self._parking.streams(follower)
        return self._parked[follower]

    def _in_order(
        self, fed: Fed, messages: Sequence[Received[Any]], session: ClientSession
    ) -> Sequence[Received[Any]]:
        """Without those of streams that the generation's rebuild set aside: they wait behind. A
        withdrawal is applied at once all the same, and again when its turn comes."""
        topics = {received.topic for received in messages}
        parked = {topic: self._streams_of(fed.follower(topic)) for topic in topics}
        if not any(parked.values()):
            return messages
        kept = []
        for received in messages:
            behind = (received.tenant, received.stream) in parked[received.topic]
            if behind:
                self._parking.park(fed.follower(received.topic), received, "behind", session)
            if not behind or type(received.message).__name__ in HELD_TYPES:
                kept.append(received)
        return kept

    def _serve_requests(self, feeding: Sequence[Fed]) -> int:
        """What an operator wants applied again from the own log."""
        waiting = [fed for fed in feeding if self._streams_of(fed.checkpoint)]
        if not waiting or time.monotonic() < self._retry_at:
            return 0
        self._retry_at = time.monotonic() + self._look_seconds
        again = Again(self._db, self._parking, self._transactions)
        return sum(
            again.replay(
                fed, fed.checkpoint, self._streams_of(fed.checkpoint),
                lambda after: self._store.read_all(after, 1),
            )
            for fed in waiting
        )  # fmt: skip

    def _flip_what_caught_up(
        self, groups: Mapping[int, list[Fed]], known: Mapping[str, Generations]
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


def _receive(batch: Batch, fed: Fed, messages: Sequence[Received[Any]]) -> None:
    for received in messages:
        fed.take(batch, received)


def _one_message(fill: Fill, topic: str, after: int) -> list[Received[Any]]:
    return [decode(message) for message in fill(topic, after, 1)]
