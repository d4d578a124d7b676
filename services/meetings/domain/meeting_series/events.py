"""What happened in the meetings of one pairing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from shared.contracts.meetings import MeetingKind
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import About, Personal

Mode = Literal["in_person", "online"]
Outcome = Literal["reached", "partly", "not_reached"]


@dataclass(frozen=True, slots=True)
class SeriesOpened:
    pairing: PairingId
    year: str
    mentor: PersonId
    mentees: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class MeetingPlanned:
    meeting: str
    pairing: PairingId
    kind: MeetingKind
    starts_at: datetime
    minutes: int
    mode: Mode


@dataclass(frozen=True, slots=True)
class MeetingCancelled:
    """``reason`` is a code, never a text about somebody."""

    meeting: str
    pairing: PairingId
    reason: str


@dataclass(frozen=True, slots=True)
class MeetingHeld:
    """The texts are about everybody of the pairing and fall with the first who is erased."""

    meeting: str
    pairing: PairingId
    year: str
    kind: MeetingKind
    held_on: date
    minutes: int
    mode: Mode
    people: tuple[PersonId, ...]
    attended: tuple[PersonId, ...]
    topic: Annotated[Personal, About("people")]
    next_step: Annotated[Personal, About("people")]
    go_on: bool | None = None


@dataclass(frozen=True, slots=True)
class MeetingStruck:
    meeting: str
    pairing: PairingId
    year: str
    kind: MeetingKind


@dataclass(frozen=True, slots=True)
class DoubtSettled:
    """After a trial meeting with a doubt: they go on all the same."""

    pairing: PairingId


@dataclass(frozen=True, slots=True)
class SeriesClosed:
    pairing: PairingId
    year: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """``mentees`` are those who stay; what was written before remains about everybody then."""

    pairing: PairingId
    person: PersonId
    mentees: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class SeriesSuspended:
    pairing: PairingId
    reason: str


@dataclass(frozen=True, slots=True)
class SeriesResumed:
    pairing: PairingId


@dataclass(frozen=True, slots=True)
class SeriesEnded:
    pairing: PairingId
    reason: str


SeriesEvent = (
    SeriesOpened
    | MeetingPlanned
    | MeetingCancelled
    | MeetingHeld
    | MeetingStruck
    | DoubtSettled
    | SeriesClosed
    | MemberLeft
    | SeriesSuspended
    | SeriesResumed
    | SeriesEnded
)
