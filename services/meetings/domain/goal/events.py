"""What a pairing agreed to reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class GoalAgreed:
    goal: str
    pairing: PairingId
    year: str
    people: tuple[PersonId, ...]
    text: Annotated[Personal, About("people")]
    measure: Annotated[Personal, About("people")]
    due: date
    planned_meetings: int


GoalEvent = GoalAgreed
