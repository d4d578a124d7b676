"""What both sides were asked and said between the meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import About, Personal

Side = Literal["mentor", "mentee", "guardian"]


@dataclass(frozen=True, slots=True)
class FeedbackScheduled:
    """Each date opens a round; a later schedule replaces the dates, not the answers. ``by_plan``:
    the dates follow from the roadmap, nobody chose them for this pairing."""

    pairing: PairingId
    year: str
    dates: tuple[date, ...]
    by_plan: bool = False


@dataclass(frozen=True, slots=True)
class FeedbackGiven:
    """One answer in the round of ``asked_on``; a guardian speaks about the child, who is the
    ``person`` then. ``scores`` (usefulness and comfort, 1–5,
    and whether help is wanted, as JSON) and the text are sealed."""

    request: str
    pairing: PairingId
    year: str
    asked_on: date
    side: Side
    person: PersonId
    scores: Annotated[Personal, About("person")]
    text: Annotated[Personal, About("person")]
    low: bool


@dataclass(frozen=True, slots=True)
class AlertHandled:
    """``note`` says what was found out or agreed; there is none from before notes were asked for, and
    where somebody of them consented no more."""

    request: str
    pairing: PairingId
    people: tuple[PersonId, ...] = ()
    note: Annotated[Personal, About("people")] | None = None


FeedbackEvent = FeedbackScheduled | FeedbackGiven | AlertHandled
