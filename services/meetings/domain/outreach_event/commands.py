"""What may be asked of a gathering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shared.contracts.meetings import OutreachItem
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Plan:
    item: OutreachItem
    year: str
    title: str
    planned_for: date
    place: str


@dataclass(frozen=True, slots=True)
class Invite:
    invited: int
    answered: int


@dataclass(frozen=True, slots=True)
class Hold:
    held_on: date
    attended: int
    people: tuple[PersonId, ...]
    material: str
    leads: int
    today: date
    requests_by_theme: Mapping[str, int] = field(default_factory=dict)
    resources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancel:
    reason: str


@dataclass(frozen=True, slots=True)
class Strike:
    reason: str


OutreachCommand = Plan | Invite | Hold | Cancel | Strike
