"""What may be asked of the ballots of a programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.domain.ids import PersonId, ProgrammeId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class OpenWindow:
    programme: ProgrammeId
    year: str
    mentors: tuple[PersonId, ...]
    mentees: tuple[PersonId, ...]
    closes: date
    today: date


@dataclass(frozen=True, slots=True)
class Cast:
    """``choice`` is JSON ``{"ranking": [id, …up to 3], "vetoes": [id, …]}``."""

    voter: PersonId
    choice: Personal
    today: date
    by: Literal["self", "guardian", "coordinator"] = "self"


@dataclass(frozen=True, slots=True)
class Remind:
    """Everybody invited who has not cast."""

    today: date


@dataclass(frozen=True, slots=True)
class CloseBallots:
    pass


BallotCommand = OpenWindow | Cast | Remind | CloseBallots
