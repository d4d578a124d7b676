"""The bus inside MongoDB: a collection a topic, durable, for one machine without Java or Docker."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from pymongo import ASCENDING, InsertOne, MongoClient
from pymongo.errors import BulkWriteError, PyMongoError
from pymongo.read_concern import ReadConcern

from shared.bus.port import BusUnavailable, Message
from shared.domain.ids import new_id
from shared.mongo import DURABLE, Client, Db, Document, is_transient, kept
from shared.wake import Waker


class EmbeddedBus:
    """The offset of a message is its position: the relay is the topic's only writer."""

    def __init__(self, client: Client, database: str, watcher: MongoClient[Document]) -> None:
        self._db: Db = client[database]
        self._watched: Db = watcher[database]
        cluster = kept(self._db.cluster, "bus", {"cluster": new_id()})
        self._name = f"embedded:{cluster['cluster']}"

    @property
    def name(self) -> str:
        return self._name

    def ensure_topic(self, topic: str, partitions: int) -> None:
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
        try:
            for topic, batch in by_topic.items():
                self._insert(topic, batch)
        except PyMongoError as error:
            if is_transient(error):
                raise BusUnavailable("the database of the bus does not answer") from error
            raise

    def _insert(self, topic: str, batch: list[Message]) -> None:
        writes = [InsertOne({"_id": message.position, **message.to_dict()}) for message in batch]
        collection = self._db[_collection(topic)].with_options(write_concern=DURABLE)
        try:
            # Ordered: a reader that polls meanwhile sees a prefix, never a message before its elder.
            collection.bulk_write(writes, ordered=True)
        except BulkWriteError as error:
            if error.details["writeErrors"][0]["code"] != 11000:
                raise
            known = {
                d["_id"]
                for d in collection.find({"_id": {"$in": [m.position for m in batch]}}, {"_id": 1})
            }
            rest = [message for message in batch if message.position not in known]
            if rest:
                self._insert(topic, rest)

    def reader(self, topic: str, offsets: Mapping[int, int]) -> EmbeddedReader:
        return EmbeddedReader(self._db, self._watched, topic, offsets)

    def close(self) -> None:
        """Nothing is held open beside the client."""


class EmbeddedReader:
    """Each partition from its own place; a change stream wakes it, a poll each second is the truth."""

    def __init__(self, db: Db, watched: Db, topic: str, offsets: Mapping[int, int]) -> None:
        self._messages = db[_collection(topic)].with_options(read_concern=ReadConcern("majority"))
        partitions = db.topics.find_one({"_id": topic})
        count = partitions["partitions"] if partitions else 0
        self._next = {p: offsets.get(p, 0) for p in range(count)}
        self._waker = Waker(watched, _collection(topic)).start()

    def poll(self, limit: int, seconds: float) -> Sequence[tuple[Message, int]]:
        deadline = time.monotonic() + seconds
        while True:
            try:
                found = self._read(limit)
            except PyMongoError as error:
                if is_transient(error):
                    raise BusUnavailable("the database of the bus does not answer") from error
                raise
            left = deadline - time.monotonic()
            if found or left <= 0:
                return found
            self._waker.wait(min(left, 1.0))

    def _read(self, limit: int) -> list[tuple[Message, int]]:
        lowest = min(self._next.values(), default=0)
        behind = {p: n for p, n in self._next.items() if n != lowest}
        wanted: Document = {"_id": {"$gte": lowest}}
        if behind:
            wanted = {
                "$or": [
                    {"partition": {"$nin": list(behind)}, "_id": {"$gte": lowest}},
                    *({"partition": p, "_id": {"$gte": n}} for p, n in behind.items()),
                ]
            }
        found = []
        for document in self._messages.find(wanted).sort("_id", ASCENDING).limit(limit):
            offset = document.pop("_id")
            found.append((Message.from_dict(document), offset))
            self._next[document["partition"]] = offset + 1
        if found:
            # All partitions share one sequence: what was read proves that the others hold nothing
            # below it that is newer than their own place.
            last = found[-1][1]
            self._next = {p: max(n, last + 1) for p, n in self._next.items()}
        return found

    def seek(self, partition: int, offset: int) -> None:
        self._next[partition] = offset

    def close(self) -> None:
        self._waker.stop()


def _collection(topic: str) -> str:
    return f"topic_{topic}"
