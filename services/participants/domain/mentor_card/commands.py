"""What the mentor's home may do with a card at another school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.participants.domain.mentor_card.events import EndReason
from shared.domain.ids import PersonId, TenantId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Show:
    card: PersonId
    home: TenantId
    home_person: PersonId
    year: str
    capacity: int
    until: date
    name: Personal
    features: Personal
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    reason: EndReason


MentorCardCommand = Show | Withdraw
