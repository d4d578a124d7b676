"""What lies ahead of a pairing: single meetings, weekly plans, other times agreed by both sides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.meetings.domain.meeting_series import commands, events
from services.meetings.domain.meeting_series.commands import Planning
from services.meetings.domain.meeting_series.events import SeriesEvent
from services.meetings.domain.meeting_series.series import Planned, Series, require_no_doubt
from services.meetings.domain.meeting_series.terms import (
    Slot,
    Terms,
    require_ahead,
    require_free,
)
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PairingId, PersonId, derived_id


def planned(command: Planning, series: Series, pairing: PairingId) -> Sequence[SeriesEvent]:
    match command:
        case commands.Plan():
            return _plan(command, series, pairing)
        case commands.SetRhythm():
            return _set_rhythm(command, series, pairing)
        case commands.StopRhythm():
            return _stop_rhythm(command, series, pairing)
        case commands.CancelPlanned(meeting, reason):
            if meeting not in series.planned:
                return []
            return [events.MeetingCancelled(meeting, pairing, reason)]
        case commands.Move():
            return _move(command, series, pairing)
        case commands.AnswerMove():
            return _answer(command, series, pairing)
        case _:
            assert_never(command)


def cancelled(series: Series, pairing: PairingId, reason: str, but: str = "") -> list[SeriesEvent]:
    """All that lies ahead, ``but`` for the one that took place."""
    return [
        events.MeetingCancelled(meeting, pairing, reason)
        for meeting in sorted(series.planned)
        if meeting != but
    ]


def _plan(command: commands.Plan, series: Series, pairing: PairingId) -> Sequence[SeriesEvent]:
    require_no_doubt(series)
    slot = Slot(command.meeting, command.starts_at, command.minutes, series.people)
    _require_possible(slot, command.today, series, command.terms)
    return [
        events.MeetingPlanned(
            command.meeting, pairing, command.kind, command.starts_at, command.minutes,
            command.mode, "", command.terms.zone,
        )
    ]  # fmt: skip


def _set_rhythm(
    command: commands.SetRhythm, series: Series, pairing: PairingId
) -> Sequence[SeriesEvent]:
    """All of it or nothing: one day that is taken refuses the whole plan and names itself."""
    require_no_doubt(series)
    if command.rhythm in series.rhythms:
        return []
    plan, terms = command.plan, command.terms
    slots = [
        Slot(derived_id("meeting", command.rhythm, str(number)), at, command.minutes, series.people)
        for number, at in enumerate(plan.moments(command.skipped))
    ]
    for slot in slots:
        _require_possible(slot, command.today, series, terms)
    skipped = set(plan.days(())) & set(command.skipped)
    made: list[SeriesEvent] = [
        events.RhythmSet(
            command.rhythm, pairing, plan.weekday, f"{plan.at:%H:%M}", plan.every, plan.first,
            plan.until, command.minutes, command.mode, plan.zone, tuple(sorted(skipped)),
        )
    ]  # fmt: skip
    made += [
        events.MeetingPlanned(
            slot.id, pairing, "regular", slot.starts_at, slot.minutes, command.mode,
            command.rhythm, plan.zone,
        )
        for slot in slots
    ]  # fmt: skip
    return made


def _stop_rhythm(
    command: commands.StopRhythm, series: Series, pairing: PairingId
) -> Sequence[SeriesEvent]:
    """What was planned before today stays: it still waits for its entry."""
    running = series.rhythms.get(command.rhythm)
    if running is None:
        raise NotFound("there is no such plan")
    if not running:
        return []
    terms = Terms(zone=command.zone)
    gone = [
        events.MeetingCancelled(id, pairing, command.reason)
        for id, one in sorted(series.planned.items())
        if one.rhythm == command.rhythm and terms.day(one.starts_at) >= command.today
    ]
    return [*gone, events.RhythmStopped(command.rhythm, pairing)]


def _move(command: commands.Move, series: Series, pairing: PairingId) -> Sequence[SeriesEvent]:
    one = _known(command.meeting, series)
    wanted = (command.starts_at, command.minutes, command.mode)
    if wanted == (one.starts_at, one.minutes, one.mode):
        return []
    slot = Slot(command.meeting, command.starts_at, command.minutes, series.people)
    _require_possible(slot, command.today, series, command.terms)
    if command.by is None:
        if not set(command.agreed_by) <= set(series.people):
            raise Refused("somebody who agreed does not belong to the pairing")
        return [
            events.MeetingMoved(
                command.meeting, pairing, *wanted, None, command.agreed_by, command.terms.zone
            )
        ]
    return [events.MoveProposed(command.meeting, pairing, *wanted, command.by)]


def _answer(
    command: commands.AnswerMove, series: Series, pairing: PairingId
) -> Sequence[SeriesEvent]:
    proposed = _known(command.meeting, series).proposed
    if proposed is None or proposed.starts_at != command.starts_at:
        raise Refused("this proposal is no longer there", code="proposal-gone")
    if not command.agree:
        return [events.MoveDeclined(command.meeting, pairing, command.by)]
    if not _across(proposed.by, command.by, series):
        raise Refused("the other side agrees to another time", code="own-proposal")
    slot = Slot(command.meeting, proposed.starts_at, proposed.minutes, series.people)
    _require_possible(slot, command.today, series, command.terms)
    return [
        events.MeetingMoved(
            command.meeting, pairing, proposed.starts_at, proposed.minutes, proposed.mode,
            proposed.by, (command.by,), command.terms.zone,
        )
    ]  # fmt: skip


def _across(one: PersonId, other: PersonId, series: Series) -> bool:
    return (one == series.mentor) != (other == series.mentor)


def _known(meeting: str, series: Series) -> Planned:
    one = series.planned.get(meeting)
    if one is None:
        raise NotFound("there is no such planned meeting")
    return one


def _require_possible(slot: Slot, today: date | None, series: Series, terms: Terms) -> None:
    require_ahead(slot.starts_at, today, terms)
    require_free(slot, (*series.ahead(), *terms.busy))
