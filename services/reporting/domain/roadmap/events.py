"""Facts about a roadmap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from shared.domain.ids import ActorId, PersonId, ProgrammeId
from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class RoadmapOpened:
    programme: ProgrammeId
    year: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class ItemPlanned:
    """In charge is a ``role`` or a ``person``, never both."""

    item: str
    starts: date
    ends: date
    role: str
    person: PersonId | None


@dataclass(frozen=True, slots=True)
class ItemExcluded:
    """Not applicable at this school; a reason may name somebody."""

    item: str
    reason: Annotated[Personal, About("@stream", purpose="document")]


@dataclass(frozen=True, slots=True)
class ItemIncluded:
    item: str


@dataclass(frozen=True, slots=True)
class RoadmapApproved:
    by: PersonId | None
    actor: ActorId
    on: date


@dataclass(frozen=True, slots=True)
class ApprovalLapsed:
    """The plan was changed after its approval and needs another."""


RoadmapEvent = (
    RoadmapOpened | ItemPlanned | ItemExcluded | ItemIncluded | RoadmapApproved | ApprovalLapsed
)
EVENTS: tuple[type, ...] = (
    RoadmapOpened, ItemPlanned, ItemExcluded, ItemIncluded, RoadmapApproved, ApprovalLapsed,
)  # fmt: skip
