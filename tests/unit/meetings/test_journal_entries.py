"""What goes into the journal: windows, exceptions, absences, corrections, files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.meetings.domain.meeting_series import commands, events
from services.meetings.domain.meeting_series.decider import MEETING_SERIES, Series
from services.meetings.domain.meeting_series.terms import Slot, Terms
from shared.contracts.meetings import MeetingKind
from shared.domain.errors import NotFound
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

PAIR, YEAR, DAY = PairingId("pair"), "2026/27", date(2026, 10, 20)
MENTOR, MENTEE, OTHER = PersonId("mentor"), PersonId("mentee"), PersonId("other")
PEOPLE = (MENTOR, MENTEE, OTHER)
TOPIC, NEXT, WHY = Personal.of("дроби"), Personal.of("повторить"), Personal.of("в больнице")
OPENED = events.SeriesOpened(PAIR, YEAR, MENTOR, (MENTEE, OTHER))
TERMS = Terms(date(2026, 9, 1), date(2027, 5, 31), 14, "Europe/Moscow")
AT = datetime(2026, 10, 20, 12, tzinfo=UTC)


def held(kind: MeetingKind, day: int = 0, **more: Any) -> events.MeetingHeld:
    event = events.MeetingHeld(
        f"m-{kind}", PAIR, YEAR, kind, DAY + timedelta(days=day), 45, "in_person", PEOPLE,
        PEOPLE, TOPIC, NEXT,
    )  # fmt: skip
    return replace(event, **more)


def record(kind: MeetingKind = "organisational", late: int = 0, **more: Any) -> commands.Record:
    asked = commands.Record(
        f"m-{kind}", kind, DAY, 45, "in_person", PEOPLE, TOPIC, NEXT, DAY + timedelta(days=late),
        terms=TERMS,
    )  # fmt: skip
    return replace(asked, **more)


def correct(**more: Any) -> commands.Correct:
    asked = commands.Correct(
        "m-organisational", DAY, 60, "online", (MENTOR, MENTEE), TOPIC, NEXT, WHY, DAY,
        terms=TERMS,
    )  # fmt: skip
    return replace(asked, **more)


def corrected(**more: Any) -> events.EntryCorrected:
    event = events.EntryCorrected(
        "m-organisational", PAIR, YEAR, "organisational", DAY, 60, "online", PEOPLE,
        (MENTOR, MENTEE), TOPIC, NEXT, WHY,
    )  # fmt: skip
    return replace(event, **more)


def series(*past: Any) -> Spec[Series]:
    return Spec(MEETING_SERIES).given(OPENED, *past)


@pytest.mark.parametrize(("late", "refused"), [(0, False), (14, False), (15, True)])
def test_an_entry_comes_within_its_time(late: int, refused: bool) -> None:
    decision = series().when(record(late=late))
    if refused:
        decision.then_refused("within 14 days")
    else:
        decision.then(held("organisational"))


def test_the_coordinator_enters_later_with_a_reason() -> None:
    late = record(late=40, exception=WHY)
    series().when(late).then(held("organisational", exception=WHY))


def test_a_reason_lifts_the_order_but_neither_the_future_nor_the_programme() -> None:
    out_of_turn = record("planning", exception=WHY)
    series().when(out_of_turn).then(held("planning", exception=WHY))
    series().when(record("planning")).then_refused("first comes the trial meeting")
    early = record(exception=WHY, held_on=date(2026, 8, 30))
    series().when(early).then_refused("outside the programme")
    ahead = record(exception=WHY, held_on=DAY + timedelta(days=1))
    series().when(ahead).then_refused("in the future")


def test_after_a_step_that_was_left_out_the_next_needs_no_reason() -> None:
    skipped = series(held("organisational"), held("regular", 1, exception=WHY))
    again = record("regular", late=3, meeting="second", held_on=DAY + timedelta(days=3))
    skipped.when(again).then(held("regular", 3, meeting="second"))


def test_the_first_meeting_and_the_trial_may_fall_on_one_day() -> None:
    trial = record("trial", go_on_mentor=True, go_on_mentee=True)
    series(held("organisational")).when(trial).then(held("trial", go_on=True))


def test_a_planning_meeting_has_a_goal() -> None:
    ready = series(held("organisational"), held("trial", go_on=True))
    decision = ready.when(record("planning", goal_set=False))
    decision.then_refused("sets the goal, its measure, a date")
    ready.when(record("planning")).then(held("planning"))


def test_absences_are_told_of_those_who_were_away() -> None:
    away = record(attended=(MENTOR, MENTEE), absences={OTHER: "ill"})
    told = Personal.of_json({OTHER: "ill"})
    series().when(away).then(held("organisational", attended=(MENTOR, MENTEE), absences=told))
    series().when(record(absences={OTHER: "ill"})).then_refused("who was away")
    stranger = {PersonId("stranger"): "ill"}
    series().when(replace(away, absences=stranger)).then_refused("who was away")  # type: ignore[arg-type]


def test_nobody_was_in_two_places_at_once() -> None:
    busy = replace(TERMS, busy=(Slot("x", AT, 60, (MENTEE, PersonId("tutor"))),))
    series().when(record(starts_at=AT, terms=busy)).then_refused("at another meeting")
    without = record(starts_at=AT, terms=busy, attended=(MENTOR, OTHER))
    series().when(without).then(held("organisational", starts_at=AT, attended=(MENTOR, OTHER)))
    series().when(record(starts_at=AT + timedelta(days=1))).then_refused("another day")


def test_a_correction_replaces_the_entry_and_keeps_kind_and_answers() -> None:
    spec = series(held("organisational"))
    state = spec.when(correct()).then(corrected())
    assert state.held["m-organisational"].minutes == 60
    spec.when(correct(meeting="unheard")).then_refused("no such meeting", NotFound)
    spec.when(correct(today=DAY + timedelta(days=20))).then_refused("within 14 days")
    spec.when(correct(today=DAY + timedelta(days=20), excepted=True)).then(corrected())


def test_a_correction_keeps_the_order_of_days() -> None:
    spec = series(held("organisational"), held("trial", 2, go_on=True))
    after = DAY + timedelta(days=3)
    spec.when(correct(held_on=after, today=after)).then_refused("in their order")
    same = DAY + timedelta(days=2)
    spec.when(correct(held_on=same, today=same)).then(corrected(held_on=same))


def test_the_journal_of_a_suspended_pair_stands_still() -> None:
    suspended = series(held("organisational"), events.SeriesSuspended(PAIR, "consent_ended"))
    for command in (record("trial"), correct(), correct(excepted=True)):
        suspended.when(command).then_refused("the pairing is suspended")
    ended = series(held("organisational"), events.SeriesEnded(PAIR, "moved"))
    ended.when(correct()).then_refused("the pairing is ended")
    ended.when(correct(excepted=True)).then(corrected())


def test_a_meeting_has_up_to_five_files() -> None:
    def attach(id: str) -> commands.Attach:
        return commands.Attach(id, "m-organisational", TOPIC, "image/png", 10)

    def kept(id: str) -> events.AttachmentKept:
        return events.AttachmentKept(id, "m-organisational", PAIR, PEOPLE, TOPIC, "image/png", 10)

    spec = series(held("organisational"), *(kept(f"f{n}") for n in range(4)))
    spec.when(attach("f4")).then(kept("f4"))
    full = spec.given(kept("f4"))
    full.when(attach("f5")).then_refused("at most 5 files")
    full.when(attach("f4")).then_nothing()
    gone = events.AttachmentRemoved("f4", "m-organisational", PAIR)
    full.when(commands.Detach("f4")).then(gone)
    left = full.given(gone)
    left.when(attach("f5")).then(kept("f5"))
    left.when(attach("f4")).then_nothing()
    left.when(commands.Detach("f4")).then_nothing()
    left.when(commands.Detach("f9")).then_refused("no such file", NotFound)
    series().when(attach("f1")).then_refused("no such meeting", NotFound)


def test_a_struck_meeting_takes_its_files_along() -> None:
    def kept(id: str, meeting: str) -> events.AttachmentKept:
        return events.AttachmentKept(id, meeting, PAIR, PEOPLE, TOPIC, "image/png", 10)

    past = (held("organisational"), held("trial", 1), kept("f1", "m-organisational"))
    spec = series(*past, kept("f2", "m-trial"))
    struck = events.MeetingStruck("m-organisational", PAIR, YEAR, "organisational")
    state = spec.when(commands.Strike("m-organisational")).then(
        events.AttachmentRemoved("f1", "m-organisational", PAIR), struck
    )
    assert state.attachments == {"f2": "m-trial"}
    spec.given(struck).when(commands.Detach("f1")).then_nothing()
