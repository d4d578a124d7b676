"""The meetings of a pairing: their order, doubts after the trial, and a pairing that stands still."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.meetings.domain.meeting_series import commands, events
from services.meetings.domain.meeting_series.decider import MEETING_SERIES, Series
from shared.contracts.meetings import MeetingKind
from shared.domain.errors import NotFound
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

PAIR, YEAR, DAY = PairingId("pair"), "2026/27", date(2026, 10, 20)
MENTOR, MENTEE, OTHER = PersonId("mentor"), PersonId("mentee"), PersonId("other")
TOPIC, NEXT = Personal.of("дроби"), Personal.of("повторить")
OPENED = events.SeriesOpened(PAIR, YEAR, MENTOR, (MENTEE, OTHER))
PEOPLE = (MENTOR, MENTEE, OTHER)


def held(kind: MeetingKind, day: int = 0, go_on: bool | None = None) -> events.MeetingHeld:
    return events.MeetingHeld(
        f"m-{kind}", PAIR, YEAR, kind, DAY + timedelta(days=day), 45, "in_person", PEOPLE,
        (MENTOR, MENTEE), TOPIC, NEXT, go_on,
    )  # fmt: skip


def record(kind: MeetingKind, day: int = 0, **more: Any) -> commands.Record:
    asked = commands.Record(
        f"m-{kind}", kind, DAY + timedelta(days=day), 45, "in_person", (MENTOR, MENTEE), TOPIC,
        NEXT, DAY + timedelta(days=30),
    )  # fmt: skip
    return replace(asked, **more)


def close(day: int = 20) -> commands.Close:
    on = DAY + timedelta(days=day)
    return commands.Close("m-last", "reached", on, 40, "online", TOPIC, DAY + timedelta(days=30))


def series(*events: Any) -> Spec[Series]:
    return Spec(MEETING_SERIES).given(OPENED, *events)


TO_TRIAL = (held("organisational"), held("trial", 2, True))
TO_PLAN = (*TO_TRIAL, held("planning", 4))
TO_WORK = (*TO_PLAN, held("regular", 10))
AT = datetime(2026, 11, 3, 12, tzinfo=UTC)
PLANNED = events.MeetingPlanned("p1", PAIR, "regular", AT, 45, "online", zone="Europe/Moscow")


def test_it_opens_once_with_the_pairing() -> None:
    ask = commands.Open(PAIR, YEAR, MENTOR, (MENTEE, OTHER))
    Spec(MEETING_SERIES).when(ask).then(OPENED)
    series().when(ask).then_nothing()
    Spec(MEETING_SERIES).when(record("organisational")).then_refused("no such pairing", NotFound)


def test_every_meeting_needs_the_one_before() -> None:
    series().when(record("organisational")).then(held("organisational"))
    series(held("organisational")).when(
        record("trial", 2, go_on_mentor=True, go_on_mentee=True)
    ).then(held("trial", 2, True))
    series(*TO_TRIAL).when(record("planning", 4)).then(held("planning", 4))
    series(*TO_PLAN).when(record("regular", 10)).then(held("regular", 10))


@pytest.mark.parametrize(
    ("past", "kind", "missing"),
    [
        ((), "trial", "organisational"),
        ((held("organisational"),), "planning", "trial"),
        (TO_TRIAL, "regular", "planning"),
    ],
)
def test_no_step_is_left_out(past: tuple[Any, ...], kind: MeetingKind, missing: str) -> None:
    series(*past).when(record(kind, 10)).then_refused(f"first comes the {missing} meeting")


def test_only_regular_meetings_repeat() -> None:
    again = record("regular", 12, meeting="second")
    series(*TO_WORK).when(again).then(replace(held("regular", 12), meeting="second"))
    series(*TO_PLAN).when(record("planning", 6)).then_refused("held already")


def test_days_follow_the_order_and_none_lies_ahead() -> None:
    series(*TO_TRIAL).when(record("planning", 1)).then_refused("later than this day")
    series().when(record("organisational", 31)).then_refused("in the future")


def test_a_meeting_has_the_mentor_and_a_mentee_and_no_stranger() -> None:
    ask = record("organisational")
    series().when(replace(ask, attended=(MENTOR,))).then_refused("at least one mentee")
    series().when(replace(ask, attended=(MENTEE, OTHER))).then_refused("needs the mentor")
    stranger = (MENTOR, MENTEE, PersonId("stranger"))
    series().when(replace(ask, attended=stranger)).then_refused("does not belong")


def test_after_a_trial_both_say_whether_they_go_on() -> None:
    spec = series(held("organisational"))
    spec.when(record("trial", 2)).then_refused("both say")
    spec.when(record("trial", 2, go_on_mentor=True)).then_refused("both say")
    for mentor, mentee in ((False, True), (True, False), (False, False)):
        said = record("trial", 2, go_on_mentor=mentor, go_on_mentee=mentee)
        assert spec.when(said).then(held("trial", 2, False)).doubt


def test_a_doubt_stops_everything_until_the_coordinator_decides() -> None:
    doubt = series(held("organisational"), held("trial", 2, False))
    doubt.when(record("planning", 4)).then_refused("the coordinator decides first")
    doubt.when(close()).then_refused("the coordinator decides first")
    plan = commands.Plan("p1", "planning", AT, 45, "online")
    doubt.when(plan).then_refused("the coordinator decides first")
    doubt.when(commands.GoOn()).then(events.DoubtSettled(PAIR, "m-trial", YEAR))
    settled = doubt.given(events.DoubtSettled(PAIR, "m-trial", YEAR))
    settled.when(record("planning", 4)).then(held("planning", 4))
    settled.when(commands.GoOn()).then_nothing()


def test_a_trial_struck_takes_its_doubt_along() -> None:
    doubt = series(held("organisational"), held("trial", 2, False))
    state = doubt.when(commands.Strike("m-trial")).then(
        events.MeetingStruck("m-trial", PAIR, YEAR, "trial")
    )
    assert not state.doubt


def test_what_was_recorded_by_mistake_is_struck_once_and_recorded_anew() -> None:
    struck = events.MeetingStruck("m-organisational", PAIR, YEAR, "organisational")
    spec = series(held("organisational"))
    spec.when(commands.Strike("m-organisational")).then(struck)
    after = spec.given(struck)
    after.when(commands.Strike("m-organisational")).then_nothing()
    after.when(commands.Strike("unheard")).then_refused("no such meeting", NotFound)
    anew = record("organisational", 3, meeting="anew")
    after.when(anew).then(replace(held("organisational", 3), meeting="anew"))


def test_a_mistake_is_struck_in_a_pairing_that_ended_too() -> None:
    spec = series(*TO_TRIAL, events.SeriesEnded(PAIR, "moved"))
    struck = events.MeetingStruck("m-trial", PAIR, YEAR, "trial")
    spec.when(commands.Strike("m-trial")).then(struck)


def test_closing_needs_work_and_takes_the_calendar_along() -> None:
    series(*TO_PLAN).when(close()).then_refused("first comes the regular meeting")
    last = events.MeetingHeld(
        "m-last", PAIR, YEAR, "closing", DAY + timedelta(days=20), 40, "online", PEOPLE, PEOPLE,
        TOPIC, Personal.of(""),
    )  # fmt: skip
    done = events.SeriesClosed(PAIR, YEAR, "reached")
    gone = events.MeetingCancelled("p1", PAIR, "closed")
    state = series(*TO_WORK, PLANNED).when(close()).then(gone, last, done)
    assert (state.status, dict(state.planned)) == ("closed", {})
    closed = series(*TO_WORK, last, done)
    closed.when(close()).then_refused("the pairing is closed")
    closed.when(commands.Strike("m-last")).then_refused("by an order only")
    closed.when(commands.End("completed")).then_nothing()
    series(*TO_WORK).when(record("closing", 20)).then_refused("together with the outcome")


def test_a_planned_meeting_leaves_the_calendar_when_held_or_cancelled() -> None:
    plan = commands.Plan("p1", "regular", AT, 45, "online")
    series(*TO_PLAN).when(plan).then(PLANNED)
    spec = series(*TO_PLAN, PLANNED)
    took_place = record("regular", 14, meeting="p1", planned=True)
    state = spec.when(took_place).then(replace(held("regular", 14), meeting="p1"))
    assert dict(state.planned) == {}
    spec.when(commands.CancelPlanned("p1", "ill")).then(events.MeetingCancelled("p1", PAIR, "ill"))
    series(*TO_PLAN).when(took_place).then_refused("no such planned meeting", NotFound)


@pytest.mark.parametrize(
    ("stop", "standing"),
    [
        (commands.Suspend("consent_ended"), events.SeriesSuspended(PAIR, "consent_ended")),
        (commands.End("consent_ended"), events.SeriesEnded(PAIR, "consent_ended")),
    ],
)
def test_a_pairing_that_stops_empties_its_calendar(stop: Any, standing: Any) -> None:
    gone = events.MeetingCancelled("p1", PAIR, "consent_ended")
    state = series(PLANNED).when(stop).then(gone, standing)
    assert dict(state.planned) == {}
    series(standing).when(stop).then_nothing()
    stopped = series(*TO_PLAN, standing)
    plan = commands.Plan("p2", "regular", AT, 45, "online")
    for command in (record("regular", 10), plan, close(), commands.GoOn()):
        stopped.when(command).then_refused("the pairing is")


def test_what_was_suspended_goes_on_and_what_ended_does_not() -> None:
    paused = series(events.SeriesSuspended(PAIR, "ill"))
    paused.when(commands.Resume()).then(events.SeriesResumed(PAIR))
    back = paused.given(events.SeriesResumed(PAIR))
    back.when(record("organisational")).then(held("organisational"))
    series(events.SeriesEnded(PAIR, "moved")).when(commands.Resume()).then_nothing()
    series(events.SeriesEnded(PAIR, "moved")).when(commands.Suspend("ill")).then_nothing()
