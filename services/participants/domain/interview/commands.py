"""What may be asked of an interview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.participants.domain.interview.events import Decision
from shared.domain.ids import PersonId, derived_id
from shared.domain.personal import Personal
from shared.domain.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Schedule:
    person: PersonId
    year: str
    slot: datetime
    psychologist: bool


@dataclass(frozen=True, slots=True)
class WriteProtocol:
    protocol: Personal


@dataclass(frozen=True, slots=True)
class Decide:
    decision: Decision
    reason: str


InterviewCommand = Schedule | WriteProtocol | Decide


def interview_id(person: PersonId, year: str) -> str:
    return derived_id("interview", person, year)


def purpose_of(psychologist: bool) -> Purpose:
    return "psychology" if psychologist else "participation"
