"""A change stream that only wakes: the truth is in the documents, so a lost wake-up costs a second."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from pymongo.errors import PyMongoError

from shared.mongo import Db

POLL_SECONDS = 1.0


class Waker:
    """Waits for inserts into one collection. ``db`` must come from a client without ``timeoutMS``."""

    def __init__(self, db: Db, collection: str, pipeline: Sequence[Mapping[str, Any]] = ()) -> None:
        self._db = db
        self._collection = collection
        self._pipeline = list(pipeline) or [
            {"$match": {"operationType": "insert"}},
            {"$project": {"_id": 1}},
        ]
        self._event = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name=f"wake-{collection}", daemon=True)

    def start(self) -> Waker:
        self._thread.start()
        return self

    def wait(self, seconds: float = POLL_SECONDS) -> frozenset[str]:
        """Until something was inserted, or the time is up; may wake for nothing."""
        self._event.wait(seconds)
        self._event.clear()
        return frozenset({self._collection})

    def wake(self) -> None:
        self._event.set()

    def stop(self) -> None:
        self._stopped.set()
        self._event.set()

    def _watch(self) -> None:
        while not self._stopped.is_set():
            try:
                with self._db[self._collection].watch(
                    self._pipeline, max_await_time_ms=1000
                ) as stream:
                    self._event.set()
                    while not self._stopped.is_set() and stream.alive:
                        if stream.try_next() is not None:
                            self._event.set()
            except PyMongoError:
                self._event.set()
                self._stopped.wait(POLL_SECONDS)
