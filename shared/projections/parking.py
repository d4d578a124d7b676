"""Streams set aside: what can never be applied must not stop the others.

A follower is a read model's generation on the own log, the same on a topic that it was built from,
or a policy. A parked stream's later commits and messages are parked behind it, so that their order
holds. The read model says that it is incomplete until the stream is retried or skipped: an operator
asks for it, and the service's worker does it between two batches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from pymongo import ASCENDING
from pymongo.client_session import ClientSession

from shared.bus.failures import may_pass
from shared.bus.port import Message, Received
from shared.domain.envelope import Recorded
from shared.mongo import Db, Document
from shared.observability.logs import logger

_log = logger(__name__)
StreamKey = tuple[str, str]
"""(tenant, stream)."""


@dataclass(frozen=True, slots=True)
class Parked:
    """``after`` is the position before it: what is read from there begins with it."""

    id: str
    after: int
    skip: bool


class LogParking:
    """``parked_log`` in the service's own database; ids and positions only, the events stay where
    they are."""

    def __init__(self, db: Db) -> None:
        self._parked = db.parked_log

    def prepare(self) -> None:
        self._parked.create_index([("follower", ASCENDING)])
        self._parked.create_index([("tenant", ASCENDING), ("stream", ASCENDING)])

    def streams(self, follower: str) -> set[StreamKey]:
        return {
            (document["tenant"], document["stream"])
            for document in self._parked.find({"follower": follower}, {"tenant": 1, "stream": 1})
        }

    def park(
        self,
        follower: str,
        first: Recorded[Any] | Received[Any] | Message,
        reason: str,
        session: ClientSession | None,
    ) -> None:
        """A message, or the commit whose first event is given. ``reason`` is the kind of error, never
        its text: that could hold personal data."""
        assert first.position is not None  # only what is stamped is ever read
        self._parked.update_one(
            {"_id": f"{follower}|{first.tenant}|{first.stream}|{first.position:012d}"},
            {
                "$setOnInsert": {
                    "follower": follower,
                    "tenant": first.tenant,
                    "stream": first.stream,
                    "position": first.position,
                    "reason": reason,
                    "parked_at": datetime.now(UTC),
                }
            },
            upsert=True,
            session=session,
        )

    def incomplete(self, follower: str) -> bool:
        return self._parked.find_one({"follower": follower}, {"_id": 1}) is not None

    def asked(self, followers: Sequence[str]) -> list[tuple[str, StreamKey]]:
        """(follower, stream) of what an operator wants retried."""
        wanted = {"follower": {"$in": list(followers)}, "asked": {"$exists": True}}
        return [(d["follower"], (d["tenant"], d["stream"])) for d in self._parked.find(wanted)]

    def replay(
        self, follower: str, stream: StreamKey, again: Callable[[Parked], None]
    ) -> int | None:
        """The stream's entries in order, up to the first that fails again; how many, or ``None``
        where one failed.

        ``again`` applies one, or leaves it out where it is to be skipped, and removes it together
        with the effect.
        """
        done = 0
        for parked in self._of(follower, stream):
            try:
                again(parked)
            except Exception as error:
                reason = type(error).__name__
                _log.error("retry_failed", follower=follower, stream=stream[1], reason=reason)
                if not may_pass(error):
                    self._give_up(follower, stream, parked, reason)
                return None
            done += 1
        return done

    def remove(self, parked: Parked, session: ClientSession | None = None) -> None:
        self._parked.delete_one({"_id": parked.id}, session=session)

    def _of(self, follower: str, stream: StreamKey) -> Iterator[Parked]:
        wanted = {"follower": follower, "tenant": stream[0], "stream": stream[1]}
        for document in list(self._parked.find(wanted).sort("position", ASCENDING)):
            skip = document.get("asked") == "skip"
            yield Parked(document["_id"], document["position"] - 1, skip)

    def _give_up(self, follower: str, stream: StreamKey, parked: Parked, reason: str) -> None:
        """It failed again: it stays, and waits until it is asked for once more."""
        same = {"follower": follower, "tenant": stream[0], "stream": stream[1]}
        self._parked.update_many(same, {"$unset": {"asked": ""}})
        self._parked.update_one({"_id": parked.id}, {"$set": {"reason": reason}})


def list_parked_log(db: Db, limit: int = 100) -> list[Document]:
    """What is set aside, by follower and stream, oldest first."""
    return list(db.parked_log.find().sort("_id", ASCENDING).limit(limit))


def ask_log(db: Db, tenant: str, stream: str, what: Literal["retry", "skip"]) -> int:
    """Has the worker apply a stream again wherever it is set aside, from its first entry on or
    without that one; answers how many entries wait."""
    firsts: dict[str, str] = {}
    found = list(
        db.parked_log.find({"tenant": tenant, "stream": stream}).sort("position", ASCENDING)
    )
    for document in found:
        firsts.setdefault(document["follower"], document["_id"])
    db.parked_log.update_many({"_id": {"$in": list(firsts.values())}}, {"$set": {"asked": what}})
    return len(found)


def forget_followers(db: Db, followers: str) -> None:
    """Of what is no longer fed nothing is missing; ``followers`` is how their names begin."""
    db.parked_log.delete_many({"_id": {"$gte": followers, "$lt": f"{followers}\uffff"}})
