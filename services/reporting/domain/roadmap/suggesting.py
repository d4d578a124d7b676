"""The plan to begin with: when each item usually falls, and who is usually in charge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from services.reporting.domain.roadmap.events import PlannedLine
from services.reporting.domain.roadmap.items import ITEMS
from services.reporting.domain.roadmap.working_days import WorkingDays

WEEKS: Final = 39
"""From the first of September to the end of May; a shorter programme has the same shares."""

_USUAL: Final[Mapping[str, tuple[float, float]]] = {
    "1.1": (0, 2), "1.2": (0, 3), "1.3": (1, 4), "1.4": (1, 3),
    "2.2": (2, 5), "2.1": (2, 6), "2.3": (5, 7),
    "3.1": (6, 7), "3.2": (6, 8), "3.3": (3, 7), "3.4": (7, 8),
    "4.1": (7, 9), "4.2": (8, 9), "4.3": (6, 9), "4.4": (9, 11),
    "5.1": (10, 11), "5.2": (11, 11.6), "5.3": (11, 12), "5.4": (12, 12.6),
    "6.1": (12, 13), "6.2": (13, 14), "6.3": (14, 15), "6.4": (15, 35), "6.5": (15, 35),
    "6.6": (34, 36), "6.7": (36, 37), "6.8": (35, 37),
    "7.1": (36, 38), "7.2": (38, 39), "7.3": (37, 39), "7.4": (36, 38), "7.5": (37, 39),
    "7.6": (38, 39), "7.7": (37, 39), "7.8": (37, 39),
}  # fmt: skip
"""Item → first and last week. A minor's questionnaire opens after the guardian's consent, so that
2.2 ends before 2.1; mentors are asked while mentees are."""

_IN_CHARGE: Final[Mapping[str, str]] = {
    "2.2": "psychologist", "3.1": "head", "3.2": "psychologist", "4.1": "psychologist",
    "4.2": "psychologist", "5.4": "head", "7.2": "head", "7.4": "psychologist",
}  # fmt: skip


def suggested(starts: date, ends: date, days: WorkingDays) -> tuple[PlannedLine, ...]:
    """All 35 items, on working days within the programme."""
    return tuple(_line(item.number, starts, ends, days) for item in ITEMS)


def _line(item: str, starts: date, ends: date, days: WorkingDays) -> PlannedLine:
    length = (ends - starts).days
    first, last = (
        starts + timedelta(days=round(length * week / WEEKS)) for week in _USUAL[item]
    )  # fmt: skip
    begin, end = days.between(first, last)
    return PlannedLine(item, min(begin, ends), min(end, ends), _IN_CHARGE.get(item, "coordinator"))
