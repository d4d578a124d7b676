"""What a pairing proposed and agreed to reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class GoalProposed:
    """``people`` are all of the pairing: each has to agree."""

    goal: str
    pairing: PairingId
    year: str
    people: tuple[PersonId, ...]
    text: Annotated[Personal, About("people")]
    measure: Annotated[Personal, About("people")]
    due: date
    planned_meetings: int


@dataclass(frozen=True, slots=True)
class GoalConfirmed:
    goal: str
    person: PersonId


@dataclass(frozen=True, slots=True)
class GoalAgreed:
    """The last of them agreed."""

    goal: str
    pairing: PairingId
    year: str
    due: date
    planned_meetings: int


GoalEvent = GoalProposed | GoalConfirmed | GoalAgreed
