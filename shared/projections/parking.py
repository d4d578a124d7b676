"""Streams set aside: an event that can never be applied must not stop the others.

A parked stream's later events are parked behind it, so that their order holds. The read model says
that it is incomplete until the stream is retried or skipped.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pymongo.client_session import ClientSession

from shared.domain.envelope import Recorded
from shared.mongo import Db


class LogParking:
    """``parked_log`` in the service's own database; ids and positions only, the events stay where
    they are."""

    def __init__(self, db: Db) -> None:
        self._parked = db.parked_log

    def streams(self, follower: str) -> set[tuple[str, str]]:
        return {
            (document["tenant"], document["stream"])
            for document in self._parked.find({"follower": follower}, {"tenant": 1, "stream": 1})
        }

    def park(
        self, follower: str, recorded: Recorded[Any], reason: str, session: ClientSession | None
    ) -> None:
        """``reason`` is the kind of error, never its text: that could hold personal data."""
        id = f"{follower}|{recorded.tenant}|{recorded.stream}|{recorded.version:09d}"
        self._parked.update_one(
            {"_id": id},
            {
                "$setOnInsert": {
                    "follower": follower,
                    "tenant": recorded.tenant,
                    "stream": recorded.stream,
                    "version": recorded.version,
                    "position": recorded.position,
                    "reason": reason,
                    "parked_at": datetime.now(UTC),
                }
            },
            upsert=True,
            session=session,
        )

    def incomplete(self, follower: str) -> bool:
        return self._parked.find_one({"follower": follower}, {"_id": 1}) is not None

    def forget(self, follower: str, session: ClientSession | None = None) -> None:
        self._parked.delete_many({"follower": follower}, session=session)
