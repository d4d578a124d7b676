"""What was read of the log last, so that those who follow it together read it once."""

from __future__ import annotations

import threading
from typing import Any, Protocol

from shared.domain.envelope import Recorded

BATCH = 200
"""Commits in one reading, the same for all followers."""


class Log(Protocol):
    def read_all(self, after: int, limit: int) -> list[Recorded[Any]]: ...


class RecentLog:
    """A log that answers the same question twice from memory, as long as nothing was stamped since.

    Safe for use by threads. What it answers may lack what another process stamped meanwhile: a
    follower asks again, as it does after every answer.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._stamped = 0
        self._kept: tuple[int, int, int, list[Recorded[Any]]] = (-1, 0, 0, [])

    def stamped(self) -> None:
        """There is more in the log than before."""
        with self._lock:
            self._stamped += 1

    def read_all(self, after: int, limit: int) -> list[Recorded[Any]]:
        with self._lock:
            now = self._stamped
            kept_after, kept_limit, kept_at, events = self._kept
            if (kept_after, kept_limit, kept_at) == (after, limit, now):
                return events
            events = self._log.read_all(after, limit)
            if events:
                self._kept = (after, limit, now, events)
            return events
