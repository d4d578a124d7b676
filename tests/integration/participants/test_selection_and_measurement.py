"""Interviews, training, both measurements and outcomes, over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.bus.port import Received
from shared.contracts.matching import PairingActivated
from shared.contracts.meetings import PairClosed
from shared.contracts.participants import QuestionnaireStruck
from shared.domain.ids import PairingId, PersonId, ProgrammeId, TenantId, derived_id
from tests.integration.participants import people
from tests.integration.participants.conftest import YEAR, Caller, Town

pytestmark = pytest.mark.integration
PUPIL = {"motivation": 5, "anxiety": 7}


def _round(stage: int, instrument: str = "pupil") -> dict[str, object]:
    return {"year": YEAR, "role": "mentee", "stage": stage, "instrument": instrument}


def _key(stage: int) -> dict[str, object]:
    return {"year": YEAR, "role": "mentee", "stage": stage}


def _measured(staff: Caller, person: str, stage: int) -> None:
    staff.post("/assessments/rounds", _round(stage))
    staff.post("/assessments", {"person": person, **_key(stage), "values": PUPIL})


def test_both_measurements_use_one_pseudonym_and_one_instrument(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, _ = people.mentee(staff)
    staff.refused("/assessments/rounds", _round(2))
    _measured(staff, kid, 1)
    staff.refused("/assessments/rounds", _round(2, "teacher"))
    _measured(staff, kid, 2)
    town.cell.settle()
    closed = staff.post("/assessments/rounds/close", _key(1))
    assert closed["version"] == 2
    staff.refused("/assessments", {"person": kid, **_key(1), "values": PUPIL})
    messages = town.cell.messages(town.north)
    taken = [m for m in messages if type(m).__name__ == "MeasurementTaken"]
    assert [m.stage for m in taken] == [1, 2]
    assert len({m.pseudonym for m in taken}) == 1
    assert kid not in str(taken)
    town.cell.settle()
    messages = town.cell.messages(town.north)
    closings = [m for m in messages if type(m).__name__ == "MeasurementClosed"]
    assert closings[0].measured == (kid,)


def test_a_correction_supersedes_with_a_reason_and_both_are_kept(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, _ = people.mentee(staff)
    _measured(staff, kid, 1)
    other = {"person": kid, **_key(1), "values": {"motivation": 9}}
    assert staff.refused("/assessments", other)["code"] == "measured-already"
    town.cell.settle()
    staff.post("/assessments/rounds/close", _key(1))
    assert staff.refused("/assessments", other)["code"] == "round-closed"
    staff.refused("/assessments/correct", other, status=422)
    body = {**other, "reason": "typing_error"}
    first = staff.post("/assessments/correct", body, key="once")
    assert staff.post("/assessments/correct", body, key="once") == first
    town.cell.settle()
    query = f"/assessments/values?person={kid}&year={YEAR}&role=mentee&stage=1"
    kept = [(r["revision"], r["values"], r["reason"]) for r in staff.get(query)["items"]]
    assert kept == [(1, PUPIL, None), (2, {"motivation": 9.0}, "typing_error")]
    names = [n for n in town.cell.names_of_messages(town.north) if n.startswith("Measurement")]
    assert names == ["MeasurementTaken", "MeasurementClosed", "MeasurementCorrected"]
    staff.refused("/assessments/rounds/reopen", _key(1), status=422)
    staff.post("/assessments/rounds/reopen", {**_key(1), "reason": "people_missing"})
    town.cell.settle()
    (round_,) = staff.get(f"/assessments/rounds?year={YEAR}")["items"]
    assert [one["reason"] for one in round_["reopenings"]] == ["people_missing"]
    staff.post("/assessments/rounds/close", _key(1))
    town.cell.settle()
    assert town.cell.messages(town.north)[-1].measured == (kid,)
    teacher = town.cell.caller(town.north, "teacher")
    assert teacher.ask("POST", "/assessments/correct", body).status_code == 403
    away = town.coordinator(town.south)
    assert away.ask("POST", "/assessments/correct", body).status_code == 404
    assert away.get(query)["items"] == []


def test_a_programme_measures_its_own_parameters_at_both_stages(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, _ = people.mentee(staff)
    strange = {**_round(1), "parameters": ["height"]}
    staff.refused("/assessments/rounds", strange, status=422)
    staff.post("/assessments/rounds", {**_round(1), "parameters": ["anxiety", "motivation"]})
    body = {"person": kid, **_key(1), "values": {"leadership": 5}}
    staff.refused("/assessments", body, status=422)
    staff.post("/assessments", {**body, "values": PUPIL})
    second = {**_round(2), "parameters": ["anxiety"]}
    assert staff.refused("/assessments/rounds", second)["code"] == "another-instrument"
    staff.post("/assessments/rounds", _round(2))
    town.cell.settle()
    rounds = staff.get(f"/assessments/rounds?year={YEAR}")["items"]
    assert [r["parameters"] for r in rounds] == [["motivation", "anxiety"]] * 2


def test_progress_counts_the_base_and_not_who_left_it(town: Town) -> None:
    staff = town.coordinator(town.north)
    first, guardian = people.mentee(staff, "Ваня Соколов")
    second, _ = people.mentee(staff, "Ира Белая")
    _measured(staff, first, 1)
    town.cell.settle()
    where = f"/assessments/people?year={YEAR}&role=mentee&stage=1"
    found = staff.get(where)
    assert (found["expected"], found["done"]) == (2, 1)
    assert [r["person"] for r in staff.get(f"{where}&measured=false")["items"]] == [second]
    assert staff.get(f"{where}&measured=true")["items"][0]["name"] == "Ваня Соколов"
    mother = town.cell.caller(town.north, "guardian", person=guardian)
    mother.post("/consents/withdraw", {"person": first, "purpose": "participation"})
    town.cell.settle()
    assert [(r["person"], r["measured"]) for r in staff.get(where)["items"]] == [(second, False)]
    person = people.mentor(staff)
    town.cell.settle()
    mentors = staff.get(f"/assessments/people?year={YEAR}&role=mentor&stage=1")["items"]
    assert [r["person"] for r in mentors] == [person]


def test_values_outside_the_scale_are_refused(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, _ = people.mentee(staff)
    staff.post("/assessments/rounds", _round(1))
    body = {"person": kid, **_key(1), "values": {"motivation": 11}}
    staff.refused("/assessments", body, status=422)


def test_withdrawal_drops_the_values_from_the_measurement(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.mentee(staff)
    _measured(staff, kid, 1)
    mother = town.cell.caller(town.north, "guardian", person=guardian)
    mother.post("/consents/withdraw", {"person": kid, "purpose": "participation"})
    town.cell.settle()
    assert "MeasurementErased" in town.cell.names_of_messages(town.north)
    assert staff.get(f"/assessments?year={YEAR}")["items"] == []


def test_a_refused_mentor_leaves_the_base(town: Town) -> None:
    staff = town.coordinator(town.north)
    person = people.mentor(staff)
    slot = datetime(2026, 10, 1, 12, tzinfo=UTC).isoformat()
    body = {"person": person, "year": YEAR, "slot": slot}
    interview = staff.post("/interviews", body)["id"]
    assert interview == derived_id("interview", person, YEAR)
    staff.refused(f"/interviews/{interview}/decide", {"decision": "admit"})
    staff.post(f"/interviews/{interview}/protocol", {"protocol": "Не готова к срокам"})
    refusal = {"decision": "refuse", "reason": "no_time"}
    staff.post(f"/interviews/{interview}/decide", refusal)
    town.cell.settle()
    assert [row["status"] for row in staff.get("/mentors")["items"]] == ["unlisted"]
    row = staff.get(f"/interviews?year={YEAR}")["items"][0]
    assert (row["protocol"], row["status"]) == ("Не готова к срокам", "refuse")


def test_training_gives_a_certificate_to_who_passes(town: Town) -> None:
    staff = town.coordinator(town.north)
    person = people.mentor(staff)
    plan = {
        "year": YEAR,
        "title": "Школа наставника",
        "held_on": "2026-10-10",
        "experts": ["Мария Зимина"],
        "materials": ["Памятка наставника"],
    }
    training = staff.post("/trainings", plan)["id"]
    result = {"person": person, "passed": True}
    staff.refused(f"/trainings/{training}/complete", result)
    staff.post(f"/trainings/{training}/enrol", {"people": [person]})
    staff.post(f"/trainings/{training}/complete", result)
    town.cell.settle()
    shown = staff.get(f"/trainings/{training}")
    assert shown["experts"] == ["Мария Зимина"]
    assert shown["people"][0]["certificate"].endswith("-001")
    assert town.cell.names_of_messages(town.north)[-1] == "TrainingCompleted"


def _received(town: Town, topic: str, message: object) -> Received[object]:
    return Received(
        id=f"{topic}:1",
        tenant=TenantId(town.north),
        topic=topic,
        stream="pairing-p",
        partition=0,
        position=1,
        message=message,
        time=datetime.now(UTC),
        correlation="test",
    )


def test_an_outcome_is_entered_once_the_pair_is_closed(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, _ = people.mentee(staff)
    person = people.mentor(staff)
    pairing = PairingId("pair-1")
    active = PairingActivated(
        pairing,
        ProgrammeId("programme"),
        YEAR,
        "pupil_pupil",
        PersonId(person),
        TenantId(town.north),
        PersonId(person),
        (PersonId(kid),),
        "order",
    )
    town.cell.receive(_received(town, "matching.v1", active))
    staff.refused("/outcomes", {"pairing": pairing, "outcome": "reached"})
    town.cell.receive(_received(town, "meetings.v1", PairClosed(pairing, YEAR, "reached")))
    staff.post("/outcomes", {"pairing": pairing, "note": "Сдали экзамен"})
    town.cell.settle()
    row = staff.get(f"/outcomes?year={YEAR}")["items"][0]
    assert (row["closed"], row["recorded"]) == (True, "reached")
    assert "OutcomeRecorded" in town.cell.names_of_messages(town.north)
    herself = town.cell.caller(town.north, "mentor", person=person)
    assert kid in herself.post("/people/names", {"people": [kid]})["names"]


def test_denominators_and_the_organisation_itself(town: Town) -> None:
    staff = town.coordinator(town.north)
    counts = {"pupils_10_19": 500, "pupils_15_19": 120}
    staff.post("/organisations/denominators", {"year": YEAR, "counts": counts})
    own = staff.get("/organisations/self")
    assert own["municipality"] == town.council
    assert own["denominators"] == {YEAR: counts}
    admin = town.cell.caller(town.council, "municipal_admin")
    assert len(admin.get("/organisations")["items"]) == 3
    names = staff.post("/organisations/names", {"organisations": [town.south]})
    assert names == {"names": {town.south: "Школа № 2"}}


@pytest.mark.parametrize("role", ["municipal_admin", "mentee", "company_coordinator", "guardian"])
def test_roles_without_a_right_are_forbidden(town: Town, role: str) -> None:
    caller = town.cell.caller(town.north, role)
    assert caller.ask("GET", f"/mentees?year={YEAR}").status_code == 403


def test_the_same_key_gives_the_same_person(town: Town) -> None:
    staff = town.coordinator(town.north)
    body = {"name": "Ира Белая"}
    first = staff.post("/people", body, key="once")
    assert staff.post("/people", body, key="once")["id"] == first["id"]
    other = staff.ask("POST", "/people", {"name": "Другая"}, "once")
    assert other.status_code == 409


def test_a_struck_questionnaire_is_told_and_may_be_answered_anew(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, _ = people.mentee(staff)
    form = people.answered(staff, kid, "mentee", people.MENTEE_ANSWERS)
    staff.post(f"/questionnaires/{form}/strike", {"reason": "mistake"})
    staff.post(f"/questionnaires/{form}/strike", {"reason": "duplicate"})
    town.cell.settle()
    struck = [m for m in town.cell.messages(town.north) if isinstance(m, QuestionnaireStruck)]
    assert struck == [QuestionnaireStruck(form, PersonId(kid), YEAR, "mentee")]
    assert people.answered(staff, kid, "mentee", people.MENTEE_ANSWERS) == form
    town.cell.settle()
    told = [n for n in town.cell.names_of_messages(town.north) if n.startswith("Questionnaire")]
    assert told[-2:] == ["QuestionnaireStruck", "QuestionnaireAnswered"]
