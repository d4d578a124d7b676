"""What lies ahead of a pair: the school's days, other times, weekly plans, overlapping meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from services.meetings.domain.meeting_series import commands, events
from services.meetings.domain.meeting_series.decider import MEETING_SERIES, Series
from services.meetings.domain.meeting_series.rhythm import Rhythm
from services.meetings.domain.meeting_series.terms import Slot, Terms
from shared.domain.errors import NotFound
from shared.domain.ids import PairingId, PersonId, derived_id
from shared.domain.personal import Personal
from shared.testing.spec import Spec

PAIR, YEAR = PairingId("pair"), "2026/27"
MENTOR, MENTEE, OTHER = PersonId("mentor"), PersonId("mentee"), PersonId("other")
OPENED = events.SeriesOpened(PAIR, YEAR, MENTOR, (MENTEE, OTHER))
TODAY, AT = date(2026, 11, 2), datetime(2026, 11, 3, 12, tzinfo=UTC)
TERMS = Terms(date(2026, 9, 1), date(2027, 5, 31), 14, "Europe/Moscow")
PLANNED = events.MeetingPlanned("p1", PAIR, "regular", AT, 45, "online", "", "Europe/Moscow")
LATER = AT + timedelta(days=1)


def plan(at: datetime = AT, **more: Any) -> commands.Plan:
    return replace(commands.Plan("p1", "regular", at, 45, "online", TODAY, TERMS), **more)


def move(by: PersonId | None = MENTOR, **more: Any) -> commands.Move:
    asked = commands.Move("p1", LATER, 60, "in_person", by, (), TODAY, TERMS)
    return replace(asked, **more)


def answer(by: PersonId = MENTEE, agree: bool = True, **more: Any) -> commands.AnswerMove:
    return replace(commands.AnswerMove("p1", LATER, by, agree, TODAY, TERMS), **more)


def series(*past: Any) -> Spec[Series]:
    return Spec(MEETING_SERIES).given(OPENED, *past)


def test_a_plan_lies_ahead_and_inside_the_programme() -> None:
    series().when(plan()).then(PLANNED)
    series().when(plan(AT - timedelta(days=2))).then_refused("today or later")
    outside = series().when(plan(datetime(2027, 6, 1, 9, tzinfo=UTC)))
    outside.then_refused("outside the programme")
    assert outside.error is not None
    assert outside.error.code == "outside-programme"


def test_the_day_is_the_schools_own() -> None:
    """At 21:30 UTC on the last day it is the day after the programme in Kamchatka."""
    late = datetime(2027, 5, 31, 20, 30, tzinfo=UTC)
    series().when(plan(late, terms=TERMS)).then(
        events.MeetingPlanned("p1", PAIR, "regular", late, 45, "online", "", "Europe/Moscow")
    )
    far = replace(TERMS, zone="Asia/Kamchatka")
    series().when(plan(late, terms=far)).then_refused("outside the programme")


@pytest.mark.parametrize(("minutes", "free"), [(-30, False), (30, False), (44, False), (45, True)])
def test_nobody_is_at_two_meetings_at_once(minutes: int, free: bool) -> None:
    at = AT + timedelta(minutes=minutes)
    decision = series(PLANNED).when(plan(at, meeting="p2"))
    if free:
        decision.then(
            events.MeetingPlanned("p2", PAIR, "regular", at, 45, "online", "", "Europe/Moscow")
        )
    else:
        decision.then_refused("at another meeting")


def test_anothers_meeting_counts_only_for_people_of_both() -> None:
    def busy(*people: PersonId) -> Terms:
        return replace(TERMS, busy=(Slot("elsewhere", AT, 30, people),))

    series().when(plan(terms=busy(MENTOR, PersonId("else")))).then_refused("another meeting")
    series().when(plan(terms=busy(PersonId("else")))).then(PLANNED)


def test_one_side_asks_and_the_other_agrees() -> None:
    asked = events.MoveProposed("p1", PAIR, LATER, 60, "in_person", MENTOR)
    series(PLANNED).when(move()).then(asked)
    waiting = series(PLANNED, asked)
    waiting.when(answer(MENTOR)).then_refused("the other side agrees")
    moved = events.MeetingMoved(
        "p1", PAIR, LATER, 60, "in_person", MENTOR, (MENTEE,), "Europe/Moscow"
    )
    state = waiting.when(answer()).then(moved)
    assert (state.planned["p1"].starts_at, state.planned["p1"].proposed) == (LATER, None)
    state = waiting.when(answer(agree=False)).then(events.MoveDeclined("p1", PAIR, MENTEE))
    assert (state.planned["p1"].starts_at, state.planned["p1"].proposed) == (AT, None)


def test_an_answer_is_about_the_time_that_was_looked_at() -> None:
    asked = events.MoveProposed("p1", PAIR, LATER, 60, "in_person", MENTOR)
    stale = answer(starts_at=LATER + timedelta(hours=1))
    series(PLANNED, asked).when(stale).then_refused("no longer there")
    series(PLANNED).when(answer()).then_refused("no longer there")
    series().when(answer()).then_refused("no such planned meeting", NotFound)


def test_the_school_moves_at_once_and_says_who_agreed() -> None:
    series(PLANNED).when(move(None, agreed_by=(MENTOR, MENTEE))).then(
        events.MeetingMoved(
            "p1", PAIR, LATER, 60, "in_person", None, (MENTOR, MENTEE), "Europe/Moscow"
        )
    )
    series(PLANNED).when(move(None, agreed_by=(PersonId("stranger"),))).then_refused("not belong")
    same = move(starts_at=AT, minutes=45, mode="online")
    series(PLANNED).when(same).then_nothing()


def test_a_move_never_stands_in_its_own_way_but_in_that_of_others() -> None:
    nearer = move(starts_at=AT + timedelta(minutes=15))
    series(PLANNED).when(nearer).then(
        events.MoveProposed("p1", PAIR, AT + timedelta(minutes=15), 60, "in_person", MENTOR)
    )
    second = replace(PLANNED, meeting="p2", starts_at=LATER)
    series(PLANNED, second).when(move()).then_refused("at another meeting")


WEEKLY = Rhythm(1, time(15), 1, date(2026, 11, 2), date(2026, 11, 24), "Europe/Moscow")


def rhythm(**more: Any) -> commands.SetRhythm:
    asked = commands.SetRhythm(
        "r1", WEEKLY, 45, "online", (date(2026, 11, 10), date(2026, 11, 11)), TODAY, TERMS
    )
    return replace(asked, **more)


def occurrence(number: int, day: int) -> events.MeetingPlanned:
    return events.MeetingPlanned(
        derived_id("meeting", "r1", str(number)), PAIR, "regular",
        datetime(2026, 11, day, 12, tzinfo=UTC), 45, "online", "r1", "Europe/Moscow",
    )  # fmt: skip


SET = events.RhythmSet(
    "r1", PAIR, 1, "15:00", 1, date(2026, 11, 2), date(2026, 11, 24), 45, "online",
    "Europe/Moscow", (date(2026, 11, 10),),
)  # fmt: skip
OCCURRENCES = (occurrence(0, 3), occurrence(1, 17), occurrence(2, 24))


def test_a_weekly_plan_leaves_holidays_out() -> None:
    series().when(rhythm()).then(SET, *OCCURRENCES)
    series(SET, *OCCURRENCES).when(rhythm()).then_nothing()


def test_a_weekly_plan_is_made_whole_or_not_at_all() -> None:
    taken = events.MeetingPlanned("p1", PAIR, "regular", datetime(2026, 11, 17, 12, 30, tzinfo=UTC),
                                  45, "online")  # fmt: skip
    series(taken).when(rhythm()).then_refused("at another meeting")
    beyond = replace(WEEKLY, until=date(2027, 6, 10))
    series().when(rhythm(plan=beyond)).then_refused("outside the programme")
    none = replace(WEEKLY, until=date(2026, 11, 2))
    series().when(rhythm(plan=none)).then_refused("no such day")


def test_stopping_a_plan_calls_off_what_is_ahead_and_leaves_what_waits_for_its_entry() -> None:
    stop = commands.StopRhythm("r1", "other", date(2026, 11, 17), "Europe/Moscow")
    state = (
        series(SET, *OCCURRENCES)
        .when(stop)
        .then(
            *sorted(
                (events.MeetingCancelled(one.meeting, PAIR, "other") for one in OCCURRENCES[1:]),
                key=lambda event: event.meeting,
            ),
            events.RhythmStopped("r1", PAIR),
        )
    )
    assert list(state.planned) == [OCCURRENCES[0].meeting]
    stopped = series(SET, events.RhythmStopped("r1", PAIR))
    stopped.when(stop).then_nothing()
    series().when(stop).then_refused("no such plan", NotFound)


def test_alerts_close_once_with_a_note() -> None:

    note = Personal.of("болели")
    after = TODAY + timedelta(days=2)
    close = commands.CloseAlert("overdue", "p1", note, after)
    closed = events.AlertClosed(PAIR, "overdue", "p1", (MENTOR, MENTEE, OTHER), note, after)
    series(PLANNED).when(close).then(closed)
    series(PLANNED, closed).when(close).then_nothing()
    series().when(close).then_refused("no such planned meeting", NotFound)
    silent = commands.CloseAlert("silent", "ignored", note, TODAY)
    series().when(silent).then(
        events.AlertClosed(PAIR, "silent", "", (MENTOR, MENTEE, OTHER), note, TODAY)
    )


def test_a_meeting_is_overdue_after_its_day_by_the_schools_clock() -> None:
    note, day = Personal.of("болели"), AT.date()
    close = commands.CloseAlert("overdue", "p1", note, day)
    decision = series(PLANNED).when(close)
    decision.then_refused("still ahead")
    assert decision.error is not None
    assert decision.error.code == "not-overdue"
    late = replace(PLANNED, starts_at=AT.replace(hour=22))
    series(late).when(replace(close, today=day + timedelta(days=1))).then_refused("still ahead")
    far = replace(close, today=day + timedelta(days=1), zone="Europe/Kaliningrad")
    people = (MENTOR, MENTEE, OTHER)
    series(PLANNED).when(far).then(
        events.AlertClosed(PAIR, "overdue", "p1", people, note, far.today)
    )


def test_a_note_stays_only_where_everybody_consents() -> None:
    close = commands.CloseAlert("silent", "", Personal.of("болели"), TODAY, kept=False)
    people = (MENTOR, MENTEE, OTHER)
    series().when(close).then(events.AlertClosed(PAIR, "silent", "", people, None, TODAY))


def test_what_was_seen_to_waits_again_once_it_is_moved() -> None:
    note, people = Personal.of("болели"), (MENTOR, MENTEE, OTHER)
    closed = events.AlertClosed(PAIR, "overdue", "p1", people, note, TODAY)
    moved = events.MeetingMoved("p1", PAIR, LATER, 45, "online", None, (MENTOR,), "Europe/Moscow")
    after = LATER.date() + timedelta(days=1)
    again = commands.CloseAlert("overdue", "p1", note, after)
    series(PLANNED, closed, moved).when(again).then(replace(closed, closed_on=after))
