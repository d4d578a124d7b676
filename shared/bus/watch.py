"""Wakes a reader of the embedded bus; the truth is in the collections, this only saves waiting."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
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
            {"$project": {"_id": 1}},
        ]
        self._event = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bus-watch", daemon=True)

    def start(self) -> TopicsWatch:
        self._thread.start()
        return self

    def wait(self, seconds: float) -> None:
        """Until something was inserted, or the time is up; may end for nothing."""
        self._event.wait(seconds)
        self._event.clear()

    def stop(self) -> None:
        self._stopped.set()
        self._event.set()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._follow()
            except PyMongoError:
                self._event.set()
                self._stopped.wait(_RETRY_SECONDS)

    def _follow(self) -> None:
        with self._db.watch(self._pipeline, max_await_time_ms=1000) as stream:
            self._event.set()  # whatever came before the stream was open
            while not self._stopped.is_set() and stream.alive:
                if stream.try_next() is not None:
                    self._event.set()
