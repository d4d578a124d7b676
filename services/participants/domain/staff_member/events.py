"""Facts about staff: who holds which role from when until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.domain.ids import PersonId

StaffRole = Literal[
    "municipal_admin", "head", "coordinator", "psychologist", "social_worker", "teacher",
    "company_coordinator",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """``until`` is the last day, ``None`` for no end. Given again, it replaces the term."""

    person: PersonId
    role: StaffRole
    starts: date
    until: date | None


@dataclass(frozen=True, slots=True)
class RoleEnded:
    """From the day ``on`` the role gives no access."""

    person: PersonId
    role: StaffRole
    on: date


@dataclass(frozen=True, slots=True)
class HandOverPlanned:
    person: PersonId
    to: PersonId
    role: StaffRole
    on: date


@dataclass(frozen=True, slots=True)
class HandOverCancelled:
    person: PersonId
    role: StaffRole


@dataclass(frozen=True, slots=True)
class WorkHandedOver:
    """The day has come: what named ``person`` as responsible names ``to`` from now on."""

    person: PersonId
    to: PersonId
    role: StaffRole
    on: date


StaffMemberEvent = RoleGiven | RoleEnded | HandOverPlanned | HandOverCancelled | WorkHandedOver
