"""Delivered at least once, effective exactly once: checkpoints move with the effects.

One checkpoint per (consumer, topic, partition). A message at or before it was seen and is dropped;
one whose ``previous`` lies beyond it reveals a hole, which is filled from the owner. Reactions run
first: they are commands keyed by the message's id, so a repetition changes nothing. Then the batch
is applied to the read models in the one transaction that moves the checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pymongo.client_session import ClientSession

from shared.bus.codec import decode
from shared.bus.parking import HELD_TYPES, Parking, deny
from shared.bus.port import Bus, BusReader, BusUnavailable, Message, Received
from shared.domain.errors import Unavailable
from shared.mongo import TRANSACTION, Db, is_transient, kept
from shared.observability.logs import logger

BATCH = 200
_log = logger(__name__)

Fill = Callable[[str, int, int], Sequence[Message]]
"""(topic, after position, limit) → the owner's messages, in order."""


class MessageHandler(Protocol):
    def react(self, received: Received[Any]) -> None:
        """Commands that the message causes; may run again."""
        ...

    def apply(self, received: Sequence[Received[Any]], session: ClientSession) -> None:
        """Writes to read models, all in the session's transaction."""
        ...


class LostRace(Exception):
    """Another consumer of the same name moved the checkpoint."""


@dataclass(slots=True)
class _Place:
    position: int
    offset: int


class Consumer:
    """All partitions of the topics one service hears. For use by one thread."""

    def __init__(
        self,
        name: str,
        db: Db,
        bus: Bus,
        topics: Sequence[str],
        handler: MessageHandler,
        fill: Fill,
        *,
        batch: int = BATCH,
    ) -> None:
        self._name = name
        self._db = db
        self._bus = bus
        self._topics = topics
        self._handler = handler
        self._fill = fill
        self._batch = batch
        self._parking = Parking(db, name)
        self._readers: dict[str, BusReader] = {}
        self._places: dict[tuple[str, int], _Place] = {}
        self._parked = self._parking.streams()

    def advance(self, seconds: float = 1.0) -> int:
        """Polls every topic once, waiting up to ``seconds`` in all; answers how many messages were
        new. Raises what is transient; the next call goes on from the checkpoints."""
        try:
            done = 0
            share = seconds / max(1, len(self._topics))
            for topic in self._topics:
                found = self._reader(topic).poll(self._batch, 0 if done else share)
                done += self._take(topic, found)
            return done
        except LostRace:
            self._forget()
            return 0
        except Exception:
            self._forget()
            raise

    def position(self, topic: str, partition: int) -> int:
        return self._place(topic, partition).position

    def close(self) -> None:
        self._forget()

    # One topic's catch

    def _take(self, topic: str, found: Sequence[tuple[Message, int]]) -> int:
        by_partition: dict[int, list[tuple[Message, int]]] = {}
        for message, offset in found:
            by_partition.setdefault(message.partition, []).append((message, offset))
        return sum(
            self._take_partition(topic, partition, batch)
            for partition, batch in by_partition.items()
        )

    def _take_partition(self, topic: str, partition: int, found: list[tuple[Message, int]]) -> int:
        place = self._place(topic, partition)
        new: list[Message] = []
        at = place.position
        for message, _ in found:
            if message.position <= at:
                continue
            if message.previous > at:
                for filler in self._fetch(topic, partition, at, message.position):
                    new.append(filler)
                    at = filler.position
                if at != message.previous:
                    raise BusUnavailable("the owner cannot fill the hole yet")
            new.append(message)
            at = message.position
        offset = found[-1][1] + 1
        for start in range(0, len(new), self._batch):
            batch = new[start : start + self._batch]
            last = start + self._batch >= len(new)
            self._deliver(topic, partition, batch, offset if last else place.offset)
        if not new and offset > place.offset:
            place.offset = offset
        return len(new)

    def _fetch(self, topic: str, partition: int, after: int, before: int) -> list[Message]:
        """The partition's messages between two positions, from their owner."""
        filled: list[Message] = []
        while after < before - 1:
            batch = self._fill(topic, after, 200)
            if not batch:
                break
            filled += [m for m in batch if m.partition == partition and m.position < before]
            after = batch[-1].position
        return filled

    # Effects

    def _deliver(self, topic: str, partition: int, batch: list[Message], offset: int) -> None:
        try:
            received = [decode(message) for message in batch if not self._is_parked(message)]
            behind = [message for message in batch if self._is_parked(message)]
            for one in received:
                self._handler.react(one)
            self._commit(topic, partition, batch[-1].position, offset, received, behind)
        except (LostRace, BusUnavailable, Unavailable):
            raise
        except Exception as error:
            if is_transient(error):
                raise
            if len(batch) == 1:
                self._set_aside(topic, partition, batch[0], offset, error)
            else:
                before = self._place(topic, partition).offset
                for message in batch:
                    last = message is batch[-1]
                    self._deliver(topic, partition, [message], offset if last else before)

    def _set_aside(
        self, topic: str, partition: int, message: Message, offset: int, error: Exception
    ) -> None:
        if message.type in HELD_TYPES:
            deny(self._db, message)
            _log.error("held", follower=self._name, topic=topic, position=message.position,
                       reason=type(error).__name__)  # fmt: skip
            raise BusUnavailable(
                "a withdrawal could not be applied: the partition waits"
            ) from error
        self._parked.add((message.tenant, message.stream))
        self._commit(topic, partition, message.position, offset, [], [message], error)
        _log.error("parked", follower=self._name, topic=topic, position=message.position,
                   reason=type(error).__name__)  # fmt: skip

    def _is_parked(self, message: Message) -> bool:
        # Withdrawals and erasures are never parked behind another message of their stream.
        parked = (message.tenant, message.stream) in self._parked
        return parked and message.type not in HELD_TYPES

    def _commit(
        self,
        topic: str,
        partition: int,
        position: int,
        offset: int,
        received: Sequence[Received[Any]],
        parked: Sequence[Message],
        error: Exception | None = None,
    ) -> None:
        place = self._place(topic, partition)
        id = checkpoint_id(self._name, topic, partition)
        with self._db.client.start_session() as session, session.start_transaction(**TRANSACTION):
            moved = self._db.checkpoints.update_one(
                {"_id": id, "position": place.position},
                {"$set": {"position": position, "offset": offset, "bus": self._bus.name}},
                session=session,
            )
            if moved.matched_count == 0:
                raise LostRace(id)
            if received:
                self._handler.apply(received, session)
            for message in parked:
                reason = type(error).__name__ if error else "behind"
                self._parking.park(message, reason, session)
        place.position, place.offset = position, offset

    # Places and readers

    def _place(self, topic: str, partition: int) -> _Place:
        key = (topic, partition)
        if key not in self._places:
            id = checkpoint_id(self._name, topic, partition)
            first = {"position": 0, "offset": 0, "bus": self._bus.name}
            document = kept(self._db.checkpoints, id, first)
            same_bus = document.get("bus") == self._bus.name
            self._places[key] = _Place(document["position"], document["offset"] if same_bus else 0)
        return self._places[key]

    def _reader(self, topic: str) -> BusReader:
        if topic not in self._readers:
            known = self._db.checkpoints.find(
                {"_id": {"$regex": f"^{_escaped(self._name)}\\|{_escaped(topic)}\\|"}}
            )
            offsets = {
                int(d["_id"].rsplit("|", 1)[1]): d["offset"]
                for d in known
                if d.get("bus") == self._bus.name
            }
            self._readers[topic] = self._bus.reader(topic, offsets)
        return self._readers[topic]

    def _forget(self) -> None:
        for reader in self._readers.values():
            reader.close()
        self._readers.clear()
        self._places.clear()
        self._parked = self._parking.streams()


def checkpoint_id(consumer: str, topic: str, partition: int) -> str:
    return f"{consumer}|{topic}|{partition}"


def _escaped(text: str) -> str:
    return text.replace("|", r"\|").replace(".", r"\.")
