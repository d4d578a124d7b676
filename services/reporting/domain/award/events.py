"""Facts about an award."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class MentorNominated:
    award: str
    year: str
    mentor: PersonId
    title: str
    reason: Annotated[Personal, About("mentor", purpose="participation")]


@dataclass(frozen=True, slots=True)
class JuryDecided:
    """``rank`` is where the mentor stood by the open criteria on that day; ``None`` where they did
    not stand there, and for decisions from before ranks were kept. The protocol says why the jury
    chose as it did."""

    chosen: bool
    mentor: PersonId
    protocol: Annotated[Personal, About("mentor", purpose="participation")]
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class AwardGiven:
    award: str
    mentor: PersonId
    year: str
    on: date


@dataclass(frozen=True, slots=True)
class AwardRevoked:
    award: str
    year: str


AwardEvent = MentorNominated | JuryDecided | AwardGiven | AwardRevoked
EVENTS: tuple[type, ...] = (MentorNominated, JuryDecided, AwardGiven, AwardRevoked)
