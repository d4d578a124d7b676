"""What may be asked about feedback."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.meetings.domain.feedback.events import Side
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Schedule:
    pairing: PairingId
    year: str
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class FollowPlan:
    """The dates of the roadmap; what the coordinator chose for this pairing stands."""

    pairing: PairingId
    year: str
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    request: str
    side: Side
    person: PersonId
    usefulness: int
    comfort: int
    help: bool
    text: Personal
    today: date


@dataclass(frozen=True, slots=True)
class HandleAlert:
    """``kept``: everybody consents now, so the note may stay."""

    VOLATILE = frozenset({"people", "kept"})
    request: str
    people: tuple[PersonId, ...]
    note: Personal
    kept: bool = True


FeedbackCommand = Schedule | FollowPlan | Answer | HandleAlert
