"""What may be asked of a course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from shared.domain.ids import PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Plan:
    training: str
    year: str
    title: str
    held_on: date
    expert_count: int
    experts: Personal
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enrol:
    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Complete:
    """``code`` is that of the certificate of who passes; with none, none is issued."""

    person: PersonId
    passed: bool
    code: str = ""
    today: date | None = None

    VOLATILE: ClassVar[frozenset[str]] = frozenset({"code"})


@dataclass(frozen=True, slots=True)
class PlanSession:
    session: str
    starts: datetime
    minutes: int
    topic: str


@dataclass(frozen=True, slots=True)
class DropSession:
    session: str


@dataclass(frozen=True, slots=True)
class TakeAttendance:
    session: str
    present: tuple[PersonId, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class AddMaterial:
    material: str
    kind: Literal["link", "file"]
    title: Personal
    address: Personal
    media_type: str = ""
    size: int = 0
    sha256: str = ""
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class RemoveMaterial:
    material: str


@dataclass(frozen=True, slots=True)
class ChooseShowing:
    person: PersonId
    course: bool
    date: bool


TrainingCommand = (
    Plan
    | Enrol
    | Complete
    | PlanSession
    | DropSession
    | TakeAttendance
    | AddMaterial
    | RemoveMaterial
    | ChooseShowing
)
