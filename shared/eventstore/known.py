"""States that this process has itself stored, so that the next command need not read them again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

from shared.domain.ids import StreamId, TenantId

LIMIT = 1_000


class KnownStates:
    """The latest used, ``LIMIT`` at most; safe for use by threads.

    A state is put in after a majority has acknowledged the append that led to it, never after a
    mere reading: what a reading has seen may still be rolled back, and an append after it would
    leave a hole. What is personal in it is sealed, so a destroyed key destroys it here too.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._states: OrderedDict[tuple[TenantId, StreamId], tuple[int, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, tenant: TenantId, stream: StreamId) -> tuple[int, Any] | None:
        """(version, state), no longer known afterwards."""
        with self._lock:
            return self._states.pop((tenant, stream), None)

    def put(self, tenant: TenantId, stream: StreamId, version: int, state: Any) -> None:
        with self._lock:
            self._states[(tenant, stream)] = (version, state)
            while len(self._states) > self._limit:
                self._states.popitem(last=False)
