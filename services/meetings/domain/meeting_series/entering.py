"""What goes into the journal: who may be entered, on which day, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final, assert_never

from services.meetings.domain.meeting_series import commands, events
from services.meetings.domain.meeting_series.commands import Entering
from services.meetings.domain.meeting_series.events import Absence, SeriesEvent
from services.meetings.domain.meeting_series.planning import cancelled
from services.meetings.domain.meeting_series.series import ORDER, Held, Series, require_no_doubt
from services.meetings.domain.meeting_series.terms import (
    Slot,
    Terms,
    require_free,
    require_held_day,
)
from shared.contracts.meetings import MeetingKind
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal

FILES: Final = 5
"""So many files one meeting may have."""


def entered(command: Entering, series: Series, pairing: PairingId) -> Sequence[SeriesEvent]:
    match command:
        case commands.Record():
            return [_recorded(command, series, pairing)]
        case commands.Correct():
            return _corrected(command, series, pairing)
        case commands.Attach(attachment, meeting, name, type, size):
            if attachment in series.attachments or attachment in series.dropped:
                return []
            _known(meeting, series)
            if sum(of == meeting for of in series.attachments.values()) >= FILES:
                raise Refused(f"a meeting has at most {FILES} files", code="too-many-files")
            return [
                events.AttachmentKept(
                    attachment, meeting, pairing, series.people, name, type, size
                )
            ]  # fmt: skip
        case commands.Detach(attachment):
            of = series.attachments.get(attachment)
            if of is None and attachment not in series.dropped:
                raise NotFound("there is no such file")
            return [events.AttachmentRemoved(attachment, of, pairing)] if of else []
        case _:
            assert_never(command)


def closed(command: commands.Close, series: Series, pairing: PairingId) -> Sequence[SeriesEvent]:
    if command.planned:
        _require_planned(command.meeting, "closing", series)
    excepted = command.exception is not None
    require_held_day(command.held_on, command.today, command.terms, excepted=excepted)
    _require_turn("closing", command, series)
    return [
        *cancelled(series, pairing, "closed", but=command.meeting),
        events.MeetingHeld(
            command.meeting, pairing, series.year, "closing", command.held_on, command.minutes,
            command.mode, series.people, series.people, command.reflection, Personal.of(""),
            exception=command.exception,
        ),
        events.SeriesClosed(pairing, series.year, command.outcome),
    ]  # fmt: skip


def _recorded(command: commands.Record, series: Series, pairing: PairingId) -> events.MeetingHeld:
    if command.kind == "closing":
        raise Refused("the closing meeting is recorded together with the outcome")
    if command.planned:
        _require_planned(command.meeting, command.kind, series)
    excepted = command.exception is not None
    require_held_day(command.held_on, command.today, command.terms, excepted=excepted)
    _require_turn(command.kind, command, series)
    if command.kind == "planning" and not command.goal_set:
        raise Refused(
            "a planning meeting sets the goal, its measure, a date and the number of meetings",
            code="goal-missing",
        )
    absences = _require_company(command, series)
    go_on: bool | None = None
    if command.kind == "trial":
        if command.go_on_mentor is None or command.go_on_mentee is None:
            raise Refused("after a trial meeting both say whether they go on", code="go-on-missing")
        go_on = command.go_on_mentor and command.go_on_mentee
    return events.MeetingHeld(
        command.meeting, pairing, series.year, command.kind, command.held_on, command.minutes,
        command.mode, series.people, _once(command.attended), command.topic, command.next_step,
        go_on,
        command.starts_at, absences, command.exception,
    )  # fmt: skip


def _corrected(
    command: commands.Correct, series: Series, pairing: PairingId
) -> Sequence[SeriesEvent]:
    """Neither the kind nor what was said after a trial changes: that is struck and entered anew."""
    before = _known(command.meeting, series)
    for day in {before.on, command.held_on}:
        require_held_day(day, command.today, command.terms, excepted=command.excepted)
    _require_neighbours(command.meeting, before, command.held_on, series)
    absences = _require_company(command, series)
    return [
        events.EntryCorrected(
            command.meeting, pairing, series.year, before.kind, command.held_on, command.minutes,
            command.mode, series.people, _once(command.attended), command.topic,
            command.next_step,
            command.reason, command.starts_at, absences,
        )
    ]  # fmt: skip


def _require_neighbours(meeting: str, before: Held, held_on: date, series: Series) -> None:
    """Another day must not turn the order of the meetings round."""
    _require_order(meeting, replace(before, on=held_on), series)


def _require_order(meeting: str, entry: Held, series: Series) -> None:
    """What a reason has put out of order before stands in nobody's way."""
    after = replace(series, held={**series.held, meeting: entry})
    if _in_order(series) and not _in_order(after):
        raise Refused("on this day the meetings would not be in their order", code="meeting-order")


def _in_order(series: Series) -> bool:
    """Each step began on the day of the one before or later; after the closing meeting is none."""
    days = [day for kind in ORDER if (day := series.first(kind)) is not None]
    parted = series.first("closing")
    after = parted is not None and any(held.on > parted for held in series.held.values())
    return days == sorted(days) and not after


def _known(meeting: str, series: Series) -> Held:
    held = series.held.get(meeting)
    if held is None:
        raise NotFound("there is no such meeting in the journal")
    return held


def _require_planned(meeting: str, kind: MeetingKind, series: Series) -> None:
    one = series.planned.get(meeting)
    if one is None or one.kind != kind:
        raise NotFound("there is no such planned meeting of this kind")


def _require_turn(
    kind: MeetingKind, command: commands.Record | commands.Close, series: Series
) -> None:
    require_no_doubt(series)
    if kind != "regular" and series.first(kind) is not None:
        raise Refused(f"the {kind} meeting was held already", code="meeting-order")
    if command.exception is not None:
        return
    if kind != ORDER[0]:
        _require_step(ORDER[ORDER.index(kind) - 1], command.held_on, series)
    _require_order(command.meeting, Held(kind, command.held_on), series)


def _require_step(before: MeetingKind, held_on: date, series: Series) -> None:
    if not series.reached(before):
        raise Refused(f"first comes the {before} meeting", code="meeting-order")
    began = series.first(before)
    if began is not None and held_on < began:
        raise Refused(f"the {before} meeting was later than this day", code="meeting-order")


def _once(people: Sequence[PersonId]) -> tuple[PersonId, ...]:
    return tuple(dict.fromkeys(people))


def _require_company(
    command: commands.Record | commands.Correct, series: Series
) -> Personal | None:
    """Who was there, who was away and why; nobody in two places at once."""
    attended = command.attended
    if not set(attended) <= set(series.people):
        raise Refused("somebody who attended does not belong to the pairing")
    if series.mentor not in attended or not set(attended) & set(series.mentees):
        raise Refused("a meeting needs the mentor and at least one mentee", code="nobody-there")
    _require_apart(command.meeting, command.starts_at, command.held_on, command.minutes,
                   attended, series, command.terms)  # fmt: skip
    return _absences(command.absences, attended, series)


def _require_apart(
    meeting: str, starts_at: datetime | None, held_on: date, minutes: int,
    attended: tuple[PersonId, ...], series: Series, terms: Terms,
) -> None:  # fmt: skip
    if starts_at is None:
        return
    if terms.day(starts_at) != held_on:
        raise Refused("the hour belongs to another day than the meeting", code="another-day")
    if terms.now is not None and starts_at > terms.now:
        raise Refused("a meeting that begins later was not held yet", code="hour-in-future")
    require_free(Slot(meeting, starts_at, minutes, attended), (*series.past(), *terms.busy))


def _absences(
    told: Mapping[PersonId, Absence], attended: Sequence[PersonId], series: Series
) -> Personal | None:
    if not set(told) <= set(series.mentees) - set(attended):
        raise Refused("a reason is given for a mentee who was away", code="absence-of-present")
    return Personal.of_json(dict(told)) if told else None
