"""Facts about a year's indicators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DenominatorEntered:
    year: str
    code: str
    count: int
    as_of: date


@dataclass(frozen=True, slots=True)
class TargetSet:
    year: str
    code: str
    percent: float


@dataclass(frozen=True, slots=True)
class Counted:
    """``None`` is a number that was hidden, or not known, on that day."""

    code: str
    numerator: int | None
    denominator: int | None


@dataclass(frozen=True, slots=True)
class IndicatorsCounted:
    """Kept as it stood on the day, whatever is erased later."""

    year: str
    on: date
    counts: tuple[Counted, ...]


IndicatorsEvent = DenominatorEntered | TargetSet | IndicatorsCounted
EVENTS: tuple[type, ...] = (DenominatorEntered, TargetSet, IndicatorsCounted)
