"""What may be asked of a year's indicators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.reporting.domain.indicators.events import Counted


@dataclass(frozen=True, slots=True)
class EnterDenominator:
    year: str
    code: str
    count: int
    as_of: date


@dataclass(frozen=True, slots=True)
class SetTarget:
    year: str
    code: str
    percent: float


@dataclass(frozen=True, slots=True)
class Count:
    """``VOLATILE``: the edge counts from the read models."""

    VOLATILE = frozenset({"counts"})
    year: str
    today: date
    counts: tuple[Counted, ...]


IndicatorsCommand = EnterDenominator | SetTarget | Count
