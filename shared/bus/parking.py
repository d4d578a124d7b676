"""Streams of messages set aside: what can never be applied must not stop the others.

A parked stream's later messages are parked behind it, so that their order holds. An operator asks
for a retry, or for one without the message that fails; the service's worker does it, between two
batches, so that nothing runs beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from pymongo import ASCENDING
from pymongo.client_session import ClientSession

from shared.bus.port import Message
from shared.mongo import Db, Document

StreamKey = tuple[str, str, str]
"""(topic, tenant, stream)."""


def stream_key(message: Message) -> StreamKey:
    return (message.topic, message.tenant, message.stream)


@dataclass(frozen=True, slots=True)
class Parked:
    id: str
    message: Message
    skip: bool


class Parking:
    """``parked`` in the consumer's own database: copies of messages, ids and sealed values only."""

    def __init__(self, db: Db, consumer: str) -> None:
        self._parked = db.parked
        self._consumer = consumer

    def prepare(self) -> None:
        self._parked.create_index(
            [("tenant", ASCENDING), ("stream", ASCENDING)], name="tenant_stream"
        )
        self._parked.create_index([("consumer", ASCENDING), ("asked", ASCENDING)], name="asked")

    def streams(self) -> set[StreamKey]:
        found = self._parked.find(
            {"consumer": self._consumer}, {"topic": 1, "tenant": 1, "stream": 1}
        )
        return {_key(document) for document in found}

    def held(self, messages: Sequence[Message]) -> set[int]:
        """The positions of those that are set aside, all of one topic."""
        ids = {self._id(message): message.position for message in messages}
        found = self._parked.find({"_id": {"$in": list(ids)}}, {"_id": 1})
        return {ids[document["_id"]] for document in found}

    def park(self, message: Message, reason: str, session: ClientSession) -> None:
        """``reason`` is the kind of error, never its text: that could hold personal data."""
        self._parked.update_one(
            {"_id": self._id(message)},
            {
                "$setOnInsert": {
                    "consumer": self._consumer,
                    "tenant": message.tenant,
                    "stream": message.stream,
                    "topic": message.topic,
                    "type": message.type,
                    "position": message.position,
                    "reason": reason,
                    "parked_at": datetime.now(UTC),
                    "message": message.to_dict(),
                }
            },
            upsert=True,
            session=session,
        )

    def _id(self, message: Message) -> str:
        return f"{self._consumer}|{message.topic}|{message.position:012d}"

    def asked(self) -> list[StreamKey]:
        """Streams that an operator wants retried."""
        found = self._parked.find({"consumer": self._consumer, "asked": {"$exists": True}})
        return list(dict.fromkeys(_key(document) for document in found.sort("_id", ASCENDING)))

    def of(self, key: StreamKey) -> Iterator[Parked]:
        """The stream's messages in order."""
        topic, tenant, stream = key
        wanted = {"consumer": self._consumer, "topic": topic, "tenant": tenant, "stream": stream}
        for document in list(self._parked.find(wanted).sort("_id", ASCENDING)):
            yield Parked(
                document["_id"],
                Message.from_dict(document["message"]),
                document.get("asked") == "skip",
            )

    def remove(self, parked: Parked, session: ClientSession) -> None:
        self._parked.delete_one({"_id": parked.id}, session=session)

    def give_up(self, parked: Parked, reason: str) -> None:
        """It failed again: it stays, and waits until it is asked for once more."""
        self._parked.update_many(
            {
                "consumer": self._consumer,
                "tenant": parked.message.tenant,
                "stream": parked.message.stream,
                "topic": parked.message.topic,
            },
            {"$unset": {"asked": ""}},
        )
        self._parked.update_one({"_id": parked.id}, {"$set": {"reason": reason}})


def list_parked(db: Db, limit: int = 100) -> list[dict[str, Any]]:
    """What is set aside, oldest first, without the messages' data."""
    return list(db.parked.find({}, {"message": 0}).sort("_id", ASCENDING).limit(limit))


def retry(db: Db, tenant: str, stream: str) -> int:
    """Has the worker apply a stream's parked messages again, in order; answers how many wait."""
    return _ask(db, tenant, stream, "retry")


def skip(db: Db, tenant: str, stream: str) -> int:
    """As :func:`retry`, without the first message: what reads it stays without it, for ever."""
    return _ask(db, tenant, stream, "skip")


def has_parked(db: Db, tenant: str | None = None, follower: str = "") -> bool:
    """Whether read models, the tenant's or anybody's, are incomplete.

    ``follower`` is how the names begin of those whose own log counts; by default everybody's does.
    """
    wanted = {} if tenant is None else {"tenant": tenant}
    followed = {**wanted, "follower": {"$regex": f"^{re.escape(follower)}"}} if follower else wanted
    return (
        db.parked.find_one(wanted, {"_id": 1}) is not None
        or db.parked_log.find_one(followed, {"_id": 1}) is not None
    )


def _ask(db: Db, tenant: str, stream: str, what: Literal["retry", "skip"]) -> int:
    wanted = {"tenant": tenant, "stream": stream}
    firsts: dict[tuple[str, str], Document] = {}
    for document in db.parked.find(wanted).sort("_id", ASCENDING):
        firsts.setdefault((document["consumer"], document["topic"]), document)
    for first in firsts.values():
        db.parked.update_one({"_id": first["_id"]}, {"$set": {"asked": what}})
    return db.parked.count_documents(wanted)


def _key(document: Document) -> StreamKey:
    return (document["topic"], document["tenant"], document["stream"])
