"""Streams of messages set aside, and people denied while their withdrawal could not be applied."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from pymongo.client_session import ClientSession

from shared.bus.port import Message
from shared.mongo import Db

HELD_TYPES: Final = frozenset({"ConsentEnded", "SharingEnded", "PersonErased", "MeasurementErased"})
"""Never parked, never skipped: the subject is denied at once, the partition waits."""


class Parking:
    """Copies of messages that a consumer could not apply, and of those behind them in their stream."""

    def __init__(self, db: Db, consumer: str) -> None:
        self._db = db
        self._consumer = consumer

    def streams(self) -> set[tuple[str, str]]:
        found = self._db.parked.find({"consumer": self._consumer}, {"tenant": 1, "stream": 1})
        return {(document["tenant"], document["stream"]) for document in found}

    def park(self, message: Message, reason: str, session: ClientSession) -> None:
        """``reason`` is the kind of error, never its text."""
        self._db.parked.update_one(
            {"_id": f"{self._consumer}|{message.topic}|{message.position:012d}"},
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


def deny(db: Db, message: Message) -> None:
    """Whom the message is about is denied from now on, until it has been applied."""
    for field in ("person", "mentor", "card"):
        subject = message.data.get(field)
        if subject:
            db.denied.update_one(
                {"_id": f"{message.tenant}|{subject}"},
                {"$setOnInsert": {"message": message.id, "at": datetime.now(UTC)}},
                upsert=True,
            )


def is_denied(db: Db, tenant: str, subject: str) -> bool:
    return db.denied.find_one({"_id": f"{tenant}|{subject}"}, {"_id": 1}) is not None


def list_parked(db: Db, limit: int = 100) -> list[dict[str, Any]]:
    """What is set aside, oldest first, without the messages' data."""
    return list(db.parked.find({}, {"message": 0}).sort("_id", 1).limit(limit))


def parked_messages(db: Db, tenant: str, stream: str) -> list[tuple[str, Message]]:
    """One stream's parked messages in order, with their ids."""
    found = db.parked.find({"tenant": tenant, "stream": stream}).sort("_id", 1)
    return [(document["_id"], Message.from_dict(document["message"])) for document in found]


def skip(db: Db, tenant: str, stream: str) -> int:
    """Gives one stream's parked messages up: the read models stay without them."""
    return db.parked.delete_many({"tenant": tenant, "stream": stream}).deleted_count


def has_parked(db: Db, tenant: str) -> bool:
    """Whether the tenant's read models are incomplete."""
    wanted = {"tenant": tenant}
    return (
        db.parked.find_one(wanted, {"_id": 1}) is not None
        or db.parked_log.find_one(wanted, {"_id": 1}) is not None
    )
