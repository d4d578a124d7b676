"""What may be asked of a pairing's goal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Agree:
    goal: str
    pairing: PairingId
    year: str
    people: tuple[PersonId, ...]
    text: Personal
    measure: Personal
    due: date
    planned_meetings: int
    mentor_agrees: bool
    mentee_agrees: bool


GoalCommand = Agree
