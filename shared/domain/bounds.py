"""Which days the platform reckons with: what lies outside of them was mistyped."""

from __future__ import annotations

from datetime import date
from typing import Final

FIRST_DAY: Final = date(2000, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)


def is_reckonable(day: date) -> bool:
    return FIRST_DAY <= day <= LAST_DAY
