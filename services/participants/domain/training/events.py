"""Facts about a course for mentors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal
from shared.domain.purposes import REGISTER


@dataclass(frozen=True, slots=True)
class TrainingPlanned:
    """``experts`` is a JSON list of names, sealed for the training itself."""

    training: str
    year: str
    title: str
    held_on: date
    expert_count: int
    experts: Annotated[Personal, About("training", purpose="register")]
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentorsEnrolled:
    training: str
    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class TrainingCompleted:
    """``certificate`` is its number, empty where the result was not enough."""

    training: str
    person: PersonId
    year: str
    passed: bool
    certificate: str


@dataclass(frozen=True, slots=True)
class SessionPlanned:
    training: str
    session: str
    starts: datetime
    minutes: int
    topic: str


@dataclass(frozen=True, slots=True)
class SessionDropped:
    training: str
    session: str


@dataclass(frozen=True, slots=True)
class AttendanceTaken:
    """The whole list of a session; a later one takes its place."""

    training: str
    session: str
    present: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class MaterialAdded:
    """A link, or a file that is kept beside the events under its ``sha256``. ``sealed`` says that
    the file is personal; what a link or a file is called is sealed always."""

    training: str
    material: str
    kind: Literal["link", "file"]
    title: Annotated[Personal, About("training", purpose=REGISTER)]
    address: Annotated[Personal, About("training", purpose=REGISTER)]
    media_type: str = ""
    size: int = 0
    sha256: str = ""
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class MaterialRemoved:
    training: str
    material: str


@dataclass(frozen=True, slots=True)
class CertificateIssued:
    """``code`` is what the public page is asked with; nobody can guess it."""

    training: str
    person: PersonId
    year: str
    number: str
    code: str
    on: date


@dataclass(frozen=True, slots=True)
class CertificateRevoked:
    training: str
    person: PersonId
    year: str


@dataclass(frozen=True, slots=True)
class CertificateShowingChosen:
    """What the holder lets the public page tell beside “valid”."""

    training: str
    person: PersonId
    course: bool
    date: bool


TrainingEvent = (
    TrainingPlanned
    | MentorsEnrolled
    | TrainingCompleted
    | SessionPlanned
    | SessionDropped
    | AttendanceTaken
    | MaterialAdded
    | MaterialRemoved
    | CertificateIssued
    | CertificateRevoked
    | CertificateShowingChosen
)
