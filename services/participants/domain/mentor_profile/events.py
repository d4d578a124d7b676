"""Facts about a mentor in the base of its home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal

Kind = Literal["pupil", "teacher", "student", "alumnus", "employee"]
UnlistReason = Literal["left", "paused", "refused", "erased", "merged"]


@dataclass(frozen=True, slots=True)
class MentorRegistered:
    person: PersonId
    kind: Kind
    capacity: int


@dataclass(frozen=True, slots=True)
class BackgroundChecked:
    """``reference`` names the document in the school's own files."""

    person: PersonId
    valid_until: date
    reference: str


@dataclass(frozen=True, slots=True)
class MentorListed:
    """In the base of a year, and again whenever what is known of the mentor changes."""

    person: PersonId
    year: str
    capacity: int
    until: date
    features: Annotated[Personal, About("person", purpose="participation", ring="bus")]


@dataclass(frozen=True, slots=True)
class MentorUnlisted:
    person: PersonId
    year: str
    reason: UnlistReason


@dataclass(frozen=True, slots=True)
class CapacityChanged:
    person: PersonId
    capacity: int


@dataclass(frozen=True, slots=True)
class MentorPaused:
    person: PersonId
    until: date


@dataclass(frozen=True, slots=True)
class MentorResumed:
    person: PersonId


@dataclass(frozen=True, slots=True)
class MentorLeft:
    person: PersonId
    reason: str


MentorProfileEvent = (
    MentorRegistered
    | BackgroundChecked
    | MentorListed
    | MentorUnlisted
    | CapacityChanged
    | MentorPaused
    | MentorResumed
    | MentorLeft
)
