"""What may be asked of a school's working rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.meetings.domain.working_rules.events import Holiday
from shared.domain.ids import TenantId, derived_id


def rules_id(tenant: TenantId) -> str:
    """A school has one set of rules."""
    return derived_id("working_rules", tenant)


@dataclass(frozen=True, slots=True)
class SetRules:
    zone: str
    silent_days: int
    late_days: int


@dataclass(frozen=True, slots=True)
class SetHolidays:
    year: str
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True)
class FrameYear:
    year: str
    starts: date
    ends: date


RulesCommand = SetRules | SetHolidays | FrameYear
