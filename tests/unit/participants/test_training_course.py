"""Sessions, attendance, materials and certificates of a course."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.participants.application.materials import media_type_of
from services.participants.domain.training import commands, events
from services.participants.domain.training.decider import TRAINING
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

YEAR, ANNA, BORIS = "2026/27", PersonId("anna"), PersonId("boris")
NOTE, TODAY = Personal.of("…"), date(2026, 10, 20)
STARTS = datetime(2026, 10, 10, 12, tzinfo=UTC)
PLANNED = events.TrainingPlanned("abcdef12", YEAR, "Школа", date(2026, 10, 10), 1, NOTE, ())
ENROLLED = events.MentorsEnrolled("abcdef12", (ANNA, BORIS))
SESSION = events.SessionPlanned("abcdef12", "s1", STARTS, 90, "Границы")
course = Spec(TRAINING).given(PLANNED, ENROLLED)


def passed(person: PersonId, number: str) -> events.TrainingCompleted:
    return events.TrainingCompleted("abcdef12", person, YEAR, True, number)


def issued(person: PersonId, number: str) -> events.CertificateIssued:
    return events.CertificateIssued("abcdef12", person, YEAR, number, "CODE", TODAY)


ONE, TWO, THREE = (f"ABCDEF12-00{n}" for n in (1, 2, 3))
FAILED = events.TrainingCompleted("abcdef12", ANNA, YEAR, False, "")
REVOKED = events.CertificateRevoked("abcdef12", ANNA, YEAR)
PASS = commands.Complete(ANNA, True, "CODE", TODAY)


def test_attendance_is_taken_whole_and_taken_again() -> None:
    taken = events.AttendanceTaken("abcdef12", "s1", (ANNA,))
    take = commands.TakeAttendance("s1", (ANNA, ANNA), STARTS)
    course.given(SESSION).when(take).then(taken)
    course.given(SESSION, taken).when(take).then_nothing()
    both = replace(taken, present=(ANNA, BORIS))
    course.given(SESSION, taken).when(replace(take, present=(BORIS, ANNA))).then(both)
    early = replace(take, now=STARTS - timedelta(days=1))
    course.given(SESSION).when(early).then_refused("not begun")
    stranger = replace(take, present=(PersonId("who"),))
    course.given(SESSION).when(stranger).then_refused("not enrolled")
    course.when(take).then_refused("no such session", NotFound)
    course.given(SESSION, taken).when(commands.DropSession("s1")).then_refused("was held")


def test_a_certificate_comes_with_the_result_and_goes_with_it() -> None:
    course.when(PASS).then(passed(ANNA, ONE), issued(ANNA, ONE))
    past = course.given(passed(ANNA, ONE), issued(ANNA, ONE))
    past.when(PASS).then_nothing()
    state = past.when(commands.Complete(ANNA, False)).then(FAILED, REVOKED)
    assert ANNA not in state.certificates


def test_no_number_is_given_twice() -> None:
    past = course.given(passed(ANNA, ONE), issued(ANNA, ONE), FAILED, REVOKED)
    past.when(PASS).then(passed(ANNA, TWO), issued(ANNA, TWO))
    again = past.given(passed(ANNA, TWO), issued(ANNA, TWO))
    boris = replace(PASS, person=BORIS)
    again.when(boris).then(passed(BORIS, THREE), issued(BORIS, THREE))


def test_who_passed_before_there_were_codes_gets_one_under_the_old_number() -> None:
    course.given(passed(ANNA, ONE)).when(PASS).then(issued(ANNA, ONE))


def test_only_a_holder_says_what_is_shown() -> None:
    show = commands.ChooseShowing(ANNA, course=True, date=False)
    course.when(show).then_refused("no certificate")
    chosen = events.CertificateShowingChosen("abcdef12", ANNA, True, False)
    holder = course.given(passed(ANNA, ONE), issued(ANNA, ONE))
    holder.when(show).then(chosen)
    holder.given(chosen).when(show).then_nothing()


def test_materials_are_added_once_and_removed() -> None:
    add = commands.AddMaterial("m1", "link", NOTE, NOTE)
    added = events.MaterialAdded("abcdef12", "m1", "link", NOTE, NOTE)
    course.when(add).then(added)
    course.given(added).when(add).then_nothing()
    removed = events.MaterialRemoved("abcdef12", "m1")
    course.given(added).when(commands.RemoveMaterial("m1")).then(removed)
    course.when(commands.RemoveMaterial("m1")).then_nothing()


@pytest.mark.parametrize("content", [b"MZ\x90", b"<html>", b"PK\x03\x04 broken", b"%PD"])
def test_files_of_other_kinds_are_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        media_type_of(content)
