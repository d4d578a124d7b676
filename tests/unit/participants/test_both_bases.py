"""Mentees are admitted, mentors listed; leaving, pausing and refusals take them out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.participants.domain.mentee import commands as mentees
from services.participants.domain.mentee import events as asked
from services.participants.domain.mentee.decider import MENTEE
from services.participants.domain.mentor_profile import commands, events
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.mentor_record import commands as records
from services.participants.domain.mentor_record import events as lasting
from services.participants.domain.mentor_record.decider import MENTOR_RECORD
from services.participants.domain.pairing_outcome.commands import Record
from services.participants.domain.pairing_outcome.decider import PAIRING_OUTCOME
from services.participants.domain.pairing_outcome.events import OutcomeRecorded
from shared.domain.errors import AlreadyExists, Invalid, NotFound
from shared.domain.ids import PairingId, PersonId, TenantId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

TODAY, SUMMER = date(2026, 9, 1), date(2027, 6, 30)
YEAR = "2026/27"
ANNA, VANYA = PersonId("anna"), PersonId("vanya")
FEATURES = Personal.of("{}")

mentee = Spec(MENTEE)
REQUESTED = asked.MentoringRequested(VANYA, YEAR, "response")
ADMITTED = asked.MenteeAdmitted(VANYA, YEAR, FEATURES)


def test_a_request_is_admitted() -> None:
    mentee.when(mentees.Request(VANYA, YEAR, "response")).then(REQUESTED)
    mentee.given(REQUESTED).when(mentees.Admit(FEATURES)).then(ADMITTED)


def test_nobody_is_admitted_who_did_not_ask() -> None:
    mentee.when(mentees.Admit(FEATURES)).then_refused("nobody asked", NotFound)


def test_a_returned_request_has_to_be_made_again() -> None:
    returned = asked.MenteeReturned(VANYA, YEAR, "incomplete")
    mentee.given(REQUESTED).when(mentees.Return("incomplete")).then(returned)
    mentee.given(REQUESTED, returned).when(mentees.Admit(FEATURES)).then_refused("made again")
    again = mentees.Request(VANYA, YEAR, "response")
    mentee.given(REQUESTED, returned).when(again).then(REQUESTED)


def test_a_return_may_tell_the_family_what_to_do_and_happens_once() -> None:
    note = Personal.of("Допишите, чем помочь.")
    returned = asked.MenteeReturned(VANYA, YEAR, "incomplete", note)
    command = mentees.Return("incomplete", note)
    mentee.given(REQUESTED).when(command).then(returned)
    mentee.given(REQUESTED, returned).when(command).then_nothing()


def test_withdrawal_takes_an_admitted_mentee_out_once() -> None:
    gone = asked.MenteeWithdrawn(VANYA, YEAR, "consent_ended")
    withdraw = mentees.Withdraw("consent_ended")
    mentee.given(REQUESTED, ADMITTED).when(withdraw).then(gone)
    mentee.given(REQUESTED, ADMITTED, gone).when(withdraw).then_nothing()


mentor = Spec(MENTOR_PROFILE)
REGISTERED = events.MentorRegistered(ANNA, "teacher", 3)
LISTED = events.MentorListed(ANNA, YEAR, 3, SUMMER, FEATURES)
LIST = commands.ListInBase(YEAR, SUMMER, FEATURES, TODAY)


def test_a_registered_mentor_is_listed_for_a_year() -> None:
    state = mentor.given(REGISTERED).when(LIST).then(LISTED)
    assert state.latest == LISTED


def test_registering_twice_is_refused() -> None:
    again = commands.Register(ANNA, "teacher", 3)
    mentor.given(REGISTERED).when(again).then_refused("already", AlreadyExists)


@pytest.mark.parametrize("places", [0, 31])
def test_places_have_limits(places: int) -> None:
    mentor.when(commands.Register(ANNA, "pupil", places)).then_refused("places", Invalid)


def test_an_adult_from_outside_is_listed_with_a_valid_check_only() -> None:
    employee = replace(REGISTERED, kind="employee")
    mentor.given(employee).when(LIST).then_refused("background check")
    stale = events.BackgroundChecked(ANNA, date(2026, 8, 31), "12")
    mentor.given(employee, stale).when(LIST).then_refused("background check")
    valid = events.BackgroundChecked(ANNA, SUMMER, "12")
    mentor.given(employee, valid).when(LIST).then(LISTED)


def test_changed_places_are_told_with_each_listing() -> None:
    changed = events.CapacityChanged(ANNA, 1)
    told = replace(LISTED, capacity=1)
    mentor.given(REGISTERED, LISTED).when(commands.ChangeCapacity(1)).then(changed, told)
    mentor.given(REGISTERED).when(commands.ChangeCapacity(3)).then_nothing()


def test_a_pause_takes_out_and_resuming_lists_again() -> None:
    paused = events.MentorPaused(ANNA, SUMMER)
    gone = events.MentorUnlisted(ANNA, YEAR, "paused")
    pause = commands.Pause(SUMMER, TODAY)
    state = mentor.given(REGISTERED, LISTED).when(pause).then(paused, gone)
    assert state.latest is None
    mentor.given(REGISTERED, LISTED, paused, gone).when(commands.Resume()).then(
        events.MentorResumed(ANNA), LISTED
    )


def test_a_refusal_during_a_pause_is_not_undone_by_resuming() -> None:
    paused = events.MentorPaused(ANNA, SUMMER)
    refused = events.MentorUnlisted(ANNA, YEAR, "refused")
    past = mentor.given(REGISTERED, LISTED, paused)
    past.when(commands.Unlist("refused")).then(refused)
    past.given(refused).when(commands.Resume()).then(events.MentorResumed(ANNA))


def test_who_left_does_not_come_back() -> None:
    gone = events.MentorUnlisted(ANNA, YEAR, "left")
    left = events.MentorLeft(ANNA, "own_wish")
    mentor.given(REGISTERED, LISTED).when(commands.Leave("own_wish")).then(gone, left)
    mentor.given(REGISTERED, left).when(LIST).then_refused("left")
    mentor.given(REGISTERED, left).when(commands.Leave("own_wish")).then_nothing()


record = Spec(MENTOR_RECORD)
STAY = records.Stay(ANNA, YEAR, True, SUMMER, ("pupil_pupil",), (), TODAY)
STAYS = lasting.MentorStays(ANNA, YEAR, True, SUMMER, ("pupil_pupil",), ())


def test_staying_names_a_date_and_can_be_taken_back() -> None:
    record.when(STAY).then(STAYS)
    record.given(STAYS).when(STAY).then_nothing()
    record.when(replace(STAY, until=None)).then_refused("until a date", Invalid)
    back = replace(STAYS, stays=False, until=None)
    record.given(STAYS).when(replace(STAY, stays=False)).then(back)


def test_a_school_joins_the_receivers_once() -> None:
    south = TenantId("south")
    noted = lasting.SharedWith(ANNA, south)
    record.when(records.NoteReceiver(ANNA, south)).then(noted)
    record.given(noted).when(records.NoteReceiver(ANNA, south)).then_nothing()


def test_an_outcome_waits_for_the_closing() -> None:
    note = Personal.of("")
    people = (ANNA, VANYA)
    command = Record(PairingId("pair"), YEAR, "reached", people, note, closed=True)
    recorded = OutcomeRecorded(PairingId("pair"), YEAR, "reached", people, note)
    Spec(PAIRING_OUTCOME).when(command).then(recorded)
    Spec(PAIRING_OUTCOME).when(replace(command, closed=False)).then_refused("not been closed")
