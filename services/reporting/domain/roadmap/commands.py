"""What may be asked of a roadmap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import ActorId, PersonId, ProgrammeId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Open:
    """Asked again, by the school or because its programme was opened, it changes nothing."""

    programme: ProgrammeId
    year: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class PlanItem:
    item: str
    starts: date
    ends: date
    role: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ExcludeItem:
    item: str
    reason: Personal


@dataclass(frozen=True, slots=True)
class IncludeItem:
    item: str


@dataclass(frozen=True, slots=True)
class Approve:
    by: PersonId | None
    actor: ActorId
    today: date


@dataclass(frozen=True, slots=True)
class HandOver:
    """Items in the charge of one person go to another; the plan stays as it was approved."""

    giver: PersonId
    receiver: PersonId


RoadmapCommand = Open | PlanItem | ExcludeItem | IncludeItem | Approve | HandOver
