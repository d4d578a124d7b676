"""What a school has settled about its working year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RulesSet:
    """``zone`` empty: the municipality's."""

    zone: str
    silent_days: int
    late_days: int


@dataclass(frozen=True, slots=True)
class Holiday:
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class HolidaysSet:
    year: str
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True)
class YearFramed:
    """The programme of the year runs between these days."""

    year: str
    starts: date
    ends: date


RulesEvent = RulesSet | HolidaysSet | YearFramed
