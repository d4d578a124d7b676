"""A gathering: planned, prepared by invitations, held once, and taken back when it was a mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.meetings.domain.outreach_event import commands, events
from services.meetings.domain.outreach_event.decider import OUTREACH
from shared.contracts.meetings import OutreachItem
from shared.domain.errors import AlreadyExists, NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

YEAR, DAY = "2026/27", date(2026, 10, 5)
ANNA, BORIS = PersonId("anna"), PersonId("boris")
TITLE, PLACE, WHY = Personal.of("Общая встреча"), Personal.of("зал"), Personal.of("ошибка")
MINUTES, FOUND = Personal.of("протокол № 1"), Personal.of_json(["каб. 12"])


def planned(item: OutreachItem = "5.1") -> events.OutreachPlanned:
    return events.OutreachPlanned(item, YEAR, TITLE, DAY, PLACE)


def hold(attended: int = 40, *people: PersonId, **more: Any) -> commands.Hold:
    asked = commands.Hold(DAY, attended, True, people, MINUTES, FOUND, 0, DAY)
    return replace(asked, **more)


def held(item: OutreachItem = "5.1", *people: PersonId, **more: Any) -> events.OutreachHeld:
    told = events.OutreachHeld(item, YEAR, DAY, 40, True, people, MINUTES, FOUND)
    return replace(told, **more)


def test_it_is_planned_once() -> None:
    ask = commands.Plan("5.1", YEAR, TITLE, DAY, PLACE)
    Spec(OUTREACH).when(ask).then(planned())
    Spec(OUTREACH).given(planned()).when(ask).then_refused("planned already", AlreadyExists)


@pytest.mark.parametrize(
    "command",
    [commands.Invite(1, 0), hold(), commands.Cancel(WHY), commands.Strike(WHY),
     commands.CheckIn(ANNA)],
)  # fmt: skip
def test_what_was_never_planned_is_unknown(command: Any) -> None:
    Spec(OUTREACH).when(command).then_refused("no such event", NotFound)


def test_invitations_are_counted_and_the_same_count_says_nothing_new() -> None:
    sent = events.InvitationsSent("7.1", YEAR, 80, 64)
    Spec(OUTREACH).given(planned("7.1")).when(commands.Invite(80, 64)).then(sent)
    spec = Spec(OUTREACH).given(planned("7.1"), sent)
    spec.when(commands.Invite(80, 64)).then_nothing()
    spec.when(commands.Invite(80, 70)).then(events.InvitationsSent("7.1", YEAR, 80, 70))
    spec.when(commands.Invite(10, 11)).then_refused("more answers than invitations")


def test_who_checked_in_is_among_those_who_attended() -> None:
    spec = Spec(OUTREACH).given(planned())
    spec.when(commands.CheckIn(ANNA)).then(events.CheckedIn(ANNA))
    spec = spec.given(events.CheckedIn(ANNA))
    spec.when(commands.CheckIn(ANNA)).then_nothing()
    spec.when(hold(40, BORIS, ANNA)).then(held("5.1", ANNA, BORIS))
    spec.when(hold(1, BORIS)).then_refused("fewer attended than checked in")


def test_it_is_held_once_and_not_before_its_day() -> None:
    spec = Spec(OUTREACH).given(planned())
    spec.when(hold(held_on=DAY + timedelta(days=1))).then_refused("in the future")
    spec.when(hold(0)).then_refused("nobody")
    spec.given(held()).when(hold()).then_refused("held already", AlreadyExists)


def test_leads_and_requests_belong_to_their_own_items() -> None:
    themes = {"exams": 4}
    partners, pupils = Spec(OUTREACH).given(planned("1.3")), Spec(OUTREACH).given(planned("1.4"))
    partners.when(hold(leads=7)).then(held("1.3", leads=7))
    pupils.when(hold(requests_by_theme=themes)).then(held("1.4", requests_by_theme=themes))
    pupils.when(hold(leads=7)).then_refused("leads come from")
    partners.when(hold(requests_by_theme=themes)).then_refused("requests come from")


def test_before_it_is_held_it_is_cancelled_and_after_that_struck() -> None:
    cancelled = events.OutreachCancelled("5.1", YEAR, WHY)
    struck = events.OutreachStruck("5.1", YEAR, WHY)
    waiting, done = Spec(OUTREACH).given(planned()), Spec(OUTREACH).given(planned(), held())
    waiting.when(commands.Cancel(WHY)).then(cancelled)
    waiting.when(commands.Strike(WHY)).then_refused("that was held can be struck")
    done.when(commands.Strike(WHY)).then(struck)
    done.when(commands.Cancel(WHY)).then_refused("can only be struck")
    waiting.given(cancelled).when(commands.Cancel(WHY)).then_nothing()
    done.given(struck).when(commands.Strike(WHY)).then_nothing()


def test_nothing_brings_back_what_was_struck_or_cancelled() -> None:
    struck = Spec(OUTREACH).given(planned(), held(), events.OutreachStruck("5.1", YEAR, WHY))
    gone = Spec(OUTREACH).given(planned(), events.OutreachCancelled("5.1", YEAR, WHY))
    for command in (hold(), commands.Invite(1, 1), commands.CheckIn(ANNA), commands.Cancel(WHY)):
        struck.when(command).then_refused("the event is struck")
    for command in (hold(), commands.Invite(1, 1), commands.CheckIn(ANNA)):
        gone.when(command).then_refused("the event is cancelled")


def test_only_another_day_or_hour_moves_it() -> None:
    hour = datetime(2026, 10, 5, 15, tzinfo=UTC)
    spec = Spec(OUTREACH).given(planned())
    ask = commands.Change(TITLE, DAY, PLACE, None, DAY)
    told = events.OutreachChanged("5.1", YEAR, TITLE, DAY, PLACE, None, 0, False)
    spec.when(ask).then(told)
    moved = replace(told, starts_at=hour, sequence=1, moved=True)
    spec.when(replace(ask, starts_at=hour)).then(moved)
    again = spec.given(moved).when(replace(ask, planned_for=DAY + timedelta(days=1)))
    again.then(replace(told, planned_for=DAY + timedelta(days=1), sequence=2, moved=True))
    late = replace(ask, today=DAY + timedelta(days=1))
    spec.when(late).then(told)
    spec.when(replace(late, starts_at=hour)).then_refused("into the past")
    spec.given(held()).when(ask).then_refused("the event is held")


def test_people_are_invited_once_and_answer_until_the_day_is_over() -> None:
    spec = Spec(OUTREACH).given(planned())
    invite = commands.InvitePeople("guardians", (ANNA, BORIS, ANNA), DAY)
    asked = (
        events.PeopleInvited("guardians", (ANNA, BORIS)), events.InvitationsSent("5.1", YEAR, 2, 0),
    )  # fmt: skip
    spec.when(invite).then(*asked)
    spec = spec.given(*asked)
    spec.when(invite).then_nothing()
    spec.when(replace(invite, today=DAY + timedelta(days=1))).then_refused("day of the event")
    yes = events.InvitationAnswered(ANNA, True)
    one = events.InvitationsSent("5.1", YEAR, 2, 1)
    spec.when(commands.Answer(ANNA, True, DAY)).then(yes, one)
    spec = spec.given(yes, one)
    spec.when(commands.Answer(ANNA, True, DAY)).then_nothing()
    spec.when(commands.Answer(ANNA, False, DAY)).then(events.InvitationAnswered(ANNA, False))
    spec.when(commands.Answer(ANNA, False, DAY + timedelta(days=1))).then_refused("has passed")
    spec.when(commands.Answer(PersonId("x"), True, DAY)).then_refused("not invited", NotFound)


def test_those_in_no_base_are_counted_or_named_with_their_consent() -> None:
    spec = Spec(OUTREACH).given(planned())
    counted = (
        events.AudienceCounted("teachers", 12, 3), events.InvitationsSent("5.1", YEAR, 12, 3),
    )  # fmt: skip
    spec.when(commands.CountAudience("teachers", 12, 3)).then(*counted)
    spec.when(commands.CountAudience("teachers", 3, 4)).then_refused("more answers")
    more = spec.given(*counted)
    more.when(commands.CountAudience("teachers", 12, 3)).then_nothing()
    more.when(commands.CountAudience("teachers", 10, 2)).then(
        events.AudienceCounted("teachers", 10, 2), events.InvitationsSent("5.1", YEAR, 10, 2)
    )
    guest, name, address = PersonId("guest"), Personal.of("Орлова Ия"), Personal.of("")
    ask = commands.NameGuest(guest, "partners", name, address, True, DAY)
    named = events.GuestNamed(guest, "partners", name, address)
    spec.when(replace(ask, consented=False)).then_refused("consent only")
    spec.when(ask).then(named, events.InvitationsSent("5.1", YEAR, 1, 0))
    spec = spec.given(named)
    spec.when(ask).then_nothing()
    spec.when(commands.ForgetGuest(ANNA)).then_refused("no such guest", NotFound)
    spec.when(commands.ForgetGuest(guest)).then(events.GuestForgotten(guest))
    gone = spec.given(events.GuestForgotten(guest))
    gone.when(commands.ForgetGuest(guest)).then_nothing()
    gone.when(commands.Answer(guest, True, DAY)).then_refused("not invited", NotFound)


def test_at_the_door_a_wrong_tick_is_taken_back_and_others_are_counted() -> None:
    invited = events.PeopleInvited("guardians", (ANNA,))
    spec = Spec(OUTREACH).given(planned(), invited)
    spec.when(commands.CheckIn(ANNA, "mentors")).then(events.CheckedIn(ANNA, "guardians"))
    spec.when(commands.CheckIn(BORIS, "mentors")).then(events.CheckedIn(BORIS, "mentors"))
    spec.when(commands.CheckOut(ANNA)).then_nothing()
    there = spec.given(events.CheckedIn(ANNA, "guardians"))
    there.when(commands.CheckOut(ANNA)).then(events.CheckInStruck(ANNA))
    there.given(events.CheckInStruck(ANNA)).when(commands.CheckIn(ANNA)).then(
        events.CheckedIn(ANNA, "guardians")
    )
    three = events.ArrivalsCounted("teachers", 3)
    spec.when(commands.CountArrivals("teachers", 3)).then(three)
    spec.when(commands.CountArrivals("teachers", 0)).then_nothing()
    spec.when(commands.CountArrivals("teachers", -1)).then_refused("have not come")
    full = there.given(three)
    full.when(hold(3)).then_refused("fewer attended than checked in")
    sums = {"guardians": 1, "teachers": 3}
    full.when(hold(5, by_audience=sums)).then_refused("another sum")
    full.when(hold(4, by_audience=sums)).then(
        held("5.1", ANNA, attended=4, by_audience=sums)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "fits"),
    [(date(2026, 1, 31), False), (date(2026, 2, 1), True), (date(2028, 1, 31), True),
     (date(2028, 2, 1), False)],
)  # fmt: skip
def test_it_lies_within_its_school_year_give_or_take_six_months(day: date, fits: bool) -> None:
    plan = commands.Plan("5.1", YEAR, TITLE, day, PLACE)
    change = commands.Change(TITLE, day, PLACE, None, date(2026, 1, 1))
    for spec, command in ((Spec(OUTREACH), plan), (Spec(OUTREACH).given(planned()), change)):
        decision = spec.when(command)
        if fits:
            assert decision.error is None
        else:
            decision.then_refused("within its school year")


def test_it_was_not_held_years_before() -> None:
    spec = Spec(OUTREACH).given(planned())
    spec.when(hold(held_on=date(2026, 1, 31))).then_refused("within its school year")
    assert spec.when(hold(held_on=date(2026, 2, 1))).error is None


def test_a_gathering_of_another_age_that_is_stored_already_can_be_moved_to_its_year() -> None:
    far = replace(planned(), planned_for=date(9999, 12, 31))
    spec = Spec(OUTREACH).given(far)
    assert spec.when(commands.Change(TITLE, DAY, PLACE, None, DAY)).error is None
    assert spec.when(commands.Cancel(WHY)).error is None
    spec.when(commands.Change(WHY, date(9999, 12, 31), PLACE, None, DAY)).then_refused("within")
