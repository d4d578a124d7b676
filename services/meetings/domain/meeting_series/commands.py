"""What may be asked of the meetings of one pairing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Final

from services.meetings.domain.meeting_series.events import Absence, Alert, Mode, Outcome
from services.meetings.domain.meeting_series.rhythm import Rhythm
from services.meetings.domain.meeting_series.terms import Terms
from shared.contracts.meetings import MeetingKind
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal

_LOOKED_UP: Final = frozenset({"terms"})
"""What the edge looks up: a repeated request is the same though the terms have changed since."""


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
    today: date | None = None
    terms: Terms = field(default_factory=Terms)
    VOLATILE: ClassVar[frozenset[str]] = _LOOKED_UP


@dataclass(frozen=True, slots=True)
class SetRhythm:
    """Regular meetings in advance; ``skipped`` are holidays and other days without a meeting."""

    rhythm: str
    plan: Rhythm
    minutes: int
    mode: Mode
    skipped: tuple[date, ...]
    today: date
    terms: Terms = field(default_factory=Terms)
    VOLATILE: ClassVar[frozenset[str]] = _LOOKED_UP | {"skipped"}


@dataclass(frozen=True, slots=True)
class StopRhythm:
    """What lies ahead of it is called off; a single meeting that was moved goes with it."""

    rhythm: str
    reason: str
    today: date
    zone: str
    VOLATILE: ClassVar[frozenset[str]] = frozenset({"zone"})


@dataclass(frozen=True, slots=True)
class CancelPlanned:
    meeting: str
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """``by`` asks the other side; ``None`` is the school, which moves at once and says who agreed."""

    meeting: str
    starts_at: datetime
    minutes: int
    mode: Mode
    by: PersonId | None
    agreed_by: tuple[PersonId, ...]
    today: date
    terms: Terms = field(default_factory=Terms)
    VOLATILE: ClassVar[frozenset[str]] = _LOOKED_UP


@dataclass(frozen=True, slots=True)
class AnswerMove:
    """``starts_at`` is the proposal that was looked at."""

    meeting: str
    starts_at: datetime
    by: PersonId
    agree: bool
    today: date
    terms: Terms = field(default_factory=Terms)
    VOLATILE: ClassVar[frozenset[str]] = _LOOKED_UP


@dataclass(frozen=True, slots=True)
class Record:
    """``planned`` says that ``meeting`` is one that stands in the calendar; ``go_on_*`` are asked
    after a trial meeting only. ``exception`` is the coordinator's reason for a meeting out of turn or
    entered late."""

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
    starts_at: datetime | None = None
    absences: Mapping[PersonId, Absence] = field(default_factory=dict)
    exception: Personal | None = None
    goal_set: bool = True
    terms: Terms = field(default_factory=Terms)
    VOLATILE: ClassVar[frozenset[str]] = _LOOKED_UP | {"goal_set"}


@dataclass(frozen=True, slots=True)
class Correct:
    """``excepted``: the coordinator corrects what lies before the time for entries too."""

    meeting: str
    held_on: date
    minutes: int
    mode: Mode
    attended: tuple[PersonId, ...]
    topic: Personal
    next_step: Personal
    reason: Personal
    today: date
    excepted: bool = False
    starts_at: datetime | None = None
    absences: Mapping[PersonId, Absence] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)
    VOLATILE: ClassVar[frozenset[str]] = _LOOKED_UP


@dataclass(frozen=True, slots=True)
class Attach:
    attachment: str
    meeting: str
    name: Personal
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class Detach:
    attachment: str


@dataclass(frozen=True, slots=True)
class CloseAlert:
    """``kept``: everybody consents now, so the note may stay."""

    alert: Alert
    meeting: str
    note: Personal
    today: date
    kept: bool = True
    zone: str = "Europe/Moscow"
    VOLATILE: ClassVar[frozenset[str]] = frozenset({"kept", "zone"})


@dataclass(frozen=True, slots=True)
class Strike:
    meeting: str


@dataclass(frozen=True, slots=True)
class GoOn:
    pass


@dataclass(frozen=True, slots=True)
class Close:
    """``planned`` says that ``meeting`` is one that stands in the calendar."""

    meeting: str
    outcome: Outcome
    held_on: date
    minutes: int
    mode: Mode
    reflection: Personal
    today: date
    exception: Personal | None = None
    terms: Terms = field(default_factory=Terms)
    planned: bool = False
    VOLATILE: ClassVar[frozenset[str]] = _LOOKED_UP


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


Planning = Plan | SetRhythm | StopRhythm | CancelPlanned | Move | AnswerMove
Entering = Record | Correct | Attach | Detach
SeriesCommand = (
    Open | Part | Planning | Entering | CloseAlert | Strike | GoOn | Close | Suspend | Resume | End
)
