"""Gives every commit its place in the service's one global order, after it is stored.

Writers insert commits without a position. The sequencer reads the unstamped ones and the head of
the order in one snapshot, checks that each stream goes on where it stopped, and stamps them in
bulk. Nothing can be overlooked, since being unstamped is a state of the document; there is no gap
to wait for and no counter on the write path.

Why two at once are safe: ``commit_no`` is unique. A number p is written only after p - 1 commits
are stamped, so it is either the next one or it collides; a commit that a rival stamped meanwhile
matches nothing and counts as stamped. Whoever collides starts again from a fresh snapshot.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from pymongo import ASCENDING, DESCENDING, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError

from shared.eventstore.port import BrokenStore
from shared.mongo import DURABLE, Db, Document

BATCH = 500
_KNOWN_STREAMS = 20_000


@dataclass(frozen=True, slots=True)
class _Head:
    commit_no: int
    position: int


class Sequencer:
    """At most one needs to run; several do no harm. Not for use by several threads at once."""

    def __init__(self, db: Db, batch: int = BATCH) -> None:
        self._db = db
        self._batch = batch
        self._commits = db.commits.with_options(write_concern=DURABLE)
        self._reached: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._known_head: _Head | None = None
        self.behind = False
        """Whether more may be waiting than the last call stamped."""

    def stamp(self) -> int:
        """Stamps up to a batch of commits and answers how many; 0 when none is waiting.

        Raises BrokenStore when a stream has a hole: nothing is stamped after it.
        """
        with self._db.client.start_session(snapshot=True) as session:
            waiting = self._waiting(session)
            self.behind = len(waiting) >= self._batch
            if not waiting:
                return 0
            head = self._known_head or self._head(session)
            ordered = self._in_stream_order(waiting, session)
        return self._write(ordered, head)

    def _waiting(self, session: ClientSession) -> list[Document]:
        return list(
            self._db.commits.find(
                {"pending": True},
                {"tenant": 1, "stream": 1, "from": 1, "to": 1},
                session=session,
            )
            .sort("recorded_at", ASCENDING)
            .limit(self._batch)
        )

    def _head(self, session: ClientSession) -> _Head:
        last = self._db.commits.find_one(
            {"commit_no": {"$gt": 0}},
            {"commit_no": 1, "position": 1, "from": 1, "to": 1},
            sort=[("commit_no", DESCENDING)],
            session=session,
        )
        if last is None:
            return _Head(0, 0)
        return _Head(last["commit_no"], last["position"] + last["to"] - last["from"])

    def _in_stream_order(self, waiting: list[Document], session: ClientSession) -> list[Document]:
        """Writers' clocks differ: a stream's later commit may carry the earlier time, and its
        earlier commit may lie outside the batch. Each stream's commits keep their places in the
        batch, filled in the order of its versions."""
        by_stream: dict[tuple[str, str], list[Document]] = {}
        for document in waiting:
            by_stream.setdefault((document["tenant"], document["stream"]), []).append(document)
        queues: dict[tuple[str, str], list[Document]] = {}
        for key, documents in by_stream.items():
            documents.sort(key=lambda d: int(d["from"]))
            queues[key] = self._from_where_it_stopped(key, documents, session)
        ordered: list[Document] = []
        for document in waiting:
            ordered.extend(_next_of(queues[(document["tenant"], document["stream"])]))
        for rest in queues.values():
            ordered.extend(rest)
        return ordered

    def _from_where_it_stopped(
        self, key: tuple[str, str], documents: list[Document], session: ClientSession
    ) -> list[Document]:
        reached = self._reached.get(key)
        if reached is None and documents[0]["from"] == 1:
            reached = 0  # the index allows one first commit, and this one is not stamped
        if reached is None or documents[0]["from"] != reached + 1:
            reached = self._stamped_version(key, session)
        if _first_gap(documents, reached) is not None:
            documents = self._siblings(key, documents[-1]["from"], session)
        gap = _first_gap(documents, reached)
        if gap is not None:
            raise BrokenStore(f"{key[0]}/{key[1]} has a hole after version {gap}")
        return documents

    def _stamped_version(self, key: tuple[str, str], session: ClientSession) -> int:
        last = self._db.commits.find_one(
            {"tenant": key[0], "stream": key[1], "from": {"$gt": 0}, "pending": {"$exists": False}},
            {"to": 1},
            sort=[("from", DESCENDING)],
            session=session,
        )
        return 0 if last is None else int(last["to"])

    def _siblings(self, key: tuple[str, str], up_to: int, session: ClientSession) -> list[Document]:
        return list(
            self._db.commits.find(
                {
                    "tenant": key[0],
                    "stream": key[1],
                    "from": {"$gt": 0, "$lte": up_to},
                    "pending": True,
                },
                {"tenant": 1, "stream": 1, "from": 1, "to": 1},
                session=session,
            ).sort("from", ASCENDING)
        )

    def _write(self, ordered: list[Document], head: _Head) -> int:
        writes = []
        position = head.position
        for number, document in enumerate(ordered, head.commit_no + 1):
            writes.append(
                UpdateOne(
                    {"_id": document["_id"], "pending": True},
                    {
                        "$set": {"commit_no": number, "position": position + 1},
                        "$currentDate": {"at": True},
                        "$unset": {"pending": ""},
                    },
                )
            )
            position += document["to"] - document["from"] + 1
        try:
            written = self._commits.bulk_write(writes, ordered=True).matched_count
        except BulkWriteError as error:
            self._forget()
            if error.details["writeErrors"][0]["code"] != 11000:
                raise
            self.behind = True
            return max(1, int(error.details["nMatched"]))  # a rival is at work: look again
        except BaseException:
            self._forget()
            raise
        if written == len(writes):
            self._remember(ordered)
            # Acknowledged by the majority, so it cannot be rolled back, and unique, so nobody can
            # have gone on from an older one: true until a rival's number collides with the next.
            self._known_head = _Head(head.commit_no + len(writes), position)
        else:
            self._forget()
        return len(writes)

    def _forget(self) -> None:
        self._reached.clear()
        self._known_head = None

    def _remember(self, documents: Iterable[Document]) -> None:
        for document in documents:
            key = (document["tenant"], document["stream"])
            self._reached[key] = int(document["to"])
            self._reached.move_to_end(key)
        while len(self._reached) > _KNOWN_STREAMS:
            self._reached.popitem(last=False)


def _first_gap(documents: list[Document], reached: int) -> int | None:
    """The version after which a commit is missing, ``None`` where they follow one another."""
    for document in documents:
        if document["from"] != reached + 1:
            return reached
        reached = int(document["to"])
    return None


def _next_of(queue: list[Document]) -> list[Document]:
    return [queue.pop(0)] if queue else []
