"""Facts about a year's month ends; they stand in the municipality's tenant and name no person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.reporting.domain.progress.events import StageProgress
from shared.domain.ids import TenantId


@dataclass(frozen=True, slots=True)
class SchoolMonth:
    school: TenantId
    stages: tuple[StageProgress, ...]
    counts: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class ThemeMonth:
    """Mentees who ask for the theme, mentors of the municipality who offer it, and their places;
    somebody with several themes stands in each."""

    theme: str
    asked: int | None
    mentors: int | None
    places: int | None


@dataclass(frozen=True, slots=True)
class Tie:
    """Somebody of ``home`` is a mentor at ``school``."""

    home: TenantId
    school: TenantId


@dataclass(frozen=True, slots=True)
class MonthEndPublished:
    """Frozen: a later correction shows in the next one only. ``None`` is hidden.

    ``counted_on`` is the day on which the schools were counted, the first after ``month_end`` unless
    the platform stood still. ``small`` names the numbers (school, column) for whose sake others are
    hidden; later month ends have to guard them too, and it is shown to nobody. So is ``corrected``:
    numbers that a correction moved since the month end before as they never move otherwise.
    """

    year: str
    month_end: date
    counted_on: date
    schools: tuple[SchoolMonth, ...]
    totals: Mapping[str, int | None]
    themes: tuple[ThemeMonth, ...]
    shared_mentors: int | None
    ties: tuple[Tie, ...]
    small: tuple[tuple[str, str], ...]
    corrected: tuple[tuple[str, str], ...] = ()


MonthEndEvent = MonthEndPublished
EVENTS: tuple[type, ...] = (MonthEndPublished,)
