"""What has become of the meetings of one pairing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final, Literal, TypeVar, assert_never

from services.meetings.domain.meeting_series import events
from services.meetings.domain.meeting_series.events import Mode, SeriesEvent
from services.meetings.domain.meeting_series.terms import Slot
from shared.contracts.meetings import MeetingKind
from shared.domain.errors import Refused
from shared.domain.ids import PairingId, PersonId

ORDER: Final[tuple[MeetingKind, ...]] = (
    "organisational", "trial", "planning", "regular", "closing",
)  # fmt: skip
T = TypeVar("T")
Status = Literal["unknown", "open", "suspended", "closed", "ended"]


@dataclass(frozen=True, slots=True)
class Held:
    kind: MeetingKind
    on: date
    starts_at: datetime | None = None
    minutes: int = 0
    attended: tuple[PersonId, ...] = ()
    entry: events.MeetingHeld | events.EntryCorrected | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """``proposed`` is another time that one side has asked for."""

    kind: MeetingKind
    starts_at: datetime
    minutes: int
    mode: Mode
    rhythm: str = ""
    proposed: events.MoveProposed | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """``attachments`` name the meeting of each file, ``dropped`` the files that are no more."""

    pairing: PairingId | None = None
    year: str = ""
    mentor: PersonId | None = None
    mentees: tuple[PersonId, ...] = ()
    status: Status = "unknown"
    planned: Mapping[str, Planned] = field(default_factory=dict)
    rhythms: Mapping[str, bool] = field(default_factory=dict)
    held: Mapping[str, Held] = field(default_factory=dict)
    attachments: Mapping[str, str] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()
    doubt: bool = False

    @property
    def people(self) -> tuple[PersonId, ...]:
        return (self.mentor, *self.mentees) if self.mentor else ()

    def first(self, kind: MeetingKind) -> date | None:
        """The day of the first meeting of this kind."""
        return min((held.on for held in self.held.values() if held.kind == kind), default=None)

    def reached(self, kind: MeetingKind) -> bool:
        """Whether this step, or one that comes after it, has been taken."""
        steps = [ORDER.index(held.kind) for held in self.held.values()]
        return max(steps, default=-1) >= ORDER.index(kind)

    def files_of(self, meeting: str) -> frozenset[str]:
        return frozenset(id for id, of in self.attachments.items() if of == meeting)

    def ahead(self) -> Iterator[Slot]:
        """When its people are expected at a planned meeting."""
        for id, planned in self.planned.items():
            yield Slot(id, planned.starts_at, planned.minutes, self.people)

    def past(self) -> Iterator[Slot]:
        """When they were at one, as far as the journal tells the hour."""
        for id, held in self.held.items():
            if held.starts_at is not None:
                yield Slot(id, held.starts_at, held.minutes, held.attended)


def require_open(series: Series) -> None:
    if series.status != "open":
        raise Refused(f"the pairing is {series.status}", code=f"pairing-{series.status}")


def require_no_doubt(series: Series) -> None:
    if series.doubt:
        raise Refused("after the trial meeting one side had doubts; the coordinator decides first",
                      code="trial-doubt")  # fmt: skip


def evolve(series: Series, event: SeriesEvent) -> Series:
    match event:
        case events.SeriesOpened(pairing, year, mentor, mentees):
            return replace(
                series, pairing=pairing, year=year, mentor=mentor, mentees=mentees, status="open"
            )
        case events.MeetingHeld():
            return _with_held(series, event)
        case events.EntryCorrected(meeting, kind=kind, held_on=day, starts_at=at, minutes=minutes):
            held = Held(kind, day, at, minutes, event.attended, event)
            return replace(series, held={**series.held, meeting: held})
        case events.MeetingStruck(meeting=meeting, kind=kind):
            doubt = series.doubt and kind != "trial"
            left = _without(series.held, meeting)
            bare = _without_files(series, series.files_of(meeting))
            return replace(bare, held=left, struck=series.struck | {meeting}, doubt=doubt)
        case events.MemberLeft(mentees=mentees):
            return replace(series, mentees=mentees)
        case events.DoubtSettled():
            return replace(series, doubt=False)
        case events.AttachmentKept() | events.AttachmentRemoved():
            return _with_files(series, event)
        case events.AlertClosed(meeting=meeting):
            return replace(series, settled=series.settled | {meeting}) if meeting else series
        case (
            events.SeriesClosed()
            | events.SeriesSuspended()
            | events.SeriesResumed()
            | events.SeriesEnded()
        ):
            return replace(series, status=_status_after(event))
        case _:
            return _replanned(series, event)


def _with_files(
    series: Series, event: events.AttachmentKept | events.AttachmentRemoved
) -> Series:  # fmt: skip
    if isinstance(event, events.AttachmentRemoved):
        return _without_files(series, {event.attachment})
    return replace(series, attachments={**series.attachments, event.attachment: event.meeting})


def _without_files(series: Series, files: AbstractSet[str]) -> Series:
    left = {id: of for id, of in series.attachments.items() if id not in files}
    return replace(series, attachments=left, dropped=series.dropped | files)


def _with_held(series: Series, event: events.MeetingHeld) -> Series:
    held = Held(
        event.kind, event.held_on, event.starts_at, event.minutes, event.attended, event
    )  # fmt: skip
    return replace(
        series,
        held={**series.held, event.meeting: held},
        planned=_without(series.planned, event.meeting),
        doubt=series.doubt or event.go_on is False,
    )


def _replanned(
    series: Series,
    event: events.MeetingPlanned
    | events.RhythmSet
    | events.RhythmStopped
    | events.MoveProposed
    | events.MoveDeclined
    | events.MeetingMoved
    | events.MeetingCancelled,
) -> Series:
    match event:
        case events.MeetingPlanned(meeting, _, kind, starts_at, minutes, mode, rhythm):
            one = Planned(kind, starts_at, minutes, mode, rhythm)
        case events.RhythmSet(rhythm):
            return replace(series, rhythms={**series.rhythms, rhythm: True})
        case events.RhythmStopped(rhythm):
            return replace(series, rhythms={**series.rhythms, rhythm: False})
        case events.MoveProposed(meeting):
            one = replace(series.planned[meeting], proposed=event)
        case events.MoveDeclined(meeting):
            one = replace(series.planned[meeting], proposed=None)
        case events.MeetingMoved(meeting, _, starts_at, minutes, mode):
            before = series.planned[meeting]
            one = Planned(before.kind, starts_at, minutes, mode, before.rhythm)
            series = replace(series, settled=series.settled - {meeting})
        case events.MeetingCancelled(meeting):
            return replace(series, planned=_without(series.planned, meeting))
        case _:
            assert_never(event)
    return replace(series, planned={**series.planned, meeting: one})


def _status_after(
    event: events.SeriesClosed | events.SeriesSuspended | events.SeriesResumed | events.SeriesEnded,
) -> Status:
    match event:
        case events.SeriesClosed():
            return "closed"
        case events.SeriesSuspended():
            return "suspended"
        case events.SeriesResumed():
            return "open"
        case events.SeriesEnded():
            return "ended"
        case _:
            assert_never(event)


def _without(things: Mapping[str, T], gone: str) -> Mapping[str, T]:
    return {id: thing for id, thing in things.items() if id != gone}
