"""Ranking and vetoes after the general meeting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.matching.domain.ballot import commands, events
from services.matching.domain.ballot.decider import BALLOT
from shared.domain.errors import Invalid
from shared.domain.ids import PersonId, ProgrammeId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

ID, DAY = ProgrammeId("programme"), date(2026, 10, 1)
MENTORS = tuple(PersonId(name) for name in ("m1", "m2", "m3", "m4"))
ANNA, BORIS = PersonId("anna"), PersonId("boris")
ballot = Spec(BALLOT)
opened = ballot.given(events.WindowOpened(ID, "2026/27", MENTORS, (ANNA, BORIS), DAY))


def choice(ranking: tuple[str, ...] = (), vetoes: tuple[str, ...] = ()) -> Personal:
    return Personal.of_json({"ranking": ranking, "vetoes": vetoes})


def test_a_window_needs_people_on_both_sides_who_are_not_the_same() -> None:
    nobody = commands.OpenWindow(ID, "2026/27", (), (ANNA,), DAY, DAY)
    ballot.when(nobody).then_refused("both sides")
    both = commands.OpenWindow(ID, "2026/27", (ANNA,), (ANNA,), DAY, DAY)
    ballot.when(both).then_refused("one side")


def test_each_side_votes_for_the_other() -> None:
    said = choice(("m1", "m2"), ("m3",))
    opened.when(commands.Cast(ANNA, said, DAY)).then(events.BallotCast(ANNA, "mentee", said))
    back = choice(("anna",))
    opened.when(commands.Cast(MENTORS[0], back, DAY)).then(
        events.BallotCast(MENTORS[0], "mentor", back)
    )


@pytest.mark.parametrize(
    "said",
    [
        choice(("m1", "m2", "m3", "m4")),
        choice(("m1", "m1")),
        choice(("m1",), ("m1",)),
        choice(("boris",)),
    ],
)
def test_a_ballot_that_makes_no_sense_is_refused(said: Personal) -> None:
    assert isinstance(opened.when(commands.Cast(ANNA, said, DAY)).error, Invalid)


def test_only_those_who_met_vote() -> None:
    stranger = commands.Cast(PersonId("x"), choice(), DAY)
    opened.when(stranger).then_refused("who met")


def test_nobody_votes_after_the_end() -> None:
    late = commands.Cast(ANNA, choice(("m1",)), DAY + timedelta(days=1))
    opened.when(late).then_refused("closed")


def test_closing_counts_people_once() -> None:
    twice = opened.given(
        events.BallotCast(ANNA, "mentee", choice(("m1",))),
        events.BallotCast(ANNA, "mentee", choice(("m2",))),
    )
    twice.when(commands.CloseBallots()).then(events.BallotsClosed(ID, "2026/27", 6, 1))
