"""Wakes a reader of the embedded bus; the truth is in the collections, this only saves waiting."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from pymongo.errors import PyMongoError

from shared.mongo import Db

_RETRY_SECONDS = 1.0


class TopicsWatch:
    """One change stream for several collections of one database, whose client has no
    ``timeoutMS``: it waits on the server, so an idle reader costs next to nothing."""

    def __init__(self, db: Db, collections: Sequence[str]) -> None:
        self._db = db
        self._pipeline: list[Mapping[str, Any]] = [
            {"$match": {"operationType": "insert", "ns.coll": {"$in": list(collections)}}},
            {"$project": {"_id": 1, "ns": 1}},
        ]
        self._all = frozenset(collections)
        self._lock = threading.Lock()
        self._touched: set[str] = set()
        self._event = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bus-watch", daemon=True)

    def start(self) -> TopicsWatch:
        self._thread.start()
        return self

    def wait(self, seconds: float) -> frozenset[str]:
        """The collections into which something was inserted since the last answer, as soon as there
        is one; all of them when the time is up or the stream was interrupted."""
        woken = self._event.wait(seconds)
        with self._lock:
            self._event.clear()
            touched, self._touched = frozenset(self._touched), set()
        return touched if woken else self._all

    def stop(self) -> None:
        self._stopped.set()
        self._event.set()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._follow()
            except PyMongoError:
                self._touch(self._all)
                self._stopped.wait(_RETRY_SECONDS)

    def _follow(self) -> None:
        with self._db.watch(self._pipeline, max_await_time_ms=1000) as stream:
            self._touch(self._all)  # whatever came before the stream was open
            while not self._stopped.is_set() and stream.alive:
                change = stream.try_next()
                if change is not None:
                    self._touch({change["ns"]["coll"]})

    def _touch(self, collections: AbstractSet[str]) -> None:
        with self._lock:
            self._touched |= collections
            self._event.set()
