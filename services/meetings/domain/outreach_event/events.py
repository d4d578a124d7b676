"""What happened to a gathering: stage 1, the general meetings, the ceremony."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shared.contracts.meetings import OutreachItem
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class OutreachPlanned:
    item: OutreachItem
    year: str
    title: str
    planned_for: date
    place: str


@dataclass(frozen=True, slots=True)
class InvitationsSent:
    """Head counts: how many were invited so far, and how many answered."""

    item: OutreachItem
    year: str
    invited: int
    answered: int


@dataclass(frozen=True, slots=True)
class OutreachHeld:
    """``people`` are those who checked in by name; ``attended`` counts everybody."""

    item: OutreachItem
    year: str
    held_on: date
    attended: int
    people: tuple[PersonId, ...] = ()
    material: str = ""
    leads: int = 0
    requests_by_theme: Mapping[str, int] = field(default_factory=dict)
    resources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutreachCancelled:
    reason: str


@dataclass(frozen=True, slots=True)
class OutreachStruck:
    """The record was a mistake; it proves nothing any more."""

    item: OutreachItem
    year: str
    reason: str


OutreachEvent = (
    OutreachPlanned | InvitationsSent | OutreachHeld | OutreachCancelled | OutreachStruck
)
