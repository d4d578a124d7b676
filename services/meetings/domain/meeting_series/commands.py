"""What may be asked of the meetings of one pairing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.meetings.domain.meeting_series.events import Mode, Outcome
from shared.contracts.meetings import MeetingKind
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Open:
    pairing: PairingId
    year: str
    mentor: PersonId
    mentees: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    meeting: str
    kind: MeetingKind
    starts_at: datetime
    minutes: int
    mode: Mode


@dataclass(frozen=True, slots=True)
class CancelPlanned:
    meeting: str
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """``planned`` says that ``meeting`` is one that stands in the calendar; ``go_on_*`` are asked
    after a trial meeting only."""

    meeting: str
    kind: MeetingKind
    held_on: date
    minutes: int
    mode: Mode
    attended: tuple[PersonId, ...]
    topic: Personal
    next_step: Personal
    today: date
    planned: bool = False
    go_on_mentor: bool | None = None
    go_on_mentee: bool | None = None


@dataclass(frozen=True, slots=True)
class Strike:
    meeting: str


@dataclass(frozen=True, slots=True)
class GoOn:
    pass


@dataclass(frozen=True, slots=True)
class Close:
    meeting: str
    outcome: Outcome
    held_on: date
    minutes: int
    mode: Mode
    reflection: Personal
    today: date


@dataclass(frozen=True, slots=True)
class Part:
    """A mentee has left the group; the others go on."""

    person: PersonId
    mentees: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Suspend:
    reason: str


@dataclass(frozen=True, slots=True)
class Resume:
    pass


@dataclass(frozen=True, slots=True)
class End:
    reason: str


SeriesCommand = (
    Open | Part | Plan | CancelPlanned | Record | Strike | GoOn | Close | Suspend | Resume | End
)
