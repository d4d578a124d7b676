"""Facts about an award."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Final

from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal

NOBODY: Final = PersonId("")


@dataclass(frozen=True, slots=True)
class MentorNominated:
    """``title_before`` is the title of what was stored before titles were sealed: such an event has no
    ``title``."""

    SCHEMA: ClassVar[int] = 2
    award: str
    year: str
    mentor: PersonId
    title: Annotated[Personal | None, About("mentor", purpose="participation")]
    reason: Annotated[Personal, About("mentor", purpose="participation")]
    title_before: str = ""


def with_title_apart(data: dict[str, Any]) -> dict[str, Any]:
    """A nomination of the first version, whose title is plain text, in today's shape."""
    return {**data, "title": None, "title_before": data["title"]}


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
    """``mentor`` is whose award it was, if it had been given."""

    award: str
    year: str
    mentor: PersonId = NOBODY


AwardEvent = MentorNominated | JuryDecided | AwardGiven | AwardRevoked
EVENTS: tuple[type, ...] = (MentorNominated, JuryDecided, AwardGiven, AwardRevoked)
