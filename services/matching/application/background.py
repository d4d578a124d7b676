"""Work in hand that a worker takes, keeps alive by beats, and leaves to the next one if it dies.

What waits is no fact: it lives in a collection of its own for a while, without texts about people.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from pymongo import ReturnDocument
from pymongo.collection import Collection

from services.matching.application.apart import Answer, Apart, Failure, Far
from shared.domain.ids import TenantId, new_id
from shared.mongo import Document

ABANDONED_MS: Final = 15_000
"""A worker that has said nothing for so long is gone; another begins its work again."""
ATTEMPTS: Final = 3
LOOK_SECONDS: Final = 0.2


class LetGo(Exception):
    """The work was stopped, or another worker has it."""


def create_indexes(jobs: Collection[Document]) -> None:
    jobs.create_index("until", expireAfterSeconds=0)
    jobs.create_index([("state", 1), ("created", 1)])


def enqueue(
    jobs: Collection[Document], tenant: TenantId, id: str, kept: timedelta, facts: Mapping[str, Any]
) -> None:
    """Doing it again changes nothing."""
    now = datetime.now(timezone.utc)
    first: Document = {
        "tenant": tenant, "id": id, "state": "waiting", "step": "waiting", "done": 0,
        "total": 100, "attempts": 0, "created": now, "until": now + kept, **facts,
    }  # fmt: skip
    jobs.update_one({"_id": name_of(tenant, id)}, {"$setOnInsert": first}, upsert=True)


def stop(jobs: Collection[Document], tenant: TenantId, id: str) -> None:
    """The worker lets go of it within a moment."""
    jobs.update_one({"_id": name_of(tenant, id)}, {"$set": {"state": "stopped", "owner": None}})


def name_of(tenant: str, id: str) -> str:
    return f"{tenant}|{id}"


class Taken:
    """One worker's hold on one piece of work."""

    def __init__(self, jobs: Collection[Document], job: Document) -> None:
        self._jobs = jobs
        self.job = job
        self.attempts = int(job["attempts"])

    @classmethod
    def oldest(cls, jobs: Collection[Document]) -> Taken | None:
        """The oldest that waits, or that its worker has left."""
        stale = {
            "$dateSubtract": {"startDate": "$$NOW", "unit": "millisecond", "amount": ABANDONED_MS}
        }
        waits: Document = {"$lt": [{"$ifNull": ["$beat", datetime(2000, 1, 1)]}, stale]}
        taken = {
            "state": "working", "owner": new_id(), "beat": "$$NOW", "step": "loading", "done": 0,
            "attempts": {"$add": ["$attempts", 1]},
        }  # fmt: skip
        job = jobs.find_one_and_update(
            {"state": {"$in": ["waiting", "working"]}, "$expr": waits},
            [{"$set": taken}],
            sort=[("created", 1)],
            return_document=ReturnDocument.AFTER,
        )
        return None if job is None else cls(jobs, job)

    def note(self, **facts: Any) -> None:
        """A beat as well. Raises ``LetGo``."""
        self._set({**_literal(facts), "beat": "$$NOW"})

    def end(self, state: str, **facts: Any) -> None:
        self._set({**_literal(facts), "state": state, "beat": None})

    def give_back(self, *, counts: bool) -> None:
        """To wait for its next turn; ``counts`` as an attempt where it may be its own fault."""
        attempts = self.attempts if counts else self.attempts - 1
        self._set({"state": "waiting", "beat": None, "attempts": attempts})

    def watch(self, apart: Apart) -> Answer | Failure:
        """The outcome of a computation that is watched over meanwhile. Raises ``LetGo`` where nobody
        wants it any more, and ``Gone``."""
        try:
            while True:
                match apart.next(LOOK_SECONDS):
                    case Far(phase, done, total):
                        self.note(step=phase, done=done, total=total, pid=apart.pid)
                    case None:
                        self.note(pid=apart.pid)
                    case said:
                        return said
        finally:
            apart.close()

    def _set(self, told: Mapping[str, Any]) -> None:
        mine = {"_id": self.job["_id"], "owner": self.job["owner"]}
        if self._jobs.update_one(mine, [{"$set": told}]).matched_count == 0:
            raise LetGo


def _literal(facts: Mapping[str, Any]) -> Document:
    return {name: {"$literal": value} for name, value in facts.items()}
