"""A gathering: planned, prepared by invitations, held once, and taken back when it was a mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
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
