"""The roadmap over HTTP: planned, approved, ticked by the year's messages and unticked again."""

from __future__ import annotations

from datetime import date

import pytest

from services.reporting.domain.survey.scales import SCALES
from shared.contracts import matching, meetings, participants
from shared.domain.ids import PersonId, ProgrammeId, TenantId
from tests.integration.reporting.conftest import PROGRAMME, YEAR, Machine
from tests.unit.reporting import year

pytestmark = pytest.mark.integration
OPEN = {"year": YEAR, "starts": "2026-09-01", "ends": "2027-05-31"}
SEVEN = {name: 8 for name in SCALES}
STORY = {
    "situation": "не шла физика",
    "goal": "сдать экзамен",
    "path": "встречи",
    "result": "сдала",
}


def tell_the_year(machine: Machine) -> None:
    machine.call("POST", "/roadmaps", OPEN)
    machine.hear(*year.people(), *year.pairs())
    machine.settle()


def finish_the_year(machine: Machine) -> dict[str, str]:
    """Stages 6.8 and 7 by this service's own routes; answers the ids."""
    body = {"year": YEAR, "role": "mentee", "closes": "2030-05-20"}
    survey = machine.call("POST", "/surveys", body)["id"]
    for person in (year.CHILD, year.ADULT):
        answer = {"scales": SEVEN, "text": "спасибо"}
        machine.call("POST", f"/surveys/{survey}/answers", answer, role="mentee", person=person)
    machine.call("POST", f"/surveys/{survey}/close", {})
    report = {
        "swot": {"strengths": "а", "weaknesses": "б", "opportunities": "в", "threats": "г"},
        "checklist": [2, 2, 2, 2, 2, 2, 2, 1, 1],
    }
    machine.call("PUT", "/reports", report, year=YEAR)
    machine.call("POST", "/reports/approve", {"year": YEAR}, role="head")
    draft = {"year": YEAR, "pairing": year.ONE, "people": [year.CHILD, year.MENTOR], **STORY}
    case = machine.call("POST", "/cases", draft)["id"]
    machine.call("POST", f"/cases/{case}/approve", {}, role="head")
    nomination = {"year": YEAR, "mentor": year.MENTOR, "title": "Наставник года", "reason": "труд"}
    award = machine.call("POST", "/awards", nomination)["id"]
    machine.call("POST", f"/awards/{award}/decide", {"chosen": True, "protocol": "единогласно"})
    machine.call("POST", f"/awards/{award}/give", {"on": "2027-05-25"})
    item = {"year": YEAR, "kind": "mentor", "title": "Лучший", "text": "Максим",
            "people": [year.MENTOR], "source": award}  # fmt: skip
    publication = machine.call("POST", "/publications", item)["id"]
    machine.call("POST", f"/publications/{publication}/publish", {})
    machine.settle()
    return {"survey": survey, "case": case, "award": award, "publication": publication}


def test_a_year_ticks_all_items_and_unticks_with_the_evidence(machine: Machine) -> None:
    tell_the_year(machine)
    assert {"6.8", "7.2", "7.3", "7.5", "7.6"} == set(machine.board()) - machine.ticked()
    finish_the_year(machine)
    assert len(machine.ticked()) == 35

    machine.hear(
        meetings.OutreachWithdrawn("event 1.2", "1.2", YEAR),
        participants.MeasurementReopened(year.P, YEAR, "mentor", 1),
    )
    machine.withdraw(year.MENTOR, "publication_award")
    machine.settle()
    assert set(machine.board()) - machine.ticked() == {"1.2", "4.1", "7.6"}


def test_struck_questionnaires_untick_what_they_proved(machine: Machine) -> None:
    tell_the_year(machine)
    proven = {"2.1", "2.2", "3.3"}
    assert proven <= machine.ticked()
    struck = participants.QuestionnaireStruck
    machine.hear(
        struck(f"of {year.CHILD}", year.CHILD, YEAR, "mentee"),
        struck(f"of {year.ADULT}", year.ADULT, YEAR, "mentee"),
        struck("of teacher", year.CHILD, YEAR, "third_party"),
        struck(f"of {year.MENTOR}", year.MENTOR, YEAR, "mentor"),
        participants.MentorUnlisted(year.CARD, YEAR, "permission_revoked"),
    )
    machine.settle()
    assert not proven & machine.ticked()


def test_an_answer_shows_the_evidence_and_what_is_missing(machine: Machine) -> None:
    tell_the_year(machine)
    third = matching.PairingActivated(
        year.PairingId("three"), year.P, YEAR, "pupil_pupil", year.MENTOR, year.SCHOOL,
        year.MENTOR, (year.CHILD,), "order",
    )  # fmt: skip
    machine.hear(third)
    machine.settle()
    shown = machine.call("GET", f"/roadmaps/{PROGRAMME}")
    first = next(item for item in shown["items"] if item["item"] == "6.1")
    assert (first["needed"], first["present"], first["missing"]) == (3, 2, ["three"])
    assert [(e["kind"], e["count"]) for e in first["evidence"]] == [("meeting", 2)]
    assert first["title_ru"]
    assert first["title_en"]
    assert len(shown["stages"]) == 7
    assert shown["applicable"] == 35
    assert shown["ticked"] == len(machine.ticked())


def test_the_head_approves_and_a_change_needs_approval_anew(machine: Machine) -> None:
    tell_the_year(machine)
    root = f"/roadmaps/{PROGRAMME}"
    machine.call("POST", f"{root}/approve", {}, status=403)
    machine.call("POST", f"{root}/approve", {}, role="head", person="head-person")
    machine.settle()
    assert machine.call("GET", root)["approved"]["by"] == "head-person"
    plan = {"starts": "2026-10-01", "ends": "2026-10-15", "person": "somebody"}
    machine.call("PUT", f"{root}/items/6.1", plan)
    machine.call("POST", f"{root}/items/1.3/not-applicable", {"reason": "нет партнёров"})
    machine.settle()
    shown = machine.call("GET", root)
    assert shown["approved"] is None
    assert shown["applicable"] == 34
    planned = machine.board()["6.1"]
    assert (planned["starts"], planned["person"], planned["role"]) == (
        "2026-10-01", "somebody", None,
    )  # fmt: skip
    item = machine.call("GET", f"{root}/items/1.3")
    assert (item["not_applicable"], item["reason"]) == (True, "нет партнёров")


def test_a_programme_that_opens_gets_a_roadmap_unless_the_school_was_first(
    machine: Machine,
) -> None:
    opened = matching.ProgrammeOpened(ProgrammeId(PROGRAMME), YEAR, year.DAY, year.date(2027, 5, 1))
    machine.hear(opened)
    machine.settle()
    assert machine.call("GET", f"/roadmaps/{PROGRAMME}")["starts"] == "2026-10-01"
    machine.call("POST", "/roadmaps", OPEN)
    machine.settle()
    assert machine.call("GET", f"/roadmaps/{PROGRAMME}")["starts"] == "2026-10-01"


def test_another_school_sees_nothing_of_it(machine: Machine) -> None:
    tell_the_year(machine)
    ids = finish_the_year(machine)
    other = TenantId("school-south")
    machine.call("GET", f"/roadmaps/{PROGRAMME}", tenant=other, status=404)
    machine.call("GET", f"/cases/{ids['case']}", tenant=other, status=404)
    machine.call("POST", f"/awards/{ids['award']}/revoke", {}, tenant=other, status=404)
    path = f"/publications/{ids['publication']}/withdraw"
    machine.call("POST", path, {}, tenant=other, status=404)
    assert machine.call("GET", "/surveys", tenant=other)["items"] == []
    assert len(machine.ticked()) == 35


def test_a_withdrawn_consent_and_an_erasure_take_effect_everywhere(machine: Machine) -> None:
    tell_the_year(machine)
    ids = finish_the_year(machine)
    assert machine.call("GET", f"/cases/{ids['case']}")["goal"] == "сдать экзамен"
    machine.withdraw(year.CHILD, "participation")
    machine.settle()
    case = machine.call("GET", f"/cases/{ids['case']}")
    assert case["status"] == "withdrawn"
    assert "goal" not in case
    assert {"2.2", "7.5"} <= set(machine.board()) - machine.ticked()

    machine.hear(participants.PersonErased(year.MENTOR))
    machine.settle()
    assert machine.call("GET", "/publications")["items"][0]["status"] == "withdrawn"
    assert machine.call("GET", f"/awards/{ids['award']}")["reason"] is None
    assert not {"7.2", "7.6", "7.8"} & machine.ticked()
    kept = machine.call("GET", f"/surveys/{ids['survey']}")
    assert (kept["answered"], kept["results"]) == (2, None), "two answers are too few to show"


def test_bad_requests_store_nothing(machine: Machine) -> None:
    machine.call("POST", "/roadmaps", {**OPEN, "colour": "red"}, status=422)
    machine.call("POST", "/roadmaps", {**OPEN, "year": "2026"}, status=422)
    machine.call("POST", "/roadmaps", {**OPEN, "ends": "2026-01-01"}, status=422)
    machine.call("GET", f"/roadmaps/{PROGRAMME}", status=404)
    machine.call("POST", "/roadmaps", OPEN, key="one")
    machine.call("POST", "/roadmaps", OPEN, key="one")
    machine.call("POST", "/roadmaps", {**OPEN, "ends": "2027-06-30"}, key="one", status=409)
    machine.call("GET", "/dashboard", year=YEAR, status=403)
    machine.settle()
    assert machine.call("GET", f"/roadmaps/{PROGRAMME}")["ends"] == "2027-05-31"


def test_items_follow_the_coordinator_who_takes_over(machine: Machine) -> None:
    """The approved plan stays approved: only the name in it changes."""
    machine.call("POST", "/roadmaps", OPEN)
    plan = {"starts": "2026-09-01", "ends": "2026-09-20"}
    for item, person in (("1.1", "old"), ("1.2", "old"), ("1.3", "somebody")):
        body = {**plan, "role": None, "person": person}
        machine.call("PUT", f"/roadmaps/{PROGRAMME}/items/{item}", body)
    machine.call("POST", f"/roadmaps/{PROGRAMME}/approve", {}, role="head")
    machine.settle()
    handed = participants.WorkHandedOver(
        PersonId("old"), PersonId("new"), "coordinator", date(2026, 10, 1)
    )
    machine.hear(handed, handed)
    machine.settle()
    board = machine.board()
    assert [board[item]["person"] for item in ("1.1", "1.2", "1.3")] == ["new", "new", "somebody"]
    assert board["1.4"]["role"] == "coordinator"
    assert machine.call("GET", f"/roadmaps/{PROGRAMME}")["approved"] is not None
    machine.hear(handed, tenant=TenantId("another-school"))
    machine.settle()
