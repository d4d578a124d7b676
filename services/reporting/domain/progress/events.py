"""Facts about a school that stand in its municipality's tenant: counts, no persons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shared.domain.ids import TenantId


@dataclass(frozen=True, slots=True)
class StageProgress:
    """``late``: items whose approved date has passed; numbers of tasks, nobody stands behind them."""

    stage: int
    ticked: int
    applicable: int
    late: int = 0


@dataclass(frozen=True, slots=True)
class SchoolProgressed:
    """``counts`` have ``None`` where too few people stand behind a number. ``partners`` are
    organisations that gave a mentor to an ordered pair, so that the municipality counts each once.
    """

    school: TenantId
    year: str
    on: date
    stages: tuple[StageProgress, ...]
    counts: Mapping[str, int | None]
    partners: tuple[TenantId, ...]


ProgressEvent = SchoolProgressed
EVENTS: tuple[type, ...] = (SchoolProgressed,)
