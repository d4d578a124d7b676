"""What happened to the ballots of a programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from shared.domain.ids import PersonId, ProgrammeId
from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class WindowOpened:
    """Only those who met are invited, on both sides."""

    programme: ProgrammeId
    year: str
    mentors: tuple[PersonId, ...]
    mentees: tuple[PersonId, ...]
    closes: date


@dataclass(frozen=True, slots=True)
class BallotCast:
    """``choice`` is JSON ``{ranking, vetoes}`` of the ids of the other side; a later one replaces
    it."""

    voter: PersonId
    side: Literal["mentor", "mentee"]
    choice: Annotated[Personal, About("voter", purpose="participation")]
    by: Literal["self", "guardian", "coordinator"] = "self"


@dataclass(frozen=True, slots=True)
class VotersReminded:
    """They had not cast on that day; their own page says so until they do."""

    voters: tuple[PersonId, ...]
    on: date


@dataclass(frozen=True, slots=True)
class BallotsClosed:
    programme: ProgrammeId
    year: str
    invited: int
    cast: int


BallotEvent = WindowOpened | BallotCast | VotersReminded | BallotsClosed
EVENTS: tuple[type, ...] = (WindowOpened, BallotCast, VotersReminded, BallotsClosed)
