"""Facts about an organisation's limits, in its own tenant."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import TenantId


@dataclass(frozen=True, slots=True)
class LimitsSet:
    """``None`` leaves a side open: any school, any form, any number. ``places`` and ``hours`` are
    for one school and employee; ``hours`` in a month."""

    company: TenantId
    schools: tuple[TenantId, ...] | None
    forms: tuple[str, ...] | None
    places: int | None
    hours: int | None


@dataclass(frozen=True, slots=True)
class LimitsLifted:
    company: TenantId


SharingLimitsEvent = LimitsSet | LimitsLifted
