"""What may be asked of a roadmap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.reporting.domain.roadmap.events import PlannedLine
from services.reporting.domain.roadmap.working_days import Span
from shared.domain.ids import ActorId, PersonId, ProgrammeId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Open:
    """Asked again, by the school or because its programme was opened, it changes nothing. The draft
    to begin with leaves ``holidays`` out."""

    programme: ProgrammeId
    year: str
    starts: date
    ends: date
    holidays: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanItem:
    item: str
    starts: date
    ends: date
    role: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class PlanItems:
    """Several at once, all or none."""

    lines: tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class Suggest:
    """The usual dates and roles again, in place of what was planned."""

    holidays: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """All dates from a stage on, by so many days, onto working days."""

    days: int
    from_stage: int = 1
    holidays: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyYear:
    """Begins a year with the plan of ``source``; of a year that has a draft already it replaces the
    dates and the people in charge. ``lines`` depend on who is staff on that day."""

    VOLATILE = frozenset({"lines", "asked"})
    programme: ProgrammeId
    year: str
    starts: date
    ends: date
    source: ProgrammeId
    lines: tuple[PlannedLine, ...]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExcludeItem:
    item: str
    reason: Personal


@dataclass(frozen=True, slots=True)
class IncludeItem:
    item: str


@dataclass(frozen=True, slots=True)
class Approve:
    """``names`` are those that the edition prints: looked up when it is asked, as ``school`` is."""

    VOLATILE = frozenset({"school", "names", "today"})
    by: PersonId | None
    actor: ActorId
    today: date
    school: str = ""
    names: tuple[tuple[PersonId, Personal], ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """Items in the charge of one person go to another; the plan stays as it was approved."""

    giver: PersonId
    receiver: PersonId


RoadmapChange = (
    PlanItem | PlanItems | Suggest | Shift | ExcludeItem | IncludeItem | Approve | HandOver
)
RoadmapCommand = Open | CopyYear | RoadmapChange
