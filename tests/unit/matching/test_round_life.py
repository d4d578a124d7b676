"""A municipal round from its opening to the numbers that the municipality may see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.matching.domain.round import commands, events
from services.matching.domain.round.decider import ROUND, hidden
from services.matching.domain.share import commands as shares
from services.matching.domain.share import events as received
from services.matching.domain.share.decider import SHARE
from shared.domain.errors import AlreadyExists, Invalid, NotFound
from shared.domain.ids import ProgrammeId, TenantId
from shared.testing.spec import Spec

ID, YEAR, DAY = "round", "2026/27", date(2026, 10, 1)
NORTH, SOUTH = TenantId("north"), TenantId("south")
PLAN, FORMS = ProgrammeId("plan"), ("student_pupil",)
none = Spec(ROUND)
opened = none.given(events.RoundOpened(ID, YEAR, 1, DAY))
joined = opened.given(
    events.SchoolJoined(NORTH, PLAN, FORMS), events.SchoolJoined(SOUTH, PLAN, FORMS)
)
started = joined.given(events.RoundStarted(ID, YEAR, 1))
NUMBERS = tuple(events.SchoolNumbers(school, 20, 15, 12, 18) for school in (NORTH, SOUTH))
delivered = started.given(events.RoundDelivered(ID, YEAR, 1, NUMBERS))


def join(school: TenantId = NORTH, today: date = DAY) -> commands.Join:
    return commands.Join(school, PLAN, FORMS, today)


def test_one_round_of_a_year_at_a_time() -> None:
    none.when(commands.Open(ID, YEAR, DAY, DAY)).then(events.RoundOpened(ID, YEAR, 1, DAY))
    again = commands.Open(ID, YEAR, DAY, DAY)
    for running in (opened, started):
        running.when(again).then_refused("open already", AlreadyExists)
    called_off = opened.given(events.RoundCalledOff(ID, YEAR))
    for over in (called_off, delivered):
        after = over.when(again).then(events.RoundOpened(ID, YEAR, 2, DAY))
        assert after.entries == {}, "schools join each round anew"


def test_a_round_has_a_year_and_a_day_to_join() -> None:
    late = commands.Open(ID, YEAR, DAY - timedelta(days=1), DAY)
    none.when(late).then_refused("a day to join", Invalid)
    none.when(commands.Open(ID, "2026/28", DAY, DAY)).then_refused("2026/27", Invalid)
    none.when(commands.Start()).then_refused("no such round", NotFound)


def test_schools_join_change_their_forms_and_leave() -> None:
    opened.when(join()).then(events.SchoolJoined(NORTH, PLAN, FORMS))
    joined.when(join()).then_nothing()
    other = commands.Join(NORTH, PLAN, ("pupil_pupil",), DAY)
    joined.when(other).then(events.SchoolJoined(NORTH, PLAN, ("pupil_pupil",)))
    joined.when(commands.Leave(NORTH)).then(events.SchoolLeft(NORTH))
    opened.when(commands.Leave(NORTH)).then_nothing()


@pytest.mark.parametrize("forms", [(), ("student_pupil", "student_pupil"), ("unheard",)])
def test_a_school_joins_with_forms_there_are(forms: tuple[str, ...]) -> None:
    opened.when(commands.Join(NORTH, PLAN, forms, DAY)).then_refused("form", Invalid)


def test_nobody_joins_or_leaves_too_late() -> None:
    opened.when(join(today=DAY + timedelta(days=1))).then_refused("has passed")
    for over in (started, delivered):
        over.when(join(TenantId("west"))).then_refused("the round is")
        over.when(commands.Leave(NORTH)).then_refused("the round is")


def test_a_round_is_for_two_schools_or_more() -> None:
    opened.given(events.SchoolJoined(NORTH, PLAN, FORMS)).when(commands.Start()).then_refused("two")
    joined.when(commands.Start()).then(events.RoundStarted(ID, YEAR, 1))
    started.when(commands.Start()).then_nothing()


def test_what_was_stopped_delivers_nothing() -> None:
    started.when(commands.Stop()).then(events.RoundStopped(ID, 1, "by_hand"))
    stopped = started.given(events.RoundStopped(ID, 1, "by_hand"))
    late = commands.Deliver(1, NUMBERS)
    stopped.when(late).then_refused("was stopped")
    again = stopped.given(events.RoundStarted(ID, YEAR, 2))
    again.when(late).then_refused("was stopped")
    again.when(commands.Stop("internal", 1)).then_nothing()
    again.when(commands.Deliver(2, NUMBERS)).then(events.RoundDelivered(ID, YEAR, 2, NUMBERS))


def test_every_school_that_joined_gets_its_result() -> None:
    started.when(commands.Deliver(1, NUMBERS[:1])).then_refused("every school", Invalid)


def test_a_delivered_round_is_not_called_off() -> None:
    for running in (opened, started):
        running.when(commands.CallOff()).then(events.RoundCalledOff(ID, YEAR))
    delivered.when(commands.CallOff()).then_refused("delivered")


@pytest.mark.parametrize(
    ("requests", "served", "guaranteed", "places", "shown"),
    [
        (20, 15, 12, 18, (20, 15, 12, 18)),
        (20, 0, 0, 0, (20, 0, 0, 0)),
        (20, 20, 3, 4, (20, 20, None, None)),
        (20, 3, 3, 18, (20, None, None, 18)),
        (20, 17, 12, 18, (20, None, None, 18)),  # three were not served
        (4, 4, 4, 4, (None, None, None, None)),
        (0, 0, 0, 9, (0, 0, 0, 9)),
    ],
)
def test_one_to_four_people_are_not_counted_for_the_municipality(
    requests: int, served: int, guaranteed: int, places: int, shown: tuple[int | None, ...]
) -> None:
    one = hidden(events.SchoolNumbers(NORTH, requests, served, guaranteed, places))
    assert (one.requests, one.served, one.guaranteed, one.places) == shown


def test_a_share_is_received_once_and_never_below_the_guarantee() -> None:
    share = Spec(SHARE)
    told = shares.Receive(ID, 1, YEAR, PLAN, "run", 10, 4, 6)
    came = received.ShareReceived(ID, 1, YEAR, PLAN, "run", 10, 4, 6)
    share.when(told).then(came)
    share.given(came).when(told).then_refused("already", AlreadyExists)
    share.given(came).when(shares.Receive(ID, 2, YEAR, PLAN, "run2", 10, 4, 6)).then(
        received.ShareReceived(ID, 2, YEAR, PLAN, "run2", 10, 4, 6)
    )
    short = shares.Receive(ID, 1, YEAR, PLAN, "run", 10, 7, 6)
    share.when(short).then_refused("guaranteed", Invalid)
