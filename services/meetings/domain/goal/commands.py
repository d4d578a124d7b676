"""What may be asked of a pairing's goal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Propose:
    """``agreed_by`` are those who agree with the proposal at once."""

    goal: str
    pairing: PairingId
    year: str
    people: tuple[PersonId, ...]
    text: Personal
    measure: Personal
    due: date
    planned_meetings: int
    agreed_by: tuple[PersonId, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Agree:
    goal: str
    person: PersonId


GoalCommand = Propose | Agree
