"""What a municipality was told, as its read models hold it; nothing where nothing was told yet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from services.reporting.domain.month_end.ids import latest_of
from shared.domain.errors import NotFound

if TYPE_CHECKING:
    from shared.projections.reader import Reader


def live_schools(reader: Reader, year: str) -> dict[str, Any]:
    try:
        return dict(reader.get(year)["schools"])
    except NotFound:
        return {}


def last_month_end(reader: Reader, year: str) -> dict[str, Any] | None:
    try:
        return reader.get(latest_of(year))
    except NotFound:
        return None


def month_end(reader: Reader, year: str, day: date) -> dict[str, Any]:
    """Raises NotFound where that day was not published."""
    return reader.get(f"{year}:{day.isoformat()}")
