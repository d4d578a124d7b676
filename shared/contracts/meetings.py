"""What meetings tells the others: events of the school, meetings of pairs, goals, feedback."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.contracts.erasure import SubjectErased
from shared.domain.ids import PairingId

TOPIC = "meetings.v1"

OutreachItem = Literal["1.1", "1.2", "1.3", "1.4", "5.1", "6.7", "7.1", "7.2"]
MeetingKind = Literal["organisational", "trial", "planning", "regular", "closing"]


@dataclass(frozen=True, slots=True)
class OutreachHeld:
    """``attended`` is a head count; ``material`` says whether minutes or slides are attached."""

    event: str
    item: OutreachItem
    year: str
    held_on: date
    attended: int
    material: bool


@dataclass(frozen=True, slots=True)
class OutreachWithdrawn:
    """The record of the event was entered by mistake."""

    event: str
    item: OutreachItem
    year: str


@dataclass(frozen=True, slots=True)
class InvitationsSent:
    """7.1: invited and answered, by head count."""

    event: str
    item: OutreachItem
    year: str
    invited: int
    answered: int


@dataclass(frozen=True, slots=True)
class MeetingHeld:
    """``minutes`` is its length. ``go_on`` is set for a trial meeting: both want to continue."""

    meeting: str
    pairing: PairingId
    year: str
    kind: MeetingKind
    held_on: date
    minutes: int
    go_on: bool | None = None


@dataclass(frozen=True, slots=True)
class MeetingCorrected:
    """What the journal says of the meeting from now on; what was said after a trial stands."""

    meeting: str
    pairing: PairingId
    year: str
    kind: MeetingKind
    held_on: date
    minutes: int


@dataclass(frozen=True, slots=True)
class MeetingStruck:
    """The journal entry was entered by mistake."""

    meeting: str
    pairing: PairingId
    year: str
    kind: MeetingKind


@dataclass(frozen=True, slots=True)
class DoubtSettled:
    """After this trial meeting somebody had said no; the coordinator talked with both, they go on."""

    meeting: str
    pairing: PairingId
    year: str


@dataclass(frozen=True, slots=True)
class GoalAgreed:
    goal: str
    pairing: PairingId
    year: str
    planned_meetings: int


@dataclass(frozen=True, slots=True)
class FeedbackScheduled:
    pairing: PairingId
    year: str
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class FeedbackGiven:
    """``low`` asks the coordinator to look; the text stays in meetings."""

    request: str
    pairing: PairingId
    year: str
    side: Literal["mentor", "mentee"]
    low: bool


@dataclass(frozen=True, slots=True)
class PairClosed:
    """6.6: the closing meeting was held and the outcome agreed."""

    pairing: PairingId
    year: str
    outcome: Literal["reached", "partly", "not_reached"]


MESSAGES: tuple[type, ...] = (
    OutreachHeld, OutreachWithdrawn, InvitationsSent, MeetingHeld, MeetingStruck, GoalAgreed,
    FeedbackScheduled, FeedbackGiven, PairClosed, SubjectErased, MeetingCorrected,
    DoubtSettled,
)  # fmt: skip
