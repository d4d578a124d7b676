"""Letters that wait to be sent: written once each, claimed for a while, sent, marked.

What waits is no fact of the programme: it lives in a collection of its own, without names, addresses
or texts about people. Each is sent, then marked: a worker that is killed between the two sends that one
again, under the same Message-ID.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pymongo.errors import BulkWriteError

from shared.batches import batches
from shared.domain.ids import PersonId, TenantId, derived_id, is_id, new_id
from shared.mongo import Db, Document

BATCH: Final = 50
LEASE_SECONDS: Final = 60
WORK_SECONDS: Final = 15.0
"""So long a worker sends of one claim; the rest is given back well before the lease ends."""
KEPT: Final = timedelta(days=60)
_FIRST_PAUSE: Final = timedelta(minutes=1)
_FAULT_PAUSE: Final = timedelta(seconds=20)
_LONGEST_PAUSE: Final = timedelta(hours=1)
_DUPLICATE: Final = 11000
_WRITTEN: Final = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """``thing`` is the meeting or gathering, ``sequence`` which version of its time; ``until`` is
    when the letter would come too late."""

    tenant: TenantId
    kind: str
    thing: str
    sequence: int
    person: PersonId
    basis: str
    due: datetime
    until: datetime

    @property
    def id(self) -> str:
        return derived_id(
            "letter", self.tenant, self.thing, str(self.sequence), self.person, self.kind
        )


def create_indexes(db: Db) -> None:
    db.letters.create_index(
        [("next_at", 1)], partialFilterExpression={"state": "waiting"}, name="waiting"
    )
    db.letters.create_index([("claim", 1)], sparse=True)
    db.letters.create_index([("tenant", 1), ("thing", 1)])
    db.letters.create_index([("tenant", 1), ("state", 1), ("when", -1), ("id", 1)])
    db.letters.create_index([("tenant", 1), ("person", 1)])
    db.letters.create_index("forget_at", expireAfterSeconds=0)


def write(db: Db, wanted: Iterable[Wanted]) -> int:
    """Those that are not there yet; two schedulers at once write each once. Answers how many. None
    to what an earlier release took for an id: no service would answer about it."""
    written = 0
    for batch in batches((one for one in wanted if is_id(one.person)), _WRITTEN):
        ids = [_id(one.tenant, one.id) for one in batch]
        known = {row["_id"] for row in db.letters.find({"_id": {"$in": ids}}, {"_id": 1})}
        fresh = [_document(one) for one, id in zip(batch, ids, strict=True) if id not in known]
        if fresh:
            written += _insert(db, fresh)
    return written


def _insert(db: Db, documents: list[Document]) -> int:
    try:
        return len(db.letters.insert_many(documents, ordered=False).inserted_ids)
    except BulkWriteError as error:
        if any(one["code"] != _DUPLICATE for one in error.details["writeErrors"]):
            raise
        return int(error.details["nInserted"])


def _document(one: Wanted) -> Document:
    return {
        "_id": _id(one.tenant, one.id), "tenant": one.tenant, "id": one.id, "kind": one.kind,
        "thing": one.thing, "sequence": one.sequence, "person": one.person, "basis": one.basis,
        "due": one.due, "when": one.due.astimezone(UTC).isoformat(), "until": one.until,
        "next_at": one.due, "state": "waiting", "attempts": 0, "forget_at": one.until + KEPT,
    }  # fmt: skip


def _id(tenant: str, id: str) -> str:
    return f"{tenant}|{id}"


class Claim:
    """Letters of one tenant that this worker alone sends for a while."""

    def __init__(self, db: Db, now: datetime) -> None:
        self._letters = db.letters
        self._owner = new_id()
        self._now = now
        self._ends = time.monotonic() + WORK_SECONDS
        self.rows = self._taken()

    def _taken(self) -> list[Document]:
        free: Document = {
            "state": "waiting", "next_at": {"$lte": self._now},
            "$expr": {"$lte": [{"$ifNull": ["$leased_until", datetime(2000, 1, 1)]}, "$$NOW"]},
        }  # fmt: skip
        first = self._letters.find_one(free, sort=[("next_at", 1)])
        if first is None:
            return []
        mine = {**free, "tenant": first["tenant"]}
        found = self._letters.find(mine, {"_id": 1}).sort("next_at", 1).limit(BATCH)
        until = {
            "$dateAdd": {"startDate": "$$NOW", "unit": "second", "amount": LEASE_SECONDS}
        }  # fmt: skip
        self._letters.update_many(
            {**free, "_id": {"$in": [row["_id"] for row in found]}},
            [{"$set": {"claim": self._owner, "leased_until": until}}],
        )
        return list(self._letters.find({"claim": self._owner}).sort("next_at", 1))

    @property
    def holds(self) -> bool:
        return time.monotonic() < self._ends

    def sent(self, row: Document) -> None:
        self._end(row, "sent", sent_at=self._now)

    def dropped(self, row: Document, why: str) -> None:
        self._end(row, "dropped", why=why)

    def later(self, row: Document, why: str, at: datetime | None = None) -> None:
        """After a pause that grows with each attempt, or at a moment that is no attempt's fault."""
        attempts = row["attempts"] + (at is None)
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(row["attempts"], 10))
        next_at = at or min(self._now + pause, max(row["until"], self._now + _FIRST_PAUSE))
        self._set(row, {"next_at": next_at, "why": why, "attempts": attempts})

    def put_off(self) -> None:
        """What was not come to waits a little, so that others have their turn first."""
        self._letters.update_many(
            {"claim": self._owner}, {"$set": {"next_at": self._now + _FAULT_PAUSE}}
        )

    def give_back(self) -> None:
        """What was not come to; nothing of it has changed."""
        self._letters.update_many(
            {"claim": self._owner}, {"$unset": {"claim": "", "leased_until": ""}}
        )

    def _end(self, row: Document, state: str, **facts: Any) -> None:
        self._set(row, {"state": state, **facts})

    def _set(self, row: Document, facts: Document) -> None:
        """Nothing where another worker has it by now."""
        self._letters.update_one(
            {"_id": row["_id"], "claim": self._owner},
            {"$set": facts, "$unset": {"claim": "", "leased_until": ""}},
        )


def last_of(db: Db, tenant: TenantId, thing: str) -> dict[str, dict[str, Any]]:
    """What became of the last letter to each person about one thing."""
    rows = db.letters.find({"tenant": tenant, "thing": thing}).sort("due", 1)
    return {
        row["person"]: {name: row.get(name) for name in ("kind", "state", "why")} for row in rows
    }


def retry(db: Db, tenant: TenantId, id: str, now: datetime) -> bool:
    """One that was left out waits again, as if it had just been written; not where it would come
    too late."""
    done = db.letters.update_one(
        {"_id": _id(tenant, id), "state": "dropped", "until": {"$gt": now}},
        {"$set": {"state": "waiting", "next_at": now, "attempts": 0}, "$unset": {"why": ""}},
    )
    return bool(done.modified_count)


def is_known(db: Db, tenant: TenantId, id: str) -> bool:
    return db.letters.find_one({"_id": _id(tenant, id)}, {"_id": 1}) is not None


def destroy(db: Db, tenant: TenantId, person: PersonId) -> None:
    db.letters.delete_many({"tenant": tenant, "person": person})
