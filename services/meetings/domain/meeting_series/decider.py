"""A pairing meets first to agree rules, then on trial, then to plan, then regularly, then to part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from services.meetings.domain.meeting_series import commands, events
from services.meetings.domain.meeting_series.commands import (
    Entering,
    Planning,
    SeriesCommand,
)
from services.meetings.domain.meeting_series.entering import closed, entered
from services.meetings.domain.meeting_series.events import SeriesEvent
from services.meetings.domain.meeting_series.planning import cancelled, planned
from services.meetings.domain.meeting_series.series import ORDER, Series, evolve, require_open
from services.meetings.domain.meeting_series.terms import Terms
from shared.domain.decider import Decider
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PairingId

__all__ = ["MEETING_SERIES", "ORDER", "Series"]


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
    if isinstance(command, commands.CloseAlert):
        return _alert_closed(command, series, series.pairing)
    if not _is_late_correction(command, series):
        require_open(series)
    return _work(command, series, series.pairing)


def _is_late_correction(command: SeriesCommand, series: Series) -> bool:
    """The coordinator mends the journal of a pairing that is over; nobody that of a suspended one."""
    over = series.status in ("closed", "ended")
    return over and isinstance(command, commands.Correct) and command.excepted


def _standing(
    command: commands.Suspend | commands.Resume | commands.End, series: Series, pairing: PairingId
) -> Sequence[SeriesEvent]:
    match command:
        case commands.Suspend(reason):
            if series.status != "open":
                return []
            return [*cancelled(series, pairing, reason), events.SeriesSuspended(pairing, reason)]
        case commands.Resume():
            return [events.SeriesResumed(pairing)] if series.status == "suspended" else []
        case commands.End(reason):
            if series.status in ("ended", "closed"):
                return []
            return [*cancelled(series, pairing, reason), events.SeriesEnded(pairing, reason)]
        case _:
            assert_never(command)


def _work(
    command: Planning | Entering | commands.GoOn | commands.Close,
    series: Series,
    pairing: PairingId,
) -> Sequence[SeriesEvent]:
    if isinstance(command, Planning):
        return planned(command, series, pairing)
    if isinstance(command, Entering):
        return entered(command, series, pairing)
    match command:
        case commands.GoOn():
            return [_settled(series, pairing)] if series.doubt else []
        case commands.Close():
            return closed(command, series, pairing)
        case _:
            assert_never(command)


def _settled(series: Series, pairing: PairingId) -> events.DoubtSettled:
    """There is one trial at a time: a second one needs the first to be struck."""
    trial = next((id for id, held in series.held.items() if held.kind == "trial"), "")
    return events.DoubtSettled(pairing, trial, series.year)


def _struck(meeting: str, series: Series, pairing: PairingId) -> Sequence[SeriesEvent]:
    """A mistake may come to light later, so this works in any state of the pairing. The meeting's
    files go with it."""
    if meeting in series.struck:
        return []
    held = series.held.get(meeting)
    if held is None:
        raise NotFound("there is no such meeting in the journal")
    if held.kind == "closing":
        raise Refused("a closed pairing begins anew by an order only")
    return [
        *(
            events.AttachmentRemoved(id, meeting, pairing)
            for id in sorted(series.files_of(meeting))
        ),
        events.MeetingStruck(meeting, pairing, series.year, held.kind),
    ]


def _alert_closed(
    command: commands.CloseAlert, series: Series, pairing: PairingId
) -> Sequence[SeriesEvent]:
    """Works in any state of the pairing: a note about what was missed never comes too late."""
    if command.alert == "overdue":
        if command.meeting in series.settled:
            return []
        one = series.planned.get(command.meeting)
        if one is None:
            raise NotFound("there is no such planned meeting")
        if Terms(zone=command.zone).day(one.starts_at) >= command.today:
            raise Refused("this meeting is still ahead", code="not-overdue")
    meeting = command.meeting if command.alert == "overdue" else ""
    note = command.note if command.kept else None
    return [events.AlertClosed(pairing, command.alert, meeting, series.people, note, command.today)]


MEETING_SERIES: Decider[SeriesCommand, SeriesEvent, Series] = Decider(
    "meeting_series",
    (
        events.SeriesOpened, events.MeetingPlanned, events.RhythmSet, events.RhythmStopped,
        events.MoveProposed, events.MoveDeclined, events.MeetingMoved, events.MeetingCancelled,
        events.MeetingHeld, events.EntryCorrected, events.AttachmentKept, events.AttachmentRemoved,
        events.AlertClosed, events.MeetingStruck, events.DoubtSettled, events.SeriesClosed,
        events.SeriesSuspended, events.SeriesResumed, events.SeriesEnded, events.MemberLeft,
    ),
    Series(),
    decide,
    evolve,
)  # fmt: skip
