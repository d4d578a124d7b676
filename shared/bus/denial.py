"""People denied because a withdrawal, a revocation or an erasure could not be applied yet.

Such a message is never parked and never skipped: its partition waits. So that nothing more is
shown of the subject meanwhile, the subject is written down here first; the entry goes in the
transaction that applies the message at last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from pymongo import ASCENDING
from pymongo.client_session import ClientSession

from shared.bus.port import Message
from shared.mongo import Db

_SUBJECTS: Final[Mapping[str, tuple[str | None, str]]] = {
    "ConsentEnded": (None, "person"),
    "PersonErased": (None, "person"),
    "SubjectErased": (None, "subject"),
    "MeasurementErased": (None, "pseudonym"),
    "SharingEnded": ("school", "card"),
}
"""Message type → the field that names the subject's tenant (``None``: the message's own tenant)
and the field that names the subject."""

HELD_TYPES: Final = frozenset(_SUBJECTS)
"""Never parked, never skipped."""


class Denied:
    """``denied`` in the database of the service that hears the messages."""

    def __init__(self, db: Db, consumer: str = "") -> None:
        self._denied = db.denied
        self._consumer = consumer

    def prepare(self) -> None:
        self._denied.create_index([("tenant", ASCENDING), ("subject", ASCENDING)], name="subject")

    def among(self, tenant: str, subjects: Iterable[str]) -> frozenset[str]:
        """Those of the subjects (persons, cards, pseudonyms) of whom nothing may be shown now."""
        wanted = list(subjects)
        found = self._denied.find({"tenant": tenant, "subject": {"$in": wanted}}, {"subject": 1})
        return frozenset(document["subject"] for document in found)

    def all_of(self, tenant: str) -> frozenset[str]:
        """As :meth:`among`, for everybody of the tenant; usually nobody."""
        found = self._denied.find({"tenant": tenant}, {"subject": 1})
        return frozenset(document["subject"] for document in found)

    def deny(self, message: Message) -> None:
        """Whom the message is about is denied until it has been applied; repeating is harmless."""
        tenant_field, subject_field = _SUBJECTS[message.type]
        tenant = message.data.get(tenant_field) if tenant_field else message.tenant
        subject = message.data.get(subject_field)
        if not isinstance(tenant, str) or not isinstance(subject, str):
            return
        self._denied.update_one(
            {"_id": f"{self._consumer}|{message.topic}|{message.position}"},
            {
                "$setOnInsert": {
                    "tenant": tenant,
                    "subject": subject,
                    "message": message.id,
                    "at": datetime.now(UTC),
                }
            },
            upsert=True,
        )

    def lift(self, messages: Sequence[Message], session: ClientSession) -> None:
        """The messages are applied in the session's transaction."""
        ids = [f"{self._consumer}|{message.topic}|{message.position}" for message in messages]
        self._denied.delete_many({"_id": {"$in": ids}}, session=session)


def is_denied(db: Db, tenant: str, subject: str) -> bool:
    return bool(Denied(db).among(tenant, [subject]))
