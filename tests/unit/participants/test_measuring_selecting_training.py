"""Rounds, measurements, interviews and courses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from services.participants.domain.assessment import commands as assessments
from services.participants.domain.assessment import events as assessed
from services.participants.domain.assessment.decider import ASSESSMENT
from services.participants.domain.assessment_round import commands as rounds
from services.participants.domain.assessment_round import events as opened
from services.participants.domain.assessment_round.decider import ASSESSMENT_ROUND
from services.participants.domain.interview import commands as interviews
from services.participants.domain.interview import events as held
from services.participants.domain.interview.decider import INTERVIEW
from services.participants.domain.measurement import commands as measurements
from services.participants.domain.measurement import events as taken
from services.participants.domain.measurement.decider import MEASUREMENT
from services.participants.domain.pseudonym.commands import Draw
from services.participants.domain.pseudonym.decider import PSEUDONYM
from services.participants.domain.pseudonym.events import PseudonymDrawn
from services.participants.domain.training import commands as trainings
from services.participants.domain.training import events as planned
from services.participants.domain.training.decider import TRAINING
from shared.domain.errors import AlreadyExists, NotFound
from shared.domain.ids import PersonId, ProgrammeId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

YEAR = "2026/27"
PROGRAMME, ANNA = ProgrammeId("programme"), PersonId("anna")
NOTE = Personal.of("…")

round_ = Spec(ASSESSMENT_ROUND)
OPEN = rounds.Open(PROGRAMME, YEAR, "mentee", 1, "pupil", 1, None)
OPENED = opened.RoundOpened(PROGRAMME, YEAR, "mentee", 1, "pupil", 1)
CLOSED = opened.RoundClosed(PROGRAMME, YEAR, "mentee", 1, (ANNA,))
REOPENED = opened.RoundReopened(PROGRAMME, YEAR, "mentee", 1, "people_missing")


def test_a_round_is_opened_closed_and_reopened() -> None:
    round_.when(OPEN).then(OPENED)
    assert not round_.given(OPENED).when(rounds.Close((ANNA,))).then(CLOSED).is_open
    assert round_.given(OPENED, CLOSED).when(rounds.Reopen("people_missing")).then(REOPENED).is_open
    round_.given(OPENED, CLOSED).when(rounds.Close((ANNA,))).then_nothing()
    round_.when(rounds.Close((ANNA,))).then_refused("not opened", NotFound)


def test_a_round_without_anybody_is_not_closed() -> None:
    round_.given(OPENED).when(rounds.Close(())).then_refused("nobody is measured")


def test_the_second_measurement_uses_the_instrument_of_the_first() -> None:
    second = replace(OPEN, stage=2, first=("pupil", 1))
    round_.when(second).then(replace(OPENED, stage=2))
    round_.when(replace(second, first=None)).then_refused("needs a first one")
    round_.when(replace(second, instrument_version=2)).then_refused("same version")
    some = replace(second, first_parameters=("anxiety",))
    round_.when(some).then_refused("same parameters")
    chosen = replace(some, parameters=("anxiety",))
    round_.when(chosen).then(replace(OPENED, stage=2, parameters=("anxiety",)))


def test_an_open_round_keeps_its_instrument() -> None:
    other = replace(OPEN, instrument="teacher")
    round_.given(OPENED).when(other).then_refused("another instrument", AlreadyExists)
    round_.given(OPENED).when(OPEN).then_nothing()


def test_nobody_is_measured_in_a_closed_round() -> None:
    record = assessments.Record(ANNA, PROGRAMME, YEAR, "mentee", 1, "pupil", 1, True)
    recorded = assessed.AssessmentRecorded(ANNA, PROGRAMME, YEAR, "mentee", 1, "pupil", 1)
    Spec(ASSESSMENT).when(record).then(recorded)
    Spec(ASSESSMENT).when(replace(record, round_open=False)).then_refused("not open")
    dropped = assessed.AssessmentDropped(ANNA, PROGRAMME, YEAR, "mentee", 1)
    Spec(ASSESSMENT).given(recorded).when(assessments.Drop()).then(dropped)
    Spec(ASSESSMENT).when(assessments.Drop()).then_nothing()
    correct = assessments.Correct("wrong_person", 2)
    corrected = assessed.AssessmentCorrected(ANNA, PROGRAMME, YEAR, "mentee", 1, "wrong_person", 2)
    Spec(ASSESSMENT).given(recorded).when(correct).then(corrected)
    Spec(ASSESSMENT).given(recorded, corrected).when(correct).then_nothing()
    Spec(ASSESSMENT).when(correct).then_refused("nothing to correct")


def test_values_are_superseded_and_dropped() -> None:
    measurement = Spec(MEASUREMENT)
    take = measurements.Take(PROGRAMME, "p", "mentee", 1, "pupil", 1, {"anxiety": 7.0})
    was = taken.MeasurementTaken(PROGRAMME, "p", "mentee", 1, "pupil", 1, {"anxiety": 7.0})
    measurement.when(take).then(was)
    measurement.given(was).when(take).then_nothing()
    better = replace(take, values={"anxiety": 4.0})
    measurement.given(was).when(better).then_refused("correct it with a reason")
    correct = measurements.Correct({"anxiety": 4.0}, "typing_error")
    corrected = taken.MeasurementCorrected(
        PROGRAMME, "p", "mentee", 1, "pupil", 1, {"anxiety": 4.0}, "typing_error", 2
    )
    state = measurement.given(was).when(correct).then(corrected)
    assert state.takings == (was, corrected)
    measurement.given(was, corrected).when(correct).then_nothing()
    measurement.when(correct).then_refused("nothing to correct")
    erased = taken.MeasurementErased(PROGRAMME, "p")
    measurement.given(was).when(measurements.Erase()).then(erased)
    measurement.given(was, erased).when(measurements.Erase()).then_nothing()


def test_a_pseudonym_is_drawn_once_unless_it_can_no_longer_be_read() -> None:
    drawn = PseudonymDrawn(ANNA, PROGRAMME, Personal.of("first"))
    other = Draw(ANNA, PROGRAMME, Personal.of("second"))
    Spec(PSEUDONYM).given(drawn).when(other).then_nothing()
    again = replace(drawn, pseudonym=Personal.of("second"))
    Spec(PSEUDONYM).given(drawn).when(replace(other, replace=True)).then(again)


interview = Spec(INTERVIEW)
SLOT = datetime(2026, 10, 1, 12, tzinfo=UTC)
SCHEDULED = held.InterviewScheduled(ANNA, YEAR, SLOT, True)
WRITTEN = held.ProtocolWritten(ANNA, "psychology", NOTE)


def test_the_psychologists_part_decides_the_purpose() -> None:
    interview.when(interviews.Schedule(ANNA, YEAR, SLOT, True)).then(SCHEDULED)
    interview.given(SCHEDULED).when(interviews.WriteProtocol(NOTE)).then(WRITTEN)
    alone = replace(SCHEDULED, psychologist=False)
    written = replace(WRITTEN, purpose="participation")
    interview.given(alone).when(interviews.WriteProtocol(NOTE)).then(written)


def test_a_decision_needs_a_protocol_and_a_refusal_its_reason() -> None:
    admit = interviews.Decide("admit", "")
    interview.given(SCHEDULED).when(admit).then_refused("protocol")
    admitted = held.InterviewDecided(ANNA, YEAR, "admit", "")
    interview.given(SCHEDULED, WRITTEN).when(admit).then(admitted)
    refuse = interviews.Decide("refuse", "")
    interview.given(SCHEDULED, WRITTEN).when(refuse).then_refused("reason")
    interview.when(admit).then_refused("no interview", NotFound)


training = Spec(TRAINING)
PLAN = trainings.Plan("abcdef12", YEAR, "Школа", date(2026, 10, 10), 1, NOTE, ("памятка",))
PLANNED = planned.TrainingPlanned(
    "abcdef12", YEAR, "Школа", date(2026, 10, 10), 1, NOTE, ("памятка",)
)
ENROLLED = planned.MentorsEnrolled("abcdef12", (ANNA,))


def test_who_is_enrolled_completes_the_course() -> None:
    training.when(PLAN).then(PLANNED)
    training.given(PLANNED).when(trainings.Enrol((ANNA, ANNA))).then(ENROLLED)
    training.given(PLANNED, ENROLLED).when(trainings.Enrol((ANNA,))).then_nothing()
    passed = planned.TrainingCompleted("abcdef12", ANNA, YEAR, True, "ABCDEF12-001")
    complete = trainings.Complete(ANNA, True)
    training.given(PLANNED, ENROLLED).when(complete).then(passed)
    training.given(PLANNED, ENROLLED, passed).when(complete).then_nothing()
    training.given(PLANNED).when(complete).then_refused("not enrolled")
    training.when(complete).then_refused("no such training", NotFound)
