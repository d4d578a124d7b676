"""A roadmap is a plan the head approves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.reporting.domain.roadmap import commands, events
from services.reporting.domain.roadmap.decider import ROADMAP
from services.reporting.domain.roadmap.items import ITEMS, usual_dates
from services.reporting.domain.roadmap.suggesting import suggested
from services.reporting.domain.roadmap.working_days import WorkingDays
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import ActorId, PersonId, ProgrammeId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

START, END, TODAY = date(2026, 9, 1), date(2027, 5, 31), date(2026, 9, 2)
P, HEAD, ACTOR = ProgrammeId("p"), PersonId("head"), ActorId("account")
OPEN = commands.Open(P, "2026/27", START, END)
opened = events.RoadmapOpened(P, "2026/27", START, END)
draft = events.ItemsPlanned(suggested(START, END, WorkingDays()), "drafted")
approved = events.RoadmapApproved(HEAD, ACTOR, TODAY)
roadmap = Spec(ROADMAP)


def lines(*changes: events.PlannedLine, excluded: frozenset[str] = frozenset()) -> Any:
    """What an approval fixes: the old usual dates, but for the changes."""
    new = {line.item: line for line in changes}
    return tuple(
        events.ApprovedLine(
            item.number,
            item.title_ru,
            *(
                (line.starts, line.ends, line.role, line.person)
                if (line := new.get(item.number))
                else (*usual_dates(item.number, START, END), "coordinator", None)
            ),
            item.number in excluded,
        )
        for item in ITEMS
    )


def edition(number: int, *changes: events.PlannedLine) -> events.RoadmapApproved:
    return events.RoadmapApproved(HEAD, ACTOR, TODAY, number, "", lines(*changes))


def test_it_is_opened_with_a_draft_before_its_programme_and_only_once() -> None:
    roadmap.when(OPEN).then(opened, draft)
    roadmap.given(opened).when(OPEN).then_nothing()


def test_a_year_is_written_with_both_halves() -> None:
    roadmap.when(commands.Open(P, "2026/28", START, END)).then_refused("2026/27", Invalid)
    roadmap.when(commands.Open(P, "2026/27", END, START)).then_refused("ends after", Invalid)


def test_an_item_has_dates_and_a_role_or_a_person() -> None:
    by_role = commands.PlanItem("6.1", START, END, "coordinator")
    roadmap.given(opened).when(by_role).then(
        events.ItemPlanned("6.1", START, END, "coordinator", None)
    )
    planned = events.ItemPlanned("6.1", START, END, "coordinator", None)
    roadmap.given(opened, planned).when(by_role).then_nothing()
    both = commands.PlanItem("6.1", START, END, "coordinator", HEAD)
    roadmap.given(opened).when(both).then_refused("role or a person", Invalid)
    stranger = commands.PlanItem("6.1", START, END, "astronaut")
    roadmap.given(opened).when(stranger).then_refused("unknown role", Invalid)
    backwards = commands.PlanItem("6.1", END, START, "head")
    roadmap.given(opened).when(backwards).then_refused("not end before", Invalid)


def test_there_are_no_other_items() -> None:
    command = commands.PlanItem("8.1", START, END, "head")
    roadmap.given(opened).when(command).then_refused("no such item", NotFound)


def test_an_unknown_roadmap_is_not_found() -> None:
    approve = commands.Approve(HEAD, ACTOR, TODAY)
    roadmap.when(approve).then_refused("no such roadmap", NotFound)


def test_a_change_after_the_approval_needs_another() -> None:
    approve = commands.Approve(HEAD, ACTOR, TODAY)
    roadmap.given(opened).when(approve).then(edition(1))
    roadmap.given(opened, approved).when(approve).then_nothing()
    plan = commands.PlanItem("1.1", START, START, "", HEAD)
    planned = events.ItemPlanned("1.1", START, START, "", HEAD)
    roadmap.given(opened, approved).when(plan).then(planned, events.ApprovalLapsed())
    lapsed = roadmap.given(opened, approved, planned, events.ApprovalLapsed())
    lapsed.when(approve).then(edition(2, events.PlannedLine("1.1", START, START, "", HEAD)))


def test_an_item_that_does_not_apply_has_a_reason_and_may_come_back() -> None:
    reason = Personal.of("нет партнёров в районе")
    exclude, include = commands.ExcludeItem("1.3", reason), commands.IncludeItem("1.3")
    excluded = events.ItemExcluded("1.3", reason)
    roadmap.given(opened).when(exclude).then(excluded)
    roadmap.given(opened, excluded).when(exclude).then_nothing()
    roadmap.given(opened, excluded).when(include).then(events.ItemIncluded("1.3"))
    roadmap.given(opened).when(include).then_nothing()
    roadmap.given(opened, approved).when(exclude).then(excluded, events.ApprovalLapsed())


def test_usual_dates_lie_within_the_programme_in_the_order_of_stages() -> None:
    dates = [usual_dates(item.number, START, END) for item in ITEMS]
    assert all(START <= first <= last <= END for first, last in dates)
    assert [first for first, _ in dates] == sorted(first for first, _ in dates)
    assert dates[-1][1] == END


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (date(1, 1, 1), date(1, 5, 31)),
        (date(2025, 12, 31), END),
        (START, date(2029, 1, 1)),
        (START, date(9999, 12, 31)),
    ],
)
def test_a_programme_lies_in_its_school_year(starts: date, ends: date) -> None:
    roadmap.when(commands.Open(P, "2026/27", starts, ends)).then_refused("school year", Invalid)


@pytest.mark.parametrize(
    "year", ["2026/28", "0001/02", "２０２６/２７", "2026/27\n", "2026-27", ""]
)
def test_a_year_is_written_in_one_way(year: str) -> None:
    roadmap.when(commands.Open(P, year, START, END)).then_refused("like 2026/27", Invalid)
