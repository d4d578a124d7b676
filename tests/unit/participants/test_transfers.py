"""A child changes school: each side answers once, the guardian decides what goes along."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from services.participants.domain.arrival import commands as arrivals
from services.participants.domain.arrival import events as arrived
from services.participants.domain.arrival.decider import ARRIVAL
from services.participants.domain.mentor_service import commands as told
from services.participants.domain.mentor_service import events as sums
from services.participants.domain.mentor_service.decider import MENTOR_SERVICE
from services.participants.domain.pairing_service import commands as served
from services.participants.domain.pairing_service import events as counted
from services.participants.domain.pairing_service.decider import PAIRING_SERVICE
from services.participants.domain.transfer import commands, events
from services.participants.domain.transfer.decider import TRANSFER
from shared.domain.errors import AlreadyExists, Invalid, NotFound
from shared.domain.ids import PairingId, PersonId, TenantId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=14)
VANYA, MOTHER = PersonId("vanya"), PersonId("mother")
NORTH, SOUTH = TenantId("north"), TenantId("south")

transfer = Spec(TRANSFER)
START = commands.Start("t", VANYA, MOTHER, NORTH, SOUTH, ("group", "guardian"), True, LATER)
STARTED = events.TransferStarted("t", VANYA, MOTHER, SOUTH, ("group", "guardian"), True, LATER)
CONFIRM = commands.Confirm(("group",), True, NOW)
CONFIRMED = events.TransferConfirmed("t", ("group",), True)


def test_the_guardian_confirms_only_what_is_asked_and_only_once() -> None:
    transfer.when(START).then(STARTED)
    transfer.given(STARTED).when(START).then_refused("started already", AlreadyExists)
    transfer.when(replace(START, to=NORTH)).then_refused("this school already", Invalid)
    waiting = transfer.given(STARTED)
    assert waiting.when(CONFIRM).then(CONFIRMED).items == ("group",)
    more = replace(CONFIRM, items=("group", "contact"))
    waiting.when(more).then_refused("does not ask this", Invalid)
    waiting.when(replace(CONFIRM, now=LATER)).then_refused("expired")
    transfer.given(STARTED, CONFIRMED).when(CONFIRM).then_refused("was used")
    transfer.when(CONFIRM).then_refused("no such transfer", NotFound)


def test_from_fourteen_the_child_agrees_too() -> None:
    alone = replace(CONFIRM, assent=False)
    transfer.given(STARTED).when(alone).then_refused("the child agrees too")
    younger = replace(STARTED, assent_needed=False)
    confirmed = replace(CONFIRMED, assent=False)
    transfer.given(younger).when(alone).then(confirmed)


def test_only_a_confirmed_transfer_is_completed_and_not_after_that_cancelled() -> None:
    accept = commands.Complete(True, TODAY)
    accepted = events.TransferAccepted("t", VANYA, TODAY)
    transfer.given(STARTED).when(accept).then_nothing()
    done = transfer.given(STARTED, CONFIRMED)
    done.when(accept).then(accepted)
    done.when(commands.Complete(False, TODAY)).then(events.TransferDeclined("t"))
    transfer.given(STARTED, CONFIRMED, accepted).when(accept).then_nothing()
    over = transfer.given(STARTED, CONFIRMED, accepted)
    over.when(commands.Cancel()).then_refused("at the other school already")
    cancelled = events.TransferCancelled("t", SOUTH)
    transfer.given(STARTED).when(commands.Cancel()).then(cancelled)
    transfer.given(STARTED, CONFIRMED, cancelled).when(accept).then_nothing()


def test_a_guardian_may_say_no() -> None:
    refused = events.TransferRefused("t")
    transfer.given(STARTED).when(commands.Refuse(NOW)).then(refused)
    transfer.given(STARTED, refused).when(CONFIRM).then_refused("was used")
    transfer.given(STARTED, refused).when(commands.Cancel()).then_nothing()


arrival = Spec(ARRIVAL)
NAME, BORN = Personal.of("Ваня"), Personal.of("2012-05-02")
OFFER = arrivals.Offer(
    "t", NORTH, VANYA, MOTHER, NAME, BORN, Personal.of("7 А"), None, None, None, None
)
OFFERED = arrived.ArrivalOffered(
    "t", NORTH, VANYA, MOTHER, NAME, BORN, Personal.of("7 А"), None, None, None, None
)


def test_an_arrival_is_answered_once() -> None:
    arrival.when(OFFER).then(OFFERED)
    arrival.given(OFFERED).when(OFFER).then_nothing()
    accepted = arrived.ArrivalAccepted("t", NORTH, VANYA, TODAY)
    declined = arrived.ArrivalDeclined("t", NORTH, VANYA, MOTHER)
    arrival.given(OFFERED).when(arrivals.Accept(TODAY)).then(accepted)
    arrival.given(OFFERED).when(arrivals.Decline()).then(declined)
    arrival.given(OFFERED, accepted).when(arrivals.Accept(TODAY)).then_nothing()
    arrival.given(OFFERED, accepted).when(arrivals.Decline()).then_refused("is over")
    arrival.given(OFFERED, accepted).when(arrivals.Withdraw()).then_nothing()
    withdrawn = arrived.ArrivalWithdrawn("t", VANYA, MOTHER)
    arrival.given(OFFERED).when(arrivals.Withdraw()).then(withdrawn)
    arrival.given(OFFERED, withdrawn).when(arrivals.Accept(TODAY)).then_refused("is over")
    arrival.when(arrivals.Accept(TODAY)).then_refused("nobody is on the way", NotFound)


def test_meetings_count_once_in_any_order_and_never_when_struck() -> None:
    pair, home = PairingId("pair"), TenantId("plant")
    service = Spec(PAIRING_SERVICE)
    held = counted.MeetingCounted(pair, "m", 45)
    struck = counted.MeetingUncounted(pair, "m")
    service.when(served.CountMeeting(pair, "m", 45)).then(held)
    service.given(held).when(served.CountMeeting(pair, "m", 45)).then_nothing()
    after = service.given(held, counted.MeetingCounted(pair, "n", 30))
    state = after.when(served.UncountMeeting(pair, "m")).then(struck)
    assert (state.meetings, state.total) == (1, 30)
    service.given(struck).when(served.CountMeeting(pair, "m", 45)).then_nothing()
    serves = counted.MentorServes(pair, home, VANYA)
    service.given(held).when(served.NameMentor(pair, home, VANYA)).then(serves)
    service.given(serves).when(served.NameMentor(pair, home, VANYA)).then_nothing()


def test_the_home_keeps_the_last_sums_of_each_source() -> None:
    home = Spec(MENTOR_SERVICE)
    first = sums.HoursTold(VANYA, NORTH, "s", 1, 45)
    home.when(told.TellHours(VANYA, NORTH, "s", 1, 45)).then(first)
    home.given(first).when(told.TellHours(VANYA, NORTH, "s", 1, 45)).then_nothing()
    home.when(told.TellHours(VANYA, NORTH, "s", 0, 0)).then_nothing()
    fewer = sums.HoursTold(VANYA, NORTH, "s", 0, 0)
    home.given(first).when(told.TellHours(VANYA, NORTH, "s", 0, 0)).then(fewer)
    award = sums.AwardTold(VANYA, NORTH, "a", "2026/27")
    home.when(told.TellAward(VANYA, NORTH, "a", "2026/27")).then(award)
    tell = told.TellAward(VANYA, NORTH, "a", "2026/27")
    home.given(award).when(tell).then_nothing()
    back = told.TakeAwardBack(VANYA, NORTH, "a", "2026/27", False)
    taken = sums.AwardTakenBack(VANYA, NORTH, "a", "2026/27")
    home.given(award).when(back).then(taken)
    home.given(award, taken).when(back).then_nothing()
    home.given(taken).when(tell).then_nothing()
    home.given(award).when(replace(back, known_only=True)).then(taken)
    home.when(replace(back, known_only=True)).then_nothing()
