"""A time for an interview is taken once; an interview moves, is called off, or is held."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.participants.domain.interview import commands as interviews
from services.participants.domain.interview import events as held
from services.participants.domain.interview.decider import INTERVIEW
from services.participants.domain.interview_slot import commands, events
from services.participants.domain.interview_slot.decider import INTERVIEW_SLOT
from shared.domain.errors import AlreadyExists, NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

YEAR, ANNA, BORIS = "2026/27", PersonId("anna"), PersonId("boris")
NOW = datetime(2026, 9, 20, 9, tzinfo=UTC)
STARTS, ROOM = NOW + timedelta(days=2), Personal.of("каб. 12")
LATER = STARTS + timedelta(minutes=1)

slot = Spec(INTERVIEW_SLOT)
OFFER = commands.Offer("slot", YEAR, STARTS, 30, False, ROOM, NOW)
OFFERED = events.SlotOffered("slot", YEAR, STARTS, 30, False, ROOM)
BOOKED = events.SlotBooked("slot", YEAR, ANNA)
FREED = events.SlotFreed("slot", YEAR, ANNA)


def test_a_time_is_offered_before_it_has_passed() -> None:
    slot.when(OFFER).then(OFFERED)
    slot.when(replace(OFFER, now=STARTS)).then_refused("passed")
    slot.given(OFFERED).when(OFFER).then_refused("already", AlreadyExists)


def test_whoever_is_first_has_it_until_they_give_it_back() -> None:
    slot.given(OFFERED).when(commands.Book(ANNA, NOW)).then(BOOKED)
    slot.given(OFFERED, BOOKED).when(commands.Book(ANNA, NOW)).then_nothing()
    slot.given(OFFERED, BOOKED).when(commands.Book(BORIS, NOW)).then_refused("somebody else")
    slot.given(OFFERED, BOOKED).when(commands.Free(BORIS)).then_nothing()
    slot.given(OFFERED, BOOKED).when(commands.Free(ANNA)).then(FREED)
    again = replace(BOOKED, person=BORIS)
    slot.given(OFFERED, BOOKED, FREED).when(commands.Book(BORIS, NOW)).then(again)
    slot.given(OFFERED).when(commands.Book(ANNA, LATER)).then_refused("passed")
    slot.when(commands.Book(ANNA, NOW)).then_refused("no such time", NotFound)


def test_only_a_free_time_is_withdrawn() -> None:
    gone = events.SlotWithdrawn("slot", YEAR)
    slot.given(OFFERED).when(commands.Withdraw()).then(gone)
    slot.given(OFFERED, gone).when(commands.Withdraw()).then_nothing()
    slot.given(OFFERED, BOOKED).when(commands.Withdraw()).then_refused("somebody is booked")
    slot.given(OFFERED, gone).when(commands.Book(ANNA, NOW)).then_refused("no such", NotFound)


interview = Spec(INTERVIEW)
FIRST = held.InterviewScheduled(ANNA, YEAR, STARTS, False, 30, "slot")
SECOND = replace(FIRST, slot=LATER, slot_id="other")
TO_SECOND = interviews.Schedule(ANNA, YEAR, LATER, False, 30, "other")
WRITTEN = held.ProtocolWritten(ANNA, "participation", ROOM)
CANCELLED = held.InterviewCancelled(ANNA, YEAR, "mentor")


def test_a_second_time_is_booked_only_by_moving() -> None:
    interview.given(FIRST).when(TO_SECOND).then_refused("booked already")
    interview.given(FIRST).when(replace(TO_SECOND, moves="slot")).then(SECOND)
    interview.given(FIRST).when(replace(TO_SECOND, moves="third")).then_refused("booked already")
    interview.given(FIRST, SECOND).when(TO_SECOND).then_nothing()


def test_what_was_held_is_neither_moved_nor_called_off() -> None:
    moving = replace(TO_SECOND, moves="slot")
    interview.given(FIRST, WRITTEN).when(moving).then_refused("held already")
    interview.given(FIRST, WRITTEN).when(interviews.Cancel("mentor")).then_refused("held already")


def test_a_cancelled_interview_can_be_booked_anew() -> None:
    interview.given(FIRST).when(interviews.Cancel("mentor")).then(CANCELLED)
    interview.given(FIRST, CANCELLED).when(interviews.Cancel("mentor")).then_nothing()
    interview.given(FIRST, CANCELLED).when(TO_SECOND).then(SECOND)
    protocol = interviews.WriteProtocol(ROOM)
    interview.given(FIRST, CANCELLED).when(protocol).then_refused("no interview", NotFound)
