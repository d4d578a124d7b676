"""The clock of a cell: the system's, moved forward only where the store was made for a demo."""

from __future__ import annotations

import threading
import time
from datetime import UTC, date, datetime, timedelta

from shared.config import Settings
from shared.domain.errors import Refused
from shared.mongo import Db, connect

_CACHE_SECONDS = 0.5


class CellClock:
    """Reads the cell's offset at most twice a second; without a demo store it is the system's."""

    def __init__(self, control: Db) -> None:
        self._control = control
        self._lock = threading.Lock()
        self._until = 0.0
        self._offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._current_offset()

    def today(self) -> date:
        return self.now().date()

    def _current_offset(self) -> timedelta:
        with self._lock:
            if time.monotonic() >= self._until:
                document = self._control.cell.find_one({"_id": "clock"})
                seconds = document["offset"] if document and document.get("demo") else 0
                self._offset = timedelta(seconds=seconds)
                self._until = time.monotonic() + _CACHE_SECONDS
            return self._offset


def make_demo(settings: Settings) -> None:
    """Marks an empty cell as a demo store: its clock may be moved, its pages show a banner."""
    _control(settings).cell.update_one(
        {"_id": "clock"}, {"$setOnInsert": {"demo": True, "offset": 0}}, upsert=True
    )


def is_demo(settings: Settings) -> bool:
    document = _control(settings).cell.find_one({"_id": "clock"})
    return bool(document and document.get("demo"))


def advance(settings: Settings, days: float) -> datetime:
    """Moves a demo store's clock forward and answers the new present.

    Raises Refused on a store that was not made in demo mode, and for a step backwards.
    """
    if days < 0:
        raise Refused("time only goes forward", code="clock-backwards")
    done = _control(settings).cell.update_one(
        {"_id": "clock", "demo": True}, {"$inc": {"offset": int(days * 86400)}}
    )
    if done.matched_count == 0:
        raise Refused("only a demo store's clock can be moved", code="not-a-demo")
    return CellClock(_control(settings)).now()


def _control(settings: Settings) -> Db:
    return connect(settings.mongo_url)[settings.database("control")]
