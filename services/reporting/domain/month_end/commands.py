"""What the scheduler asks for on the first day of a month; exact numbers end here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.reporting.domain.month_end.events import Tie
from services.reporting.domain.progress.events import StageProgress
from shared.domain.ids import TenantId


@dataclass(frozen=True, slots=True)
class SchoolCount:
    school: TenantId
    stages: tuple[StageProgress, ...]
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ThemeCount:
    theme: str
    asked: int
    mentors: int
    places: int


@dataclass(frozen=True, slots=True)
class Publish:
    """``VOLATILE``: counted in each school; what is kept of it is the published table only."""

    VOLATILE = frozenset({"counted_on", "schools", "themes", "shared_mentors", "ties"})
    year: str
    month_end: date
    counted_on: date
    schools: tuple[SchoolCount, ...]
    themes: tuple[ThemeCount, ...]
    shared_mentors: int
    ties: tuple[Tie, ...]


MonthEndCommand = Publish
