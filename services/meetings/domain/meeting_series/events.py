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
Alert = Literal["overdue", "silent"]
Absence = Literal["ill", "excused", "unexcused", "other"]


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
    rhythm: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class RhythmSet:
    """Regular meetings week by week; each of them is planned by an event of its own. ``at`` is the
    time by the school's clock, ``skipped`` the days that were left out."""

    rhythm: str
    pairing: PairingId
    weekday: int
    at: str
    every: int
    first: date
    until: date
    minutes: int
    mode: Mode
    zone: str
    skipped: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class RhythmStopped:
    rhythm: str
    pairing: PairingId


@dataclass(frozen=True, slots=True)
class MoveProposed:
    """One of the pair wants another time; the meeting stays where it is until the other agrees."""

    meeting: str
    pairing: PairingId
    starts_at: datetime
    minutes: int
    mode: Mode
    by: PersonId


@dataclass(frozen=True, slots=True)
class MoveDeclined:
    meeting: str
    pairing: PairingId
    by: PersonId


@dataclass(frozen=True, slots=True)
class MeetingMoved:
    """``proposed_by`` is ``None`` where the school moved it; ``agreed_by`` are those who said so."""

    meeting: str
    pairing: PairingId
    starts_at: datetime
    minutes: int
    mode: Mode
    proposed_by: PersonId | None
    agreed_by: tuple[PersonId, ...]
    zone: str = ""


@dataclass(frozen=True, slots=True)
class MeetingCancelled:
    """``reason`` is a code, never a text about somebody."""

    meeting: str
    pairing: PairingId
    reason: str


@dataclass(frozen=True, slots=True)
class MeetingHeld:
    """The texts are about everybody of the pairing and fall with the first who is erased.

    ``absences`` tells by person why somebody was away; ``exception`` why the coordinator entered it
    out of turn or late.
    """

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
    starts_at: datetime | None = None
    absences: Annotated[Personal, About("people")] | None = None
    exception: Annotated[Personal, About("people")] | None = None


@dataclass(frozen=True, slots=True)
class EntryCorrected:
    """What the journal says from now on; the former entry stays readable beside it."""

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
    reason: Annotated[Personal, About("people")]
    starts_at: datetime | None = None
    absences: Annotated[Personal, About("people")] | None = None


@dataclass(frozen=True, slots=True)
class AttachmentKept:
    """The file lies sealed beside the events and falls with the first of the people who is erased."""

    attachment: str
    meeting: str
    pairing: PairingId
    people: tuple[PersonId, ...]
    name: Annotated[Personal, About("people")]
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class AttachmentRemoved:
    attachment: str
    meeting: str
    pairing: PairingId


@dataclass(frozen=True, slots=True)
class AlertClosed:
    """The coordinator has seen to it. ``meeting`` names the planned one that was never entered;
    ``note`` is missing where somebody of them consented no more."""

    pairing: PairingId
    alert: Alert
    meeting: str
    people: tuple[PersonId, ...]
    note: Annotated[Personal, About("people")] | None
    closed_on: date


@dataclass(frozen=True, slots=True)
class MeetingStruck:
    meeting: str
    pairing: PairingId
    year: str
    kind: MeetingKind


@dataclass(frozen=True, slots=True)
class DoubtSettled:
    """After a trial meeting with a doubt: they go on all the same. Which trial it was, ``meeting``, was
    not always noted."""

    pairing: PairingId
    meeting: str = ""
    year: str = ""


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
    | RhythmSet
    | RhythmStopped
    | MoveProposed
    | MoveDeclined
    | MeetingMoved
    | MeetingCancelled
    | MeetingHeld
    | EntryCorrected
    | AttachmentKept
    | AttachmentRemoved
    | AlertClosed
    | MeetingStruck
    | DoubtSettled
    | SeriesClosed
    | MemberLeft
    | SeriesSuspended
    | SeriesResumed
    | SeriesEnded
)
