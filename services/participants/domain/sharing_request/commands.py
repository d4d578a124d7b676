"""What may be asked of a request for a mentor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.participants.domain.sharing_request import events
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Ask:
    entry: str
    forms: tuple[str, ...]
    places: int
    until: date
    today: date
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    answer: events.Answer
    card: PersonId | None


SharingRequestCommand = Ask | Answer
