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
    pairing: PairingId
    year: str
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class FeedbackGiven:
    """``scores`` (usefulness and comfort, 1–5) and the text are sealed: they are one person's."""

    request: str
    pairing: PairingId
    year: str
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
