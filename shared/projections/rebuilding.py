"""New generations of read models, built from the owners' stored messages beside the live ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.bus.chain import FILL_LIMIT
from shared.bus.codec import class_of, decode
from shared.bus.consumer import Fill
from shared.bus.denial import HELD_TYPES
from shared.bus.failures import may_pass
from shared.bus.parking import Parking
from shared.bus.port import Message, Received
from shared.bus.transactions import Transactions
from shared.contracts.catalogue import PARTITIONS, TOPICS
from shared.observability.logs import logger
from shared.projections.checkpoint import Checkpoints
from shared.projections.projection import Projection
from shared.projections.registry import Registry, log_checkpoint
from shared.projections.runner import ProjectionRunner
from shared.service import Service

_log = logger(__name__)
_FILLS = 5
"""Pages of a batch: waiting for the disk at each commit is what a rebuild's time mostly goes into."""


@dataclass(slots=True)
class _Building:
    """One generation, and how far this object has itself brought it in each topic."""

    view: Projection
    generation: int
    topics: tuple[str, ...]
    reached: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.view.name

    def checkpoint(self, topic: str) -> str:
        return f"build|{self.name}|g{self.generation}|{topic}"


class Rebuilding:
    """Never past the place of the live consumer in any partition; when a generation stands where that
    stands, it is flipped and fed live from then on. ``live`` answers the place of (topic, partition).
    For use by one thread.

    Only topics are read in which something is heard, and only what is heard is decoded.
    """

    def __init__(
        self, service: Service, runner: ProjectionRunner, fill: Fill,
        live: Callable[[str, int], int],
    ) -> None:  # fmt: skip
        self._runner = runner
        self._fill = fill
        self._live = live
        self._topics = service.definition.topics
        self._views = {view.name: view for view in service.definition.projections}
        self._registry = Registry(service.db)
        self._checkpoints = Checkpoints(service.db)
        self._parking = Parking(service.db, service.name)
        self._transactions = Transactions(service.db, "rebuild")
        self._building: list[_Building] = []

    @property
    def busy(self) -> bool:
        return bool(self._building)

    def look(self) -> None:
        """Which generations are to be built; those under way keep their places."""
        known = {(one.name, one.generation): one for one in self._building}
        self._building = [
            known.get(key) or self._begin(*key) for key in sorted(self._runner.building())
        ]

    def advance(self) -> int:
        """A batch of each topic for each of them; answers how many messages were read."""
        done = 0
        for one in list(self._building):
            try:
                steps = [self._build(one, topic) for topic in one.topics]
            except Exception:
                one.reached.clear()
                raise
            done += sum(steps)
            if not any(steps) and self._caught_up(one):
                self._registry.flip(one.name, one.generation)
                self._building.remove(one)
        return done

    def close(self) -> None:
        self._transactions.close()

    def _begin(self, name: str, generation: int) -> _Building:
        view = self._views[name]
        topics = tuple(t for t in self._topics if any(issubclass(c, view.hears) for c in TOPICS[t]))
        return _Building(view, generation, topics)

    def _build(self, one: _Building, topic: str) -> int:
        at = self._reached(one, topic)
        batch = self._read(topic, at)
        if not batch:
            return 0
        try:
            self._feed(one, batch, at)
        except Exception as error:
            if may_pass(error):
                raise
            return self._feed_one_by_one(one, batch, at)
        return len(batch)

    def _read(self, topic: str, at: int) -> list[Message]:
        batch: list[Message] = []
        for _ in range(_FILLS):
            page = self._fill(topic, batch[-1].position if batch else at, FILL_LIMIT)
            for message in page:
                if message.position > self._live(topic, message.partition):
                    return batch
                batch.append(message)
            if len(page) < FILL_LIMIT:
                break
        return batch

    def _reached(self, one: _Building, topic: str) -> int:
        if topic not in one.reached:
            self._checkpoints.ensure(one.checkpoint(topic))
            one.reached[topic] = self._checkpoints.position(one.checkpoint(topic))
        return one.reached[topic]

    def _feed(self, one: _Building, batch: Sequence[Message], at: int) -> None:
        """What the live consumer has set aside is set aside here too, and not applied twice when
        that is retried."""
        aside = self._parking.held(batch)
        with self._transactions.begin() as session:
            self._move(one, batch, at, session)
            taken = [m for m in batch if m.position not in aside and _heard(one.view, m)]
            received: list[Received[Any]] = [decode(message) for message in taken]
            self._runner.receive_into(one.name, one.generation, received, session)
            for message in batch:
                if message.position in aside:
                    self._runner.set_aside(one.name, one.generation, message, "behind", session)
        one.reached[batch[-1].topic] = batch[-1].position

    def _feed_one_by_one(self, one: _Building, batch: Sequence[Message], at: int) -> int:
        """Sets aside what can never be applied. A withdrawal or an erasure is never set aside: the
        generation waits for it and is not read until then."""
        for done, message in enumerate(batch):
            try:
                self._feed(one, [message], at)
            except Exception as error:
                reason = type(error).__name__
                if may_pass(error):
                    raise
                if message.type in HELD_TYPES:
                    _log.error("rebuild_held", view=one.name, generation=one.generation,
                               topic=message.topic, position=message.position, reason=reason)  # fmt: skip
                    return done
                with self._transactions.begin() as session:
                    self._move(one, [message], at, session)
                    self._runner.set_aside(one.name, one.generation, message, reason, session)
                one.reached[message.topic] = message.position
            at = message.position
        return len(batch)

    def _move(self, one: _Building, batch: Sequence[Message], at: int, session: Any) -> None:
        last = batch[-1]
        self._checkpoints.move(one.checkpoint(last.topic), at, last.position, session)

    def _caught_up(self, one: _Building) -> bool:
        for topic in one.topics:
            reached = self._reached(one, topic)
            if any(self._live(topic, p) > reached for p in range(PARTITIONS)):
                return False
        active = self._registry.get(one.name).active
        log = self._checkpoints.position(log_checkpoint(one.name, one.generation))
        return log >= self._checkpoints.position(log_checkpoint(one.name, active))


def _heard(view: Projection, message: Message) -> bool:
    """Of a type that this release does not know it cannot be said: decoding refuses it."""
    cls = class_of(message)
    return cls is None or issubclass(cls, view.hears)
