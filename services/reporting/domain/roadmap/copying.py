"""A plan a year later: the same weekdays, outside holidays, people who are still there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final

from services.reporting.domain.roadmap.events import PlannedLine
from services.reporting.domain.roadmap.working_days import WorkingDays
from shared.domain.ids import PersonId

YEAR: Final = timedelta(days=364)
"""52 whole weeks: every date keeps its weekday."""


def day_after(day: date) -> date:
    """The same day of the next year; the last of February for the 29th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def copied(
    lines: Iterable[PlannedLine],
    starts: date,
    ends: date,
    days: WorkingDays,
    staff: Collection[PersonId],
) -> tuple[PlannedLine, ...]:
    """``starts`` and ``ends`` are the new year's. Whoever left is replaced by the coordinator's role,
    until somebody is named."""
    return tuple(_copied(line, starts, ends, days, staff) for line in lines)


def _copied(
    line: PlannedLine, starts: date, ends: date, days: WorkingDays, staff: Collection[PersonId]
) -> PlannedLine:
    first = days.same_weekday(line.starts + YEAR, starts, ends)
    last = days.same_weekday(line.ends + YEAR, starts, ends)
    stays = line.person is not None and line.person in staff
    role = "" if stays else line.role or "coordinator"
    return PlannedLine(
        line.item, min(first, last), max(first, last), role, line.person if stays else None
    )
