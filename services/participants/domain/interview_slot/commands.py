"""What may be asked of a time for an interview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.domain.ids import PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Offer:
    slot: str
    year: str
    starts: datetime
    minutes: int
    psychologist: bool
    place: Personal
    now: datetime


@dataclass(frozen=True, slots=True)
class Book:
    person: PersonId
    now: datetime


@dataclass(frozen=True, slots=True)
class Free:
    """Only whoever holds the time frees it."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class Withdraw:
    pass


InterviewSlotCommand = Offer | Book | Free | Withdraw
