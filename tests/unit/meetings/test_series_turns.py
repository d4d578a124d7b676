"""Meetings keep their order without a reason, and the last one may be a planned one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.meetings.domain.meeting_series import commands, events
from services.meetings.domain.meeting_series.terms import Terms
from shared.domain.errors import NotFound
from shared.domain.personal import Personal
from tests.unit.meetings.test_series_order import (
    AT,
    DAY,
    MENTEE,
    MENTOR,
    OTHER,
    PAIR,
    PEOPLE,
    PLANNED,
    TO_TRIAL,
    TO_WORK,
    TOPIC,
    YEAR,
    close,
    held,
    record,
    series,
)

WHY = Personal.of("первую встречу внесли дважды")
STRUCK = events.MeetingStruck("m-organisational", PAIR, YEAR, "organisational")
CLOSING = replace(PLANNED, meeting="c1", kind="closing", starts_at=AT)


def refusal(decision: Any) -> str:
    assert decision.error is not None
    return str(decision.error.code)


def test_the_first_meeting_is_not_entered_behind_the_trial() -> None:
    again = series(*TO_WORK, STRUCK)
    late = record("organisational", 12)
    assert refusal(again.when(late)) == "meeting-order"
    again.when(record("organisational", 2)).then(held("organisational", 2))
    again.when(replace(late, exception=WHY)).then(
        replace(held("organisational", 12), exception=WHY)
    )


def test_no_step_is_entered_behind_a_later_one() -> None:
    struck = events.MeetingStruck("m-trial", PAIR, YEAR, "trial")
    trial = record("trial", 11, go_on_mentor=True, go_on_mentee=True)
    assert refusal(series(*TO_WORK, struck).when(trial)) == "meeting-order"
    series(*TO_WORK, struck).when(replace(trial, held_on=DAY + timedelta(days=3))).then(
        held("trial", 3, True)
    )


def test_what_a_reason_put_out_of_order_stands_in_nobodys_way() -> None:
    odd = series(*TO_TRIAL, replace(held("regular", 1), exception=WHY))
    again = record("regular", 9, meeting="second")
    odd.when(again).then(replace(held("regular", 9), meeting="second"))


@pytest.mark.parametrize(("day", "possible"), [(14, False), (15, True), (20, True)])
def test_a_pair_parts_after_its_last_meeting(day: int, possible: bool) -> None:
    spec = series(*TO_WORK, replace(held("regular", 15), meeting="second"))
    decision = spec.when(close(day))
    if possible:
        assert decision.error is None
    else:
        assert refusal(decision) == "meeting-order"
        assert spec.when(replace(close(day), exception=WHY)).error is None


def test_no_correction_takes_a_meeting_behind_the_last_one() -> None:
    parted = series(*TO_WORK, last("m-last"), events.SeriesClosed(PAIR, YEAR, "reached"))
    after = DAY + timedelta(days=21)
    fixed = commands.Correct(
        "m-regular", after, 45, "online", PEOPLE, TOPIC, TOPIC, WHY, after, excepted=True
    )
    assert refusal(parted.when(fixed)) == "meeting-order"
    assert parted.when(replace(fixed, held_on=after - timedelta(days=1))).error is None


def last(meeting: str, **more: Any) -> events.MeetingHeld:
    day = DAY + timedelta(days=20)
    event = events.MeetingHeld(
        meeting, PAIR, YEAR, "closing", day, 40, "online", PEOPLE, PEOPLE, TOPIC, Personal.of("")
    )
    return replace(event, **more)


def test_a_planned_last_meeting_took_place_and_the_others_are_called_off() -> None:
    spec = series(*TO_WORK, PLANNED, CLOSING)
    planned = replace(close(), meeting="c1", planned=True)
    state = spec.when(planned).then(
        events.MeetingCancelled("p1", PAIR, "closed"),
        last("c1"),
        events.SeriesClosed(PAIR, YEAR, "reached"),
    )
    assert (state.planned, state.status) == ({}, "closed")
    for meeting in ("p1", "unheard"):
        wrong = spec.when(replace(planned, meeting=meeting))
        wrong.then_refused("no such planned meeting of this kind", NotFound)
    spec.when(close()).then(
        events.MeetingCancelled("c1", PAIR, "closed"),
        events.MeetingCancelled("p1", PAIR, "closed"),
        last("m-last"),
        events.SeriesClosed(PAIR, YEAR, "reached"),
    )


def test_a_meeting_that_begins_later_today_was_not_held() -> None:
    begins = datetime.combine(DAY, AT.timetz())
    at = Terms(now=begins - timedelta(minutes=1))
    tonight = record("organisational", starts_at=begins, terms=at)
    assert refusal(series().when(tonight)) == "hour-in-future"
    excused = replace(tonight, exception=WHY)
    assert refusal(series().when(excused)) == "hour-in-future"
    begun = replace(tonight, terms=Terms(now=begins))
    series().when(begun).then(replace(held("organisational"), starts_at=begins))


def test_everybody_is_entered_once() -> None:
    twice = record("organisational", attended=(MENTOR, OTHER, MENTEE, MENTOR, OTHER))
    (event,) = series().when(twice).events
    assert event.attended == (MENTOR, OTHER, MENTEE)
    again = commands.Correct(
        "m-organisational", DAY, 45, "online", (MENTEE, MENTOR, MENTEE), TOPIC, TOPIC, WHY, DAY
    )
    (event,) = series(held("organisational")).when(again).events
    assert event.attended == (MENTEE, MENTOR)
