"""Where an item stands on a day: done, late, due soon, ahead."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal

Standing = Literal["done", "late", "soon", "ahead", "not_applicable"]
SOON: Final = timedelta(days=14)


def standing(*, due: date, ticked: bool, applies: bool, today: date) -> Standing:
    """The due day itself is still in time."""
    if not applies:
        return "not_applicable"
    if ticked:
        return "done"
    if due < today:
        return "late"
    return "soon" if due - today <= SOON else "ahead"
