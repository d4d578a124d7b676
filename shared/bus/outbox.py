"""The relay's second half: events become numbered messages, stored first and then published."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from pymongo import ASCENDING, WriteConcern
from pymongo.read_concern import ReadConcern

from shared.bus.codec import encode
from shared.bus.partition import partition_of
from shared.bus.port import Bus, Message, WrongBus
from shared.bus.transactions import Transactions
from shared.contracts.catalogue import PARTITIONS
from shared.domain.envelope import Recorded
from shared.mongo import Db, Document, kept, made

MAP_BATCH = 200
PUBLISH_BATCH = 500


class Log(Protocol):
    def read_all(self, after: int, limit: int) -> list[Recorded[Any]]: ...


class Publishing(Protocol):
    @property
    def topic(self) -> str: ...

    @property
    def publish(self) -> Callable[[Recorded[Any]], Sequence[object]]: ...


def create_outbox(db: Db) -> None:
    """Idempotent. The collection is made here, not inside the first transaction."""
    made(db, "messages")
    db.relay.update_one(
        {"_id": "publications"},
        {"$setOnInsert": {"source": 0, "position": 0, "previous": {}}},
        upsert=True,
    )


def read_messages(db: Db, after: int, limit: int) -> list[Message]:
    """Stored messages with a position greater than ``after``, in order."""
    messages = db.messages.with_options(read_concern=ReadConcern("majority"))
    found = messages.find({"_id": {"$gt": after}}).sort("_id", ASCENDING).limit(limit)
    return [_message(document) for document in found]


class Outbox:
    """At most one per service does useful work; a second repeats what is stored already.

    Messages and the progress that numbered them are stored in one transaction: a crash leaves
    both or neither, and a rival's compare-and-set fails. Delivery is at least once: ``published``
    moves after the bus has acknowledged, so a crash in between repeats a contiguous run that
    begins at or below what was acknowledged. ``store_batch`` and ``publish_batch`` may each have a
    thread of its own: what is stored meanwhile is published next.
    """

    def __init__(self, db: Db, log: Log, definition: Publishing, bus: Bus) -> None:
        self._db = db
        self._log = log
        self._definition = definition
        self._bus = bus
        self._transactions = Transactions(db, "outbox")
        # Losing this one costs a repetition, which every consumer drops: no need to wait for a disk.
        self._acknowledged = db.relay.with_options(write_concern=WriteConcern(w=1))
        # What this object has itself committed; forgotten as soon as a rival shows.
        self._progress: Document | None = None
        self._published: int | None = None
        self._stored: list[Message] = []
        self._numbered: int | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Raises WrongBus where the store has published to another bus."""
        create_outbox(self._db)
        if self._definition.topic:
            self._bus.ensure_topic(self._definition.topic, PARTITIONS)
        state = kept(self._db.relay, "published", {"bus": self._bus.name, "position": 0})
        if state["bus"] != self._bus.name:
            raise WrongBus(
                f"this store publishes to {state['bus']}, it was started with {self._bus.name}; "
                "stop the services and run: mentorbase bus switch"
            )

    def advance(self) -> int:
        """One batch of events mapped and one batch of messages published; 0 when all is out."""
        return self.store_batch() + self.publish_batch()

    def store_batch(self) -> int:
        """Maps and stores; answers how many events were read."""
        state = self._progress or self._db.relay.find_one({"_id": "publications"})
        assert state is not None
        events = self._log.read_all(state["source"], MAP_BATCH)
        if not events:
            return 0
        position, previous = int(state["position"]), dict(state["previous"])
        documents: list[Document] = []
        for recorded in events:
            for ordinal, message in enumerate(self._definition.publish(recorded)):
                position += 1
                documents.append(self._document(recorded, ordinal, message, position, previous))
        progress = {"source": events[-1].position, "position": position, "previous": previous}
        self._progress = None
        stored = self._store(documents, state["source"], progress)
        with self._lock:
            if not stored:
                self._stored.clear()
                self._numbered = None
                return 0
            self._progress, self._numbered = progress, position
            self._stored += map(_message, documents)
        return len(events)

    def publish_batch(self) -> int:
        """Publishes what is stored; answers how many messages were acknowledged."""
        position, self._published = self._published, None
        if position is None:
            state = self._db.relay.find_one({"_id": "published"})
            assert state is not None
            position = int(state["position"])
        with self._lock:
            messages, self._stored = self._stored, []
            all_out = position == self._numbered
        if all_out:
            messages = []
        elif not messages or messages[0].position != position + 1:
            messages = read_messages(self._db, position, PUBLISH_BATCH)
        if messages:
            self._bus.publish(messages)
            moved = self._acknowledged.update_one(
                {"_id": "published", "position": position, "bus": self._bus.name},
                {"$set": {"position": messages[-1].position}},
            )
            if not moved.matched_count:
                return len(messages)
            position = messages[-1].position
        self._published = position
        return len(messages)

    def close(self) -> None:
        self._transactions.close()

    def _document(
        self,
        recorded: Recorded[Any],
        ordinal: int,
        message: object,
        position: int,
        previous: dict[str, int],
    ) -> Document:
        name, schema, data = encode(self._definition.topic, message)
        partition = partition_of(recorded.tenant, recorded.stream)
        before = previous.get(str(partition), 0)
        previous[str(partition)] = position
        return {
            "_id": position,
            "id": f"{recorded.id}.{ordinal}",
            "topic": self._definition.topic,
            "type": name,
            "schema_version": schema,
            "tenant": recorded.tenant,
            "stream": recorded.stream,
            "partition": partition,
            "previous": before,
            "time": recorded.recorded_at,
            "correlation": recorded.correlation,
            "causation": recorded.id,
            "source_position": recorded.position,
            "data": data,
        }

    def _store(self, documents: list[Document], source: int, progress: Document) -> bool:
        """Whether it was this relay that moved the progress."""
        with self._transactions.begin() as session:
            moved = self._db.relay.update_one(
                {"_id": "publications", "source": source}, {"$set": progress}, session=session
            )
            if moved.matched_count and documents:
                self._db.messages.insert_many(documents, session=session)
        return bool(moved.matched_count)


def _message(document: Document) -> Message:
    rest = {key: value for key, value in document.items() if key != "_id"}
    return Message(position=document["_id"], **rest)
