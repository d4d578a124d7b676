"""The event store's MongoDB adapter: a commit is one document, one atomic insert, no transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure
from pymongo.read_concern import ReadConcern

from shared.domain.envelope import Recorded
from shared.domain.ids import ActorId, CommitId, StreamId, TenantId
from shared.eventstore.codec import EventCodec
from shared.eventstore.port import (
    Answered,
    Appending,
    BrokenStore,
    ConcurrencyConflict,
    RepeatedCommit,
    Stream,
)
from shared.mongo import DURABLE, TRANSACTION, Db, Document, is_transient

BATCH = 200
"""Commits in one write of many."""

INDEXES: dict[str, dict[str, Any]] = {
    "stream": {
        "key": [("tenant", ASCENDING), ("stream", ASCENDING), ("from", ASCENDING)],
        "unique": True,
        "partialFilterExpression": {"from": {"$gt": 0}},
    },
    "commit_no": {
        "key": [("commit_no", ASCENDING)],
        "unique": True,
        "partialFilterExpression": {"commit_no": {"$gt": 0}},
    },
    "position": {
        "key": [("position", ASCENDING)],
        "unique": True,
        "partialFilterExpression": {"position": {"$gt": 0}},
    },
    "pending": {
        "key": [("recorded_at", ASCENDING)],
        "partialFilterExpression": {"pending": True},
    },
}


def create_indexes(db: Db) -> None:
    """Idempotent; run when a store is first made."""
    for name, spec in INDEXES.items():
        options = {k: v for k, v in spec.items() if k != "key"}
        db.commits.create_index(spec["key"], name=name, **options)


def verify_indexes(db: Db) -> None:
    """Raises BrokenStore where an index is missing or not unique: without it streams can fork."""
    found = db.commits.index_information()
    for name, spec in INDEXES.items():
        index = found.get(name)
        if (
            index is None
            or list(index["key"]) != spec["key"]
            or index.get("unique", False) != spec.get("unique", False)
            or index.get("partialFilterExpression") != spec["partialFilterExpression"]
        ):
            raise BrokenStore(f"the index “{name}” of {db.name}.commits is missing or altered")


_STORY = {"_id": 1, "stream": 1, "body": 1, "from": 1, "to": 1, "events": 1}
"""What deciding needs of a commit; who stored it and when is for readers of the log."""


class MongoEventStore:
    """Several processes may hold one each; correctness rests on the unique indexes alone.

    A stream is read before it is appended to, so that ``expected`` is a version that exists: the
    index alone would accept a number further ahead and leave a hole. Versions that this object has
    not itself read are looked up first.
    """

    def __init__(
        self, db: Db, codec: EventCodec, stored: Callable[[], None] = lambda: None
    ) -> None:
        """``stored`` is called after each append, to wake whoever stamps."""
        verify_indexes(db)
        self._stored = stored
        self._db = db
        self._codec = codec
        self._commits = db.commits.with_options(write_concern=DURABLE)
        self._majority = db.commits.with_options(read_concern=ReadConcern("majority"))

    # Reading

    def load(self, tenant: TenantId, stream: StreamId, commit: CommitId | None = None) -> Stream:
        chain = list(
            self._commits.find({"tenant": tenant, "stream": stream, "from": {"$gt": 0}}, _STORY)
        )
        chain.sort(key=lambda document: int(document["from"]))
        version = self._check(chain, tenant, stream)
        mine = next((d for d in chain if d["_id"] == commit), None)
        events = tuple(self._codec.decode(e) for d in chain for e in d["events"])
        return Stream(version, events, None if mine is None else self._answered(mine))

    def answered(self, commit: CommitId) -> Answered | None:
        mine = self._commits.find_one({"_id": commit})
        return None if mine is None else self._answered(mine)

    def load_as_of(
        self,
        tenant: TenantId,
        stream: StreamId,
        *,
        version: int | None = None,
        at: datetime | None = None,
    ) -> Stream:
        wanted: Document = {"tenant": tenant, "stream": stream, "from": {"$gt": 0}}
        if at is not None:
            wanted["at"] = {"$lte": at}
        chain = list(self._commits.find(wanted).sort("from", ASCENDING))
        last = self._check(chain, tenant, stream)
        events = [self._codec.decode(e) for d in chain for e in d["events"]]
        if version is not None:
            events, last = events[:version], min(last, version)
        return Stream(last, tuple(events))

    def since(self, tenant: TenantId, stream: StreamId, version: int) -> list[Recorded[Any]]:
        """What was stored in a stream after a version, in order, with who did it and when."""
        wanted: Document = {"tenant": tenant, "stream": stream, "to": {"$gt": version}}
        chain = self._commits.find({**wanted, "from": {"$gt": 0}}).sort("from", ASCENDING)
        found = [one for document in chain for one in self._recorded(document)]
        return [one for one in found if one.version > version]

    def last_commits(
        self, tenant: TenantId, streams: Sequence[StreamId]
    ) -> dict[StreamId, tuple[Any, ...]]:
        """All events of each of several short streams, in one query; absent ones are left out."""
        found: dict[StreamId, list[Any]] = {}
        cursor = self._commits.find(
            {"tenant": tenant, "stream": {"$in": list(streams)}, "from": {"$gt": 0}}, _STORY
        ).sort([("stream", ASCENDING), ("from", ASCENDING)])
        for document in cursor:
            found.setdefault(document["stream"], []).extend(
                self._codec.decode(e) for e in document["events"]
            )
        return {stream: tuple(events) for stream, events in found.items()}

    def load_many(
        self, tenant: TenantId, streams: Iterable[StreamId]
    ) -> dict[StreamId, tuple[Stream, frozenset[CommitId]]]:
        """As :meth:`load`, for many streams in one query: each with the ids of its commits."""
        wanted = list(streams)
        chains: dict[StreamId, list[Document]] = {stream: [] for stream in wanted}
        query = {"tenant": tenant, "stream": {"$in": wanted}, "from": {"$gt": 0}}
        for document in self._commits.find(query):
            chains[document["stream"]].append(document)
        found = {}
        for stream, chain in chains.items():
            chain.sort(key=lambda document: int(document["from"]))
            version = self._check(chain, tenant, stream)
            events = tuple(self._codec.decode(e) for d in chain for e in d["events"])
            found[stream] = Stream(version, events), frozenset(CommitId(d["_id"]) for d in chain)
        return found

    def versions(self, tenant: TenantId, streams: Iterable[StreamId]) -> dict[StreamId, int]:
        """The last version of each of the streams; those that do not exist are left out."""
        query = {"tenant": tenant, "stream": {"$in": list(streams)}, "from": {"$gt": 0}}
        found: dict[StreamId, int] = {}
        for document in self._commits.find(query, {"_id": 0, "stream": 1, "to": 1}):
            stream = document["stream"]
            found[stream] = max(found.get(stream, 0), int(document["to"]))
        return found

    def answered_many(self, commits: Iterable[CommitId]) -> dict[CommitId, Answered]:
        """What those of the commits and receipts did that can no longer be rolled back."""
        query = {"_id": {"$in": list(commits)}}
        return {CommitId(d["_id"]): self._told(d) for d in self._majority.find(query)}

    def stored(self, commits: Iterable[CommitId]) -> set[CommitId]:
        """As :meth:`has`, for many."""
        query = {"_id": {"$in": list(commits)}}
        return {CommitId(d["_id"]) for d in self._majority.find(query, {"_id": 1})}

    def read_all(self, after: int, limit: int) -> list[Recorded[Any]]:
        cursor = (
            self._majority.find({"position": {"$gt": after}})
            .sort("position", ASCENDING)
            .limit(limit)
        )
        return [recorded for document in cursor for recorded in self._recorded(document)]

    def position_of(self, commit: CommitId) -> int | None:
        document = self._majority.find_one({"_id": commit}, {"position": 1, "from": 1, "to": 1})
        if document is None or "position" not in document:
            return None
        return int(document["position"] + document["to"] - document["from"])

    def has(self, commit: CommitId) -> bool:
        """Whether the commit, or a receipt in its place, is stored."""
        return self._majority.find_one({"_id": commit}, {"_id": 1}) is not None

    def head(self) -> int:
        document = self._majority.find_one(
            {"position": {"$gt": 0}}, sort=[("position", DESCENDING)]
        )
        return 0 if document is None else int(document["position"] + len(document["events"]) - 1)

    # Writing

    def append(self, appending: Appending) -> int:
        self._require_reached(appending)
        return self.append_read(appending).version

    def append_read(self, appending: Appending) -> Stream:
        """As :meth:`append`, for an ``expected`` that :meth:`load` or an append has given: one
        round trip. Answers the new version with the new events as a reader gets them."""
        document = self._written(appending, self._codec)
        try:
            self._commits.insert_one(document)
        except DuplicateKeyError as error:
            self._explain(error, appending)
        self._stored()
        events = tuple(self._codec.decode(event) for event in document["events"])
        return Stream(int(document["to"]), events)

    def append_all(self, appendings: Sequence[Appending]) -> list[int]:
        for appending in appendings:
            self._require_reached(appending)
        documents = [self._written(appending, self._codec) for appending in appendings]
        with self._db.client.start_session() as session, session.start_transaction(**TRANSACTION):
            for document, appending in zip(documents, appendings, strict=True):
                try:
                    self._commits.insert_one(document, session=session)
                except DuplicateKeyError as error:
                    self._explain(error, appending)
                except OperationFailure as error:
                    if error.code == 112:  # WriteConflict: the rival's commit is still in flight
                        raise ConcurrencyConflict(appending.stream) from error
                    raise
        self._stored()
        return [int(document["to"]) for document in documents]

    def put_receipt(self, appending: Appending) -> None:
        document = self._meta(appending)
        document["receipt"] = appending.expected
        try:
            self._commits.insert_one(document)
        except DuplicateKeyError as error:
            raise RepeatedCommit(appending.commit) from error

    def append_many(self, appendings: Sequence[Appending], codec: EventCodec) -> int:
        """Appends in this order until one collides, 200 in a write; answers how many are stored.

        No transaction: what comes before a collision stays. Each ``expected`` must be what
        :meth:`load_many` gave or an earlier one of the same call reaches; one without events
        leaves a receipt. ``codec`` seals.
        """
        stored = 0
        waiting: Future[int] | None = None
        size = 0
        with ThreadPoolExecutor(1) as writer:
            for start in range(0, len(appendings), BATCH):
                documents = [
                    self._written(one, codec) for one in appendings[start : start + BATCH]
                ]  # sealed while the ones before are on their way; sent only after them
                if waiting is not None:
                    stored += waiting.result()
                    if stored < size:
                        return stored
                size += len(documents)
                waiting = writer.submit(copy_context().run, self._insert, documents)
            return stored + (waiting.result() if waiting is not None else 0)

    def _insert(self, documents: list[Document]) -> int:
        """How many are stored: all, or those before the first that collides."""
        try:
            self._commits.insert_many(documents)
        except BulkWriteError as error:
            failed = error.details["writeErrors"]
            if error.details["writeConcernErrors"] or not failed or failed[0]["code"] != 11000:
                raise
            return int(failed[0]["index"])
        finally:
            self._stored()
        return len(documents)

    # Inside

    def _written(self, appending: Appending, codec: EventCodec) -> Document:
        document = self._meta(appending)
        if not appending.events:
            document["receipt"] = appending.expected
            return document
        first = appending.expected + 1
        document["from"] = first
        document["to"] = appending.expected + len(appending.events)
        document["events"] = codec.encode(
            appending.tenant, appending.stream, first, appending.events
        )
        document["pending"] = True
        return document

    def _told(self, document: Document) -> Answered:
        if "receipt" in document:
            return Answered(document["body"], int(document["receipt"]), ())
        events = tuple(self._codec.decode(e) for e in document["events"])
        return Answered(document["body"], int(document["to"]), events)

    def _meta(self, appending: Appending) -> Document:
        return {
            "_id": appending.commit,
            "tenant": appending.tenant,
            "stream": appending.stream,
            "body": appending.body,
            "actor": appending.actor,
            "correlation": appending.correlation,
            "causation": appending.causation,
            "recorded_at": appending.recorded_at,
        }

    def _require_reached(self, appending: Appending) -> None:
        if appending.expected == 0:
            return
        last = self._commits.find_one(
            {"tenant": appending.tenant, "stream": appending.stream, "from": {"$gt": 0}},
            {"to": 1},
            sort=[("from", DESCENDING)],
        )
        if last is None or last["to"] != appending.expected:
            raise ConcurrencyConflict(appending.stream)

    def _explain(self, error: DuplicateKeyError, appending: Appending) -> None:
        pattern = (error.details or {}).get("keyPattern", {})
        if "_id" in pattern:
            raise RepeatedCommit(appending.commit) from error
        raise ConcurrencyConflict(appending.stream) from error

    def _answered(self, document: Document) -> Answered:
        self._await_majority(document["_id"])
        return self._told(document)

    def _await_majority(self, commit: str, seconds: float = 5.0) -> None:
        # The first writer may still be waiting for its majority: a repetition must not be
        # answered before the commit can no longer be rolled back.
        deadline = time.monotonic() + seconds
        while self._majority.find_one({"_id": commit}, {"_id": 1}) is None:
            if time.monotonic() > deadline:
                raise TimeoutError("the first writer's commit is not durable yet")
            time.sleep(0.005)

    @staticmethod
    def _check(chain: Sequence[Document], tenant: str, stream: str) -> int:
        version = 0
        for document in chain:
            if document["from"] != version + 1:
                raise BrokenStore(f"{tenant}/{stream} has a hole after version {version}")
            version = int(document["to"])
        return version

    def _recorded(self, document: Document) -> list[Recorded[Any]]:
        place = document.get("position")
        return [
            Recorded(
                id=f"{document['_id']}.{ordinal}",
                tenant=TenantId(document["tenant"]),
                stream=StreamId(document["stream"]),
                version=document["from"] + ordinal,
                event=self._codec.decode(event),
                commit=CommitId(document["_id"]),
                actor=ActorId(document["actor"]),
                correlation=document["correlation"],
                causation=document["causation"],
                recorded_at=document["recorded_at"],
                position=None if place is None else place + ordinal,
                stamped_at=document.get("at"),
            )
            for ordinal, event in enumerate(document["events"])
        ]


__all__ = ["INDEXES", "MongoEventStore", "create_indexes", "is_transient", "verify_indexes"]
