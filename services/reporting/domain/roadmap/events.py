"""Facts about a roadmap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

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
class PlannedLine:
    """As :class:`ItemPlanned`: in charge is a ``role`` or a ``person``."""

    item: str
    starts: date
    ends: date
    role: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ItemsPlanned:
    """Several items at once: a draft to begin with, a stage's form, all dates moved, a year copied."""

    lines: tuple[PlannedLine, ...]
    why: Literal["drafted", "edited", "shifted", "copied"]


@dataclass(frozen=True, slots=True)
class YearCopied:
    """The plan came from another year's. What did not apply there (``asked``) is to be answered
    anew before this one is approved."""

    source: ProgrammeId
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApprovedLine:
    """An item as it was approved, with its words of that day."""

    item: str
    title: str
    starts: date
    ends: date
    role: str
    person: PersonId | None
    excluded: bool


@dataclass(frozen=True, slots=True)
class RoadmapApproved:
    """An edition: the plan as the head approved it. Approvals of before editions have ``edition`` 0
    and no lines; they count on."""

    by: PersonId | None
    actor: ActorId
    on: date
    edition: int = 0
    school: str = ""
    lines: tuple[ApprovedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class NamePrinted:
    """The name of whoever is in charge or has approved, as it stands in an edition; sealed for each
    person apart, so that an erasure takes only that name out."""

    edition: int
    person: PersonId
    name: Annotated[Personal, About("person", purpose="document")]


@dataclass(frozen=True, slots=True)
class ApprovalLapsed:
    """The plan was changed after its approval and needs another."""


RoadmapEvent = (
    RoadmapOpened
    | ItemPlanned
    | ItemsPlanned
    | YearCopied
    | ItemExcluded
    | ItemIncluded
    | RoadmapApproved
    | NamePrinted
    | ApprovalLapsed
)
EVENTS: tuple[type, ...] = (
    RoadmapOpened, ItemPlanned, ItemExcluded, ItemIncluded, RoadmapApproved, ApprovalLapsed,
    ItemsPlanned, YearCopied, NamePrinted,
)  # fmt: skip
