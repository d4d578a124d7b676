"""How often something may be tried from outside: counted in windows, in the gateway's own store."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone
from typing import Final

from pymongo import ReturnDocument

from shared.mongo import Db

_WINDOW: Final = timedelta(minutes=10)


class Limits:
    """What is counted is kept as a hash, and forgotten soon after its window."""

    def __init__(self, db: Db) -> None:
        self._tries = db.tries
        self._tries.create_index("until", expireAfterSeconds=0)

    def count(self, kind: str, whose: str, most: int) -> bool:
        """Counts one try; ``False`` where it was one too many."""
        found = self._tries.find_one_and_update(
            {"_id": _id(kind, whose)},
            {"$inc": {"count": 1}, "$setOnInsert": {"until": _now() + 2 * _WINDOW}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return found is None or bool(found["count"] <= most)


def _now() -> datetime:
    return datetime.now(timezone.utc)


def _id(kind: str, whose: str) -> str:
    window = int(_now().timestamp() // _WINDOW.total_seconds())
    return hashlib.sha256(f"{kind}|{whose}|{window}".encode()).hexdigest()
