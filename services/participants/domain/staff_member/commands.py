"""What may be asked of a member of staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.participants.domain.organisation.events import Kind
from services.participants.domain.staff_member.events import StaffRole
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class GiveRole:
    """``kind`` is that of the organisation: a school has no company coordinator."""

    person: PersonId
    role: StaffRole
    kind: Kind
    starts: date
    until: date | None


@dataclass(frozen=True, slots=True)
class EndRole:
    role: StaffRole
    on: date


@dataclass(frozen=True, slots=True)
class PlanHandOver:
    to: PersonId
    role: StaffRole
    on: date
    today: date


@dataclass(frozen=True, slots=True)
class CancelHandOver:
    role: StaffRole


@dataclass(frozen=True, slots=True)
class HandOver:
    """Carries out what was planned for a day up to ``today``."""

    today: date


StaffMemberCommand = GiveRole | EndRole | PlanHandOver | CancelHandOver | HandOver
