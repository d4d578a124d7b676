"""A pairing meets first to agree rules, then on trial, then to plan, then regularly, then to part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal, assert_never

from services.meetings.domain.meeting_series import commands, events
from services.meetings.domain.meeting_series.commands import SeriesCommand
from services.meetings.domain.meeting_series.events import SeriesEvent
from shared.contracts.meetings import MeetingKind
from shared.domain.decider import Decider
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal

ORDER: Final[tuple[MeetingKind, ...]] = (
    "organisational", "trial", "planning", "regular", "closing",
)  # fmt: skip
Status = Literal["unknown", "open", "suspended", "closed", "ended"]


@dataclass(frozen=True, slots=True)
class Held:
    kind: MeetingKind
    on: date


@dataclass(frozen=True, slots=True)
class Series:
    pairing: PairingId | None = None
    year: str = ""
    mentor: PersonId | None = None
    mentees: tuple[PersonId, ...] = ()
    status: Status = "unknown"
    planned: Mapping[str, MeetingKind] = field(default_factory=dict)
    held: Mapping[str, Held] = field(default_factory=dict)
    struck: frozenset[str] = frozenset()
    doubt: bool = False

    @property
    def people(self) -> tuple[PersonId, ...]:
        return (self.mentor, *self.mentees) if self.mentor else ()

    def first(self, kind: MeetingKind) -> date | None:
        """The day of the first meeting of this kind."""
        return min((held.on for held in self.held.values() if held.kind == kind), default=None)


def decide(command: SeriesCommand, series: Series) -> Sequence[SeriesEvent]:
    if isinstance(command, commands.Open):
        if series.status != "unknown":
            return []
        return [events.SeriesOpened(command.pairing, command.year, command.mentor, command.mentees)]
    if series.pairing is None:
        raise NotFound("there is no such pairing here")
    if isinstance(command, commands.Part):
        gone = command.person not in series.mentees
        return [] if gone else [events.MemberLeft(series.pairing, command.person, command.mentees)]
    if isinstance(command, commands.Suspend | commands.Resume | commands.End):
        return _standing(command, series, series.pairing)
    if isinstance(command, commands.Strike):
        return _struck(command.meeting, series, series.pairing)
    _require_open(series)
    return _work(command, series, series.pairing)


def _standing(
    command: commands.Suspend | commands.Resume | commands.End, series: Series, pairing: PairingId
) -> Sequence[SeriesEvent]:
    match command:
        case commands.Suspend(reason):
            if series.status != "open":
                return []
            return [*_cancelled(series, pairing, reason), events.SeriesSuspended(pairing, reason)]
        case commands.Resume():
            return [events.SeriesResumed(pairing)] if series.status == "suspended" else []
        case commands.End(reason):
            if series.status in ("ended", "closed"):
                return []
            return [*_cancelled(series, pairing, reason), events.SeriesEnded(pairing, reason)]
        case _:
            assert_never(command)


def _work(
    command: commands.Plan
    | commands.CancelPlanned
    | commands.Record
    | commands.GoOn
    | commands.Close,
    series: Series,
    pairing: PairingId,
) -> Sequence[SeriesEvent]:
    match command:
        case commands.Plan(meeting, kind, starts_at, minutes, mode):
            _require_no_doubt(series)
            return [events.MeetingPlanned(meeting, pairing, kind, starts_at, minutes, mode)]
        case commands.CancelPlanned(meeting, reason):
            if meeting not in series.planned:
                return []
            return [events.MeetingCancelled(meeting, pairing, reason)]
        case commands.Record():
            return [_recorded(command, series, pairing)]
        case commands.GoOn():
            return [events.DoubtSettled(pairing)] if series.doubt else []
        case commands.Close():
            return _closed(command, series, pairing)
        case _:
            assert_never(command)


def _struck(meeting: str, series: Series, pairing: PairingId) -> Sequence[SeriesEvent]:
    """A mistake may come to light later, so this works in any state of the pairing."""
    if meeting in series.struck:
        return []
    held = series.held.get(meeting)
    if held is None:
        raise NotFound("there is no such meeting in the journal")
    if held.kind == "closing":
        raise Refused("a closed pairing begins anew by an order only")
    return [events.MeetingStruck(meeting, pairing, series.year, held.kind)]


def _recorded(command: commands.Record, series: Series, pairing: PairingId) -> events.MeetingHeld:
    if command.kind == "closing":
        raise Refused("the closing meeting is recorded together with the outcome")
    if command.planned and series.planned.get(command.meeting) != command.kind:
        raise NotFound("there is no such planned meeting of this kind")
    _require_turn(command.kind, command.held_on, command.today, series)
    _require_company(command.attended, series)
    go_on: bool | None = None
    if command.kind == "trial":
        if command.go_on_mentor is None or command.go_on_mentee is None:
            raise Refused("after a trial meeting both say whether they go on")
        go_on = command.go_on_mentor and command.go_on_mentee
    return events.MeetingHeld(
        command.meeting, pairing, series.year, command.kind, command.held_on, command.minutes,
        command.mode, series.people, command.attended, command.topic, command.next_step, go_on,
    )  # fmt: skip


def _closed(command: commands.Close, series: Series, pairing: PairingId) -> Sequence[SeriesEvent]:
    _require_turn("closing", command.held_on, command.today, series)
    return [
        *_cancelled(series, pairing, "closed"),
        events.MeetingHeld(
            command.meeting, pairing, series.year, "closing", command.held_on, command.minutes,
            command.mode, series.people, series.people, command.reflection, Personal.of(""),
        ),
        events.SeriesClosed(pairing, series.year, command.outcome),
    ]  # fmt: skip


def _require_turn(kind: MeetingKind, held_on: date, today: date, series: Series) -> None:
    _require_no_doubt(series)
    if held_on > today:
        raise Refused("a meeting cannot be held in the future")
    if kind != "regular" and series.first(kind) is not None:
        raise Refused(f"the {kind} meeting was held already", code="meeting-order")
    if kind == ORDER[0]:
        return
    before = ORDER[ORDER.index(kind) - 1]
    began = series.first(before)
    if began is None:
        raise Refused(f"first comes the {before} meeting", code="meeting-order")
    if held_on < began:
        raise Refused(f"the {before} meeting was later than this day", code="meeting-order")


def _require_no_doubt(series: Series) -> None:
    if series.doubt:
        raise Refused("after the trial meeting one side had doubts; the coordinator decides first")


def _require_company(attended: Sequence[PersonId], series: Series) -> None:
    if not set(attended) <= set(series.people):
        raise Refused("somebody who attended does not belong to the pairing")
    if series.mentor not in attended or not set(attended) & set(series.mentees):
        raise Refused("a meeting needs the mentor and at least one mentee")


def _require_open(series: Series) -> None:
    if series.status != "open":
        raise Refused(f"the pairing is {series.status}", code=f"pairing-{series.status}")


def _cancelled(series: Series, pairing: PairingId, reason: str) -> list[SeriesEvent]:
    return [events.MeetingCancelled(meeting, pairing, reason) for meeting in sorted(series.planned)]


def evolve(series: Series, event: SeriesEvent) -> Series:
    match event:
        case events.SeriesOpened(pairing, year, mentor, mentees):
            return replace(
                series, pairing=pairing, year=year, mentor=mentor, mentees=mentees, status="open"
            )
        case events.MeetingPlanned(meeting, _, kind):
            return replace(series, planned={**series.planned, meeting: kind})
        case events.MeetingCancelled(meeting):
            return replace(series, planned=_without(series.planned, meeting))
        case events.MeetingHeld(meeting=meeting, kind=kind, held_on=held_on, go_on=go_on):
            return replace(
                series,
                held={**series.held, meeting: Held(kind, held_on)},
                planned=_without(series.planned, meeting),
                doubt=series.doubt or go_on is False,
            )
        case events.MeetingStruck(meeting=meeting, kind=kind):
            doubt = series.doubt and kind != "trial"
            held = {id: one for id, one in series.held.items() if id != meeting}
            return replace(series, held=held, struck=series.struck | {meeting}, doubt=doubt)
        case events.MemberLeft(mentees=mentees):
            return replace(series, mentees=mentees)
        case events.DoubtSettled():
            return replace(series, doubt=False)
        case _:
            return replace(series, status=_status_after(event))


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


def _without(meetings: Mapping[str, MeetingKind], gone: str) -> Mapping[str, MeetingKind]:
    return {meeting: kind for meeting, kind in meetings.items() if meeting != gone}


MEETING_SERIES: Decider[SeriesCommand, SeriesEvent, Series] = Decider(
    "meeting_series",
    (
        events.SeriesOpened, events.MeetingPlanned, events.MeetingCancelled, events.MeetingHeld,
        events.MeetingStruck, events.DoubtSettled, events.SeriesClosed, events.SeriesSuspended,
        events.SeriesResumed, events.SeriesEnded, events.MemberLeft,
    ),
    Series(),
    decide,
    evolve,
)  # fmt: skip
