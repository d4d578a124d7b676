"""A lease on the database's clock: saves work by letting one process at a time do a job.

Correctness never rests on it; the fences (unique numbers, compare-and-set) do that.
"""

from __future__ import annotations

from pymongo import ReturnDocument

from shared.mongo import Db, Document


class Lease:
    """``holder`` must be unique to the process. The document is never deleted, so that its fencing
    number only grows."""

    def __init__(self, db: Db, name: str, holder: str, seconds: float = 5.0) -> None:
        self._leases = db.leases
        self._name = name
        self._holder = holder
        self._ms = int(seconds * 1000)

    def take(self) -> int | None:
        """Takes or renews: the fencing number, or ``None`` while another holds it."""
        until: Document = {
            "$dateAdd": {"startDate": "$$NOW", "unit": "millisecond", "amount": self._ms}
        }
        mine: Document = {"$eq": ["$holder", self._holder]}
        document = self._renewed(until, mine)
        if document is None:
            self._leases.update_one(
                {"_id": self._name}, {"$setOnInsert": {"fence": 0}}, upsert=True
            )
            document = self._renewed(until, mine)
        return None if document is None else int(document["fence"])

    def _renewed(self, until: Document, mine: Document) -> Document | None:
        free = {"$lte": [{"$ifNull": ["$until", "$$NOW"]}, "$$NOW"]}
        return self._leases.find_one_and_update(
            {"_id": self._name, "$expr": {"$or": [mine, free]}},
            [
                {
                    "$set": {
                        "until": until,
                        "fence": {"$add": ["$fence", {"$cond": [mine, 0, 1]}]},
                        "holder": self._holder,
                    }
                }
            ],
            return_document=ReturnDocument.AFTER,
        )

    def release(self) -> None:
        self._leases.update_one(
            {"_id": self._name, "holder": self._holder}, [{"$set": {"until": "$$NOW"}}]
        )
