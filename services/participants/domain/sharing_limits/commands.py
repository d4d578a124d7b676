"""What may be asked of an organisation's limits."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import TenantId


@dataclass(frozen=True, slots=True)
class SetLimits:
    company: TenantId
    schools: tuple[TenantId, ...] | None
    forms: tuple[str, ...] | None
    places: int | None
    hours: int | None


@dataclass(frozen=True, slots=True)
class LiftLimits:
    pass


SharingLimitsCommand = SetLimits | LiftLimits
