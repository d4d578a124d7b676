"""School years, written like 2026/27; one runs from August on."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

PATTERN: Final = r"2[0-9]{3}/[0-9]{2}"
_AUGUST: Final = 8


def is_year(text: str) -> bool:
    """Whether it is written so and the second half follows the first."""
    return bool(re.fullmatch(PATTERN, text)) and text == _written(int(text[:4]))


def year_of(day: date) -> str:
    return _written(day.year if day.month >= _AUGUST else day.year - 1)


def year_after(year: str, by: int = 1) -> str:
    """2027/28 for 2026/27; ``by`` −1 gives the year before."""
    return _written(int(year[:4]) + by)


def is_about(day: date, year: str) -> bool:
    """Whether the day lies in the school year or within six months of it."""
    first = int(year[:4])
    return (first, 2) <= (day.year, day.month) <= (first + 2, 1)


def _written(first: int) -> str:
    return f"{first}/{(first + 1) % 100:02d}"
