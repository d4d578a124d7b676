"""A goal counts when everybody of the pairing agrees to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from services.meetings.domain.goal import commands, events
from services.meetings.domain.goal.decider import GOAL
from shared.domain.errors import NotFound
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

PAIR, YEAR, TODAY, DUE = PairingId("pair"), "2026/27", date(2026, 11, 1), date(2027, 4, 1)
MENTOR, MENTEE = PersonId("mentor"), PersonId("mentee")
TEXT, MEASURE = Personal.of("алгебра на четыре"), Personal.of("средний балл")
PROPOSED = events.GoalProposed(
    "g1", PAIR, YEAR, (MENTOR, MENTEE), TEXT, MEASURE, DUE, 10
)  # fmt: skip
BY_MENTOR, BY_MENTEE = events.GoalConfirmed("g1", MENTOR), events.GoalConfirmed("g1", MENTEE)
AGREED = events.GoalAgreed("g1", PAIR, YEAR, DUE, 10)


def propose(*agreed: PersonId) -> commands.Propose:
    return commands.Propose(
        "g1", PAIR, YEAR, (MENTOR, MENTEE), TEXT, MEASURE, DUE, 10, agreed, TODAY
    )  # fmt: skip


def test_both_may_agree_at_once() -> None:
    Spec(GOAL).when(propose(MENTOR, MENTEE)).then(PROPOSED, BY_MENTOR, BY_MENTEE, AGREED)


def test_it_waits_for_the_last_of_them() -> None:
    Spec(GOAL).when(propose(MENTOR)).then(PROPOSED, BY_MENTOR)
    spec = Spec(GOAL).given(PROPOSED, BY_MENTOR)
    spec.when(commands.Agree("g1", MENTOR)).then_nothing()
    assert spec.when(commands.Agree("g1", MENTEE)).then(BY_MENTEE, AGREED).agreed


def test_a_later_proposal_begins_from_nothing() -> None:
    later = replace(PROPOSED, goal="g2")
    spec = Spec(GOAL).given(PROPOSED, BY_MENTOR, BY_MENTEE, AGREED, later)
    spec.when(commands.Agree("g1", MENTEE)).then_refused("a later goal")
    only = events.GoalConfirmed("g2", MENTEE)
    assert not spec.when(commands.Agree("g2", MENTEE)).then(only).agreed


def test_what_makes_no_sense_is_refused() -> None:
    Spec(GOAL).when(replace(propose(), planned_meetings=0)).then_refused("at least one meeting")
    Spec(GOAL).when(replace(propose(), due=date(2026, 10, 31))).then_refused("in the past")
    Spec(GOAL).when(propose(PersonId("x"))).then_refused("does not belong")
    Spec(GOAL).when(commands.Agree("g1", MENTEE)).then_refused("no goal", NotFound)
    stranger = commands.Agree("g1", PersonId("x"))
    Spec(GOAL).given(PROPOSED).when(stranger).then_refused("does not belong", NotFound)
