"""What may be asked of an interview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.participants.domain.interview.events import CancelReason, Decision
from shared.domain.ids import PersonId, derived_id
from shared.domain.personal import Personal
from shared.domain.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Schedule:
    """``moves`` is the offered time that the person holds now and gives up, empty for none: with
    another one in the meantime the command is refused."""

    person: PersonId
    year: str
    slot: datetime
    psychologist: bool
    minutes: int = 30
    slot_id: str = ""
    moves: str = ""

    VOLATILE: ClassVar[frozenset[str]] = frozenset({"moves"})


@dataclass(frozen=True, slots=True)
class Cancel:
    reason: CancelReason


@dataclass(frozen=True, slots=True)
class WriteProtocol:
    protocol: Personal
    scores: Personal | None = None


@dataclass(frozen=True, slots=True)
class Decide:
    decision: Decision
    reason: str


InterviewCommand = Schedule | Cancel | WriteProtocol | Decide


def interview_id(person: PersonId, year: str) -> str:
    return derived_id("interview", person, year)


def purpose_of(psychologist: bool) -> Purpose:
    return "psychology" if psychologist else "participation"
