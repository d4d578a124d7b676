"""Usual dates, moved dates, and a plan a year later: on working days, with people who are there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.roadmap import commands, events
from services.reporting.domain.roadmap.copying import copied, day_after
from services.reporting.domain.roadmap.deadlines import standing
from services.reporting.domain.roadmap.decider import ROADMAP
from services.reporting.domain.roadmap.events import PlannedLine
from services.reporting.domain.roadmap.items import ITEMS
from services.reporting.domain.roadmap.suggesting import suggested
from services.reporting.domain.roadmap.working_days import Span, WorkingDays
from shared.domain.errors import Invalid, NotFound, Refused
from shared.domain.ids import ActorId, PersonId, ProgrammeId
from shared.domain.personal import Personal
from shared.domain.school_years import year_after
from shared.testing.spec import Spec

START, END = date(2026, 9, 1), date(2027, 5, 31)
NEXT_START, NEXT_END = date(2027, 9, 1), date(2028, 5, 31)
AUTUMN = Span(date(2026, 10, 26), date(2026, 11, 3))
P, Q = ProgrammeId("p"), ProgrammeId("q")
ANNA, HEAD, ACTOR = PersonId("anna"), PersonId("head"), ActorId("account")
TODAY = date(2026, 9, 2)
opened = events.RoadmapOpened(P, "2026/27", START, END)
reason = Personal.of("нет партнёров")
approve = commands.Approve(HEAD, ACTOR, TODAY)
roadmap = Spec(ROADMAP)
days_of_the_year = st.dates(START, END)


def line(item: str, starts: date, ends: date, person: PersonId | None = None) -> PlannedLine:
    return PlannedLine(item, starts, ends, "" if person else "coordinator", person)


def test_usual_dates_are_working_days_within_the_programme_and_outside_holidays() -> None:
    days = WorkingDays((AUTUMN,))
    lines = suggested(START, END, days)
    assert [one.item for one in lines] == [item.number for item in ITEMS]
    for one in lines:
        assert START <= one.starts <= one.ends <= END
        assert days.works(one.starts), one
        assert days.works(one.ends), one
    of = {one.item: one for one in lines}
    assert of["2.2"].ends < of["2.1"].ends, "a minor answers after the guardian's consent"
    assert [of[n].starts for n in ("6.1", "6.2", "6.3", "6.4")] == sorted(
        of[n].starts for n in ("6.1", "6.2", "6.3", "6.4")
    )


@given(days_of_the_year, days_of_the_year)
def test_a_span_moved_onto_working_days_keeps_its_order(one: date, other: date) -> None:
    days = WorkingDays((AUTUMN,))
    first, last = days.between(min(one, other), max(one, other))
    assert first <= last
    assert days.works(first)


@given(days_of_the_year)
def test_a_year_later_the_weekday_is_the_same_and_no_holiday(day: date) -> None:
    days = WorkingDays((Span(date(2027, 10, 25), date(2027, 11, 3)),))
    (one,) = copied([line("1.1", day, day)], NEXT_START, NEXT_END, days, ())
    assert one.starts == one.ends
    assert one.starts.weekday() == day.weekday()
    assert not days.free(one.starts)
    assert NEXT_START <= one.starts <= NEXT_END


def test_whoever_left_is_replaced_by_the_role_of_the_coordinator() -> None:
    lines = [line("1.1", START, START, ANNA), line("1.2", START, START, HEAD)]
    kept, left = copied(lines, NEXT_START, NEXT_END, WorkingDays(), {ANNA})
    assert (kept.person, kept.role) == (ANNA, "")
    assert (left.person, left.role) == (None, "coordinator")


def test_years_follow_each_other() -> None:
    assert year_after("2026/27") == "2027/28"
    assert year_after("2098/99") == "2099/00"
    assert day_after(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("due", "ticked", "applies", "expected"),
    [
        (TODAY - timedelta(days=1), False, True, "late"),
        (TODAY, False, True, "soon"),
        (TODAY + timedelta(days=14), False, True, "soon"),
        (TODAY + timedelta(days=15), False, True, "ahead"),
        (TODAY - timedelta(days=1), True, True, "done"),
        (TODAY - timedelta(days=1), False, False, "not_applicable"),
    ],
)
def test_where_an_item_stands(due: date, ticked: bool, applies: bool, expected: str) -> None:
    assert standing(due=due, ticked=ticked, applies=applies, today=TODAY) == expected


def test_a_form_changes_only_what_differs_and_all_of_it_or_nothing() -> None:
    old, new = line("1.1", START, START), line("1.2", START, END, ANNA)
    planned = events.ItemsPlanned((old,), "edited")
    both = commands.PlanItems((old, new))
    roadmap.given(opened, planned).when(both).then(events.ItemsPlanned((new,), "edited"))
    roadmap.given(opened, planned).when(commands.PlanItems((old,))).then_nothing()
    approved = events.RoadmapApproved(HEAD, ACTOR, TODAY, 1)
    roadmap.given(opened, planned, approved).when(both).then(
        events.ItemsPlanned((new,), "edited"), events.ApprovalLapsed()
    )
    wrong = commands.PlanItems((old, line("1.2", END, START)))
    roadmap.given(opened).when(wrong).then_refused("cannot be planned", Invalid)
    twice = commands.PlanItems((old, old))
    roadmap.given(opened).when(twice).then_refused("twice", Invalid)
    far = commands.PlanItems((line("1.1", date(2030, 1, 1), date(2030, 1, 2)),))
    roadmap.given(opened).when(far).then_refused("cannot be planned", Invalid)
    stranger = commands.PlanItems((line("8.1", START, END),))
    roadmap.given(opened).when(stranger).then_refused("no such item", NotFound)


def test_dates_move_from_a_stage_on() -> None:
    planned = events.ItemsPlanned(suggested(START, END, WorkingDays()), "drafted")
    state = ROADMAP.fold([opened, planned])
    (moved,) = ROADMAP.decide(commands.Shift(7, 7), state)
    assert isinstance(moved, events.ItemsPlanned)
    assert moved.why == "shifted"
    assert {one.item[0] for one in moved.lines} == {"7"}
    before = {one.item: one for one in planned.lines}
    assert all(one.ends >= before[one.item].ends for one in moved.lines)
    roadmap.given(opened).when(commands.Shift(0)).then_refused("1 to 180", Invalid)
    roadmap.given(opened).when(commands.Shift(-181)).then_refused("1 to 180", Invalid)


def test_a_successor_is_a_change_that_the_head_may_approve_anew() -> None:
    planned = events.ItemPlanned("1.1", START, START, "", ANNA)
    approved = events.RoadmapApproved(HEAD, ACTOR, TODAY, 1)
    handed = events.ItemPlanned("1.1", START, START, "", HEAD)
    over = commands.HandOver(ANNA, HEAD)
    roadmap.given(opened, planned, approved).when(over).then(handed)
    roadmap.given(opened, planned, approved).when(approve).then_nothing()
    state = ROADMAP.fold([opened, planned, approved, handed])
    (edition,) = ROADMAP.decide(approve, state)
    assert isinstance(edition, events.RoadmapApproved)
    assert (edition.edition, edition.lines[0].person) == (2, HEAD)


def test_names_are_printed_in_the_edition_that_is_approved() -> None:
    named = commands.Approve(HEAD, ACTOR, TODAY, "Школа", ((ANNA, Personal.of("Анна")),))
    decided = ROADMAP.decide(named, ROADMAP.fold([opened]))
    assert decided[1:] == [events.NamePrinted(1, ANNA, Personal.of("Анна"))]
    assert isinstance(decided[0], events.RoadmapApproved)
    assert (decided[0].school, len(decided[0].lines)) == ("Школа", 35)


def test_a_copied_year_asks_again_what_did_not_apply() -> None:
    lines = (line("1.1", NEXT_START, NEXT_START),)
    copy = commands.CopyYear(Q, "2027/28", NEXT_START, NEXT_END, P, lines, ("1.3",))
    began = events.RoadmapOpened(Q, "2027/28", NEXT_START, NEXT_END)
    planned, made = events.ItemsPlanned(lines, "copied"), events.YearCopied(P, ("1.3",))
    roadmap.when(copy).then(began, planned, made)
    roadmap.given(began).when(copy).then(planned, made)
    given_copy = roadmap.given(began, planned, made)
    given_copy.when(copy).then_nothing()
    given_copy.when(approve).then_refused("which items apply", Refused)
    given_copy.when(commands.IncludeItem("1.3")).then(events.ItemIncluded("1.3"))
    excluded = events.ItemExcluded("1.3", reason)
    given_copy.when(commands.ExcludeItem("1.3", reason)).then(excluded)
    answered = ROADMAP.fold([began, planned, made, excluded])
    assert isinstance(ROADMAP.decide(approve, answered)[0], events.RoadmapApproved)
    before = (began, events.ItemExcluded("1.3", reason), planned, made)
    roadmap.given(*before).when(commands.ExcludeItem("1.3", reason)).then(excluded)
    roadmap.given(*before, excluded).when(commands.ExcludeItem("1.3", reason)).then_nothing()
    approved = events.RoadmapApproved(HEAD, ACTOR, TODAY, 1)
    roadmap.given(began, approved).when(copy).then_refused("of its own", Refused)
