"""The bus inside MongoDB: a collection a topic, durable, for one machine without Java or Docker."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from pymongo import ASCENDING, InsertOne, MongoClient
from pymongo.errors import BulkWriteError, PyMongoError
from pymongo.read_concern import ReadConcern

from shared.bells import Bells, Watch
from shared.bus.port import BusUnavailable, Message
from shared.bus.watch import TopicsWatch
from shared.domain.ids import new_id
from shared.mongo import DURABLE, Client, Db, Document, is_transient, kept

_DUPLICATE_KEY = 11000
_POLL_SECONDS = 1.0


class BusDiverged(Exception):
    """The bus holds another message at this position: the service's database and the bus were not
    restored to the same time."""


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except PyMongoError as error:
        if is_transient(error):
            raise BusUnavailable("the database of the bus does not answer") from error
        raise


class EmbeddedBus:
    """The offset of a message is its position: the relay is the topic's only writer.

    ``watcher`` is a client without ``timeoutMS``; it belongs to the bus from now on. With ``bells``
    readers on the same machine are woken by them, and nothing is watched.
    """

    def __init__(
        self,
        client: Client,
        database: str,
        watcher: MongoClient[Document],
        bells: Bells | None = None,
    ) -> None:
        self._db: Db = client[database]
        self._watcher = watcher
        self._bells = bells
        self._watched: Db = watcher[database]
        with _answering():
            cluster = kept(self._db.cluster, "bus", {"cluster": new_id()})
        self._name = f"embedded:{cluster['cluster']}"

    @property
    def name(self) -> str:
        return self._name

    def ensure_topic(self, topic: str, partitions: int) -> None:
        with _answering():
            known = kept(self._db.topics, topic, {"partitions": partitions})
            if known["partitions"] != partitions:
                raise ValueError(f"{topic} has {known['partitions']} partitions, not {partitions}")
            self._db[_collection(topic)].create_index(
                [("partition", ASCENDING), ("_id", ASCENDING)], name="partition"
            )

    def publish(self, messages: Sequence[Message]) -> None:
        by_topic: dict[str, list[Message]] = {}
        for message in messages:
            by_topic.setdefault(message.topic, []).append(message)
        with _answering():
            for topic, batch in by_topic.items():
                self._insert(topic, batch)
                if self._bells is not None:
                    self._bells.ring(self._bell(_collection(topic)))

    def _bell(self, collection: str) -> str:
        return f"{self._db.name}.{collection}"

    def _insert(self, topic: str, batch: list[Message]) -> None:
        writes = [InsertOne({"_id": message.position, **message.to_dict()}) for message in batch]
        collection = self._db[_collection(topic)].with_options(write_concern=DURABLE)
        try:
            # Ordered: a reader that polls meanwhile sees a prefix, never a message before its elder.
            collection.bulk_write(writes, ordered=True)
        except BulkWriteError as error:
            failures = error.details["writeErrors"]
            if not failures or failures[0]["code"] != _DUPLICATE_KEY:
                raise
            rest = self._missing(topic, batch)
            if rest:
                self._insert(topic, rest)

    def _missing(self, topic: str, batch: list[Message]) -> list[Message]:
        wanted = {"_id": {"$in": [message.position for message in batch]}}
        held = {d["_id"]: d["id"] for d in self._db[_collection(topic)].find(wanted, {"id": 1})}
        for message in batch:
            if held.get(message.position, message.id) != message.id:
                raise BusDiverged(f"{topic} holds another message at {message.position}")
        return [message for message in batch if message.position not in held]

    def reader(self, offsets: Mapping[str, Mapping[int, int]]) -> EmbeddedReader:
        collections = [_collection(topic) for topic in offsets]
        if self._bells is None:
            return EmbeddedReader(
                self._db, TopicsWatch(self._watched, collections).start(), offsets
            )
        bells = self._bells.listen(map(self._bell, collections))
        return EmbeddedReader(self._db, bells, offsets)

    def close(self) -> None:
        self._watcher.close()


class EmbeddedReader:
    """Each partition from its own place; ``watch`` wakes it, a poll each second is the truth."""

    def __init__(self, db: Db, watch: Watch, offsets: Mapping[str, Mapping[int, int]]) -> None:
        self._db = db
        self._hints = {topic: dict(hints) for topic, hints in offsets.items()}
        self._next: dict[str, dict[int, int]] = {}
        self._paused: set[tuple[str, int]] = set()
        self._unread = {_collection(topic) for topic in offsets}
        self._watch = watch

    def poll(self, limit: int, seconds: float) -> Sequence[tuple[Message, int]]:
        deadline = time.monotonic() + seconds
        while True:
            if not self._unread:
                left = max(0.0, deadline - time.monotonic())
                rung = self._watch.wait(min(left, _POLL_SECONDS))
                self._unread = {name.removeprefix(f"{self._db.name}.") for name in rung}
            with _answering():
                found = self._read(limit)
            if found or time.monotonic() >= deadline:
                return found

    def pause(self, topic: str, partition: int) -> None:
        self._paused.add((topic, partition))

    def seek(self, topic: str, partition: int, offset: int) -> None:
        self._paused.discard((topic, partition))
        self._hints[topic][partition] = offset
        self._unread.add(_collection(topic))
        if topic in self._next:
            self._next[topic][partition] = offset

    def close(self) -> None:
        self._watch.stop()

    def _read(self, limit: int) -> list[tuple[Message, int]]:
        """From the topics in which something may wait; one that gave all it had waits no more."""
        if len(self._next) < len(self._hints):
            self._find_topics()
        found: list[tuple[Message, int]] = []
        for topic in list(self._next):
            if len(found) >= limit:
                break
            if _collection(topic) in self._unread:
                read = self._read_topic(topic, self._next[topic], limit - len(found))
                if read:  # next time the others come first
                    self._next[topic] = self._next.pop(topic)
                if len(found) + len(read) < limit:
                    self._unread.discard(_collection(topic))
                found += read
        self._unread &= {_collection(topic) for topic in self._next}
        return found

    def _find_topics(self) -> None:
        missing = [topic for topic in self._hints if topic not in self._next]
        for document in self._db.topics.find({"_id": {"$in": missing}}):
            hints = self._hints[document["_id"]]
            self._next[document["_id"]] = {
                partition: hints.get(partition, 0) for partition in range(document["partitions"])
            }

    def _read_topic(
        self, topic: str, places: dict[int, int], limit: int
    ) -> list[tuple[Message, int]]:
        read = [partition for partition in places if (topic, partition) not in self._paused]
        if not read:
            return []
        wanted = {"$or": [{"partition": p, "_id": {"$gte": places[p]}} for p in read]}
        collection = self._db[_collection(topic)].with_options(read_concern=ReadConcern("majority"))
        found = []
        for document in collection.find(wanted).sort("_id", ASCENDING).limit(limit):
            offset = document.pop("_id")
            found.append((Message.from_dict(document), offset))
        if found:
            # One writer, one sequence: the others hold nothing up to here that was not read.
            last = found[-1][1]
            for partition in read:
                places[partition] = max(places[partition], last + 1)
        return found


def _collection(topic: str) -> str:
    return f"topic_{topic}"
