"""What both sides were asked and said between the meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import About, Personal

Side = Literal["mentor", "mentee"]


@dataclass(frozen=True, slots=True)
class FeedbackScheduled:
    """Each date opens a round; a later schedule replaces the dates, not the answers."""

    pairing: PairingId
    year: str
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class FeedbackGiven:
    """One person's answer in the round of ``asked_on``. ``scores`` (usefulness and comfort, 1–5,
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
    request: str
    pairing: PairingId


FeedbackEvent = FeedbackScheduled | FeedbackGiven | AlertHandled
