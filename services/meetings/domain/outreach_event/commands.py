"""What may be asked of a gathering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from services.meetings.domain.outreach_event.events import Audience
from shared.contracts.meetings import OutreachItem
from shared.domain.ids import PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Plan:
    item: OutreachItem
    year: str
    title: Personal
    planned_for: date
    place: Personal
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    title: Personal
    planned_for: date
    place: Personal
    starts_at: datetime | None
    today: date


@dataclass(frozen=True, slots=True)
class Invite:
    invited: int
    answered: int


@dataclass(frozen=True, slots=True)
class InvitePeople:
    audience: Audience
    people: tuple[PersonId, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Answer:
    person: PersonId
    coming: bool
    today: date


@dataclass(frozen=True, slots=True)
class CountAudience:
    audience: Audience
    invited: int
    answered: int


@dataclass(frozen=True, slots=True)
class NameGuest:
    """``consented``: the guest has agreed to be named here and written to."""

    guest: PersonId
    audience: Audience
    name: Personal
    address: Personal
    consented: bool
    today: date


@dataclass(frozen=True, slots=True)
class ForgetGuest:
    guest: PersonId


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Whoever is invited comes as what they were invited as, else as ``audience``."""

    person: PersonId
    audience: Audience | None = None


@dataclass(frozen=True, slots=True)
class CheckOut:
    person: PersonId


@dataclass(frozen=True, slots=True)
class CountArrivals:
    audience: Audience
    by: int


@dataclass(frozen=True, slots=True)
class Hold:
    """``resources`` is JSON, a list of texts."""

    held_on: date
    attended: int
    has_material: bool
    people: tuple[PersonId, ...]
    material: Personal
    resources: Personal
    leads: int
    today: date
    requests_by_theme: Mapping[str, int] = field(default_factory=dict)
    by_audience: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cancel:
    reason: Personal


@dataclass(frozen=True, slots=True)
class Strike:
    reason: Personal


GuestCommand = InvitePeople | Answer | CountAudience | NameGuest | ForgetGuest
DoorCommand = CheckIn | CheckOut | CountArrivals
OutreachCommand = Plan | Change | Invite | GuestCommand | DoorCommand | Hold | Cancel | Strike
