"""Editions of the roadmap over HTTP: approved, compared, printed for ever, late, copied."""

from __future__ import annotations

import base64
import hashlib
import io
from datetime import date, timedelta
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from services.reporting.domain.roadmap.decider import ROADMAP
from shared.contracts import participants
from shared.domain.ids import ActorId, PairingId, PersonId, TenantId, derived_id
from shared.domain.school_years import year_of
from shared.tenancy.scope import Scope
from tests.integration.reporting.conftest import PROGRAMME, SCHOOL, YEAR, Machine
from tests.unit.reporting import year as played

pytestmark = pytest.mark.integration
ROOT = f"/roadmaps/{PROGRAMME}"
OPEN = {"year": YEAR, "starts": "2026-09-01", "ends": "2027-05-31"}
NEXT = derived_id("programme", SCHOOL, "2027/28")
SITE = "https://school.example"
HEAD, ANNA, BORIS = "head-person", "anna", "boris"


@pytest.fixture(name="school")
def _school(machine: Machine) -> Machine:
    machine.peer.names = {
        HEAD: "Орлова Мария Сергеевна", ANNA: "Щукина Анна Ильинична", BORIS: "Ёжиков Борис",
    }  # fmt: skip
    machine.peer.staff = [HEAD, ANNA]
    machine.call("POST", "/roadmaps", OPEN)
    machine.settle()
    return machine


def plan(machine: Machine, *lines: tuple[str, str, str, str], status: int = 200) -> Any:
    items = [
        {"item": item, "starts": starts, "ends": ends, "role": None, "person": person}
        for item, starts, ends, person in lines
    ]
    answer = machine.call("PUT", f"{ROOT}/items", {"items": items}, status=status)
    machine.settle()
    return answer


def approve(machine: Machine, **body: Any) -> Any:
    status = body.pop("status", 200)
    answer = machine.call("POST", f"{ROOT}/approve", body, role="head", person=HEAD, status=status)
    machine.settle()
    return answer


def text_of(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).split())


def test_each_approval_is_an_edition_and_the_draft_stands_beside_it(school: Machine) -> None:
    plan(school, ("6.1", "2026-12-01", "2026-12-10", ANNA))
    assert school.call("GET", f"{ROOT}/changes") == {"edition": None, "items": []}
    approve(school)
    approve(school)
    plan(
        school,
        ("6.1", "2026-12-01", "2026-12-20", BORIS),
        ("6.2", "2026-12-21", "2026-12-25", ANNA),
    )
    school.call("POST", f"{ROOT}/items/1.3/not-applicable", {"reason": "нет партнёров"})
    school.settle()

    board = school.call("GET", ROOT)
    assert board["approved"] is None
    assert (board["edition"]["number"], board["edition"]["by"]) == (1, HEAD)
    changes = school.call("GET", f"{ROOT}/changes")
    assert changes["edition"] == 1
    assert [change["item"] for change in changes["items"]] == ["1.3", "6.1", "6.2"]
    first = changes["items"][1]
    assert first["before"] == {"ends": "2026-12-10", "role": None, "person": ANNA}
    assert first["after"] == {"ends": "2026-12-20", "role": None, "person": BORIS}

    approve(school)
    listed = school.call("GET", f"{ROOT}/editions")["items"]
    assert [(one["number"], one["by_name"]) for one in listed] == [
        (2, "Орлова Мария Сергеевна"), (1, "Орлова Мария Сергеевна"),
    ]  # fmt: skip
    second = school.call("GET", f"{ROOT}/editions/2")
    assert [change["item"] for change in second["changes"]] == ["1.3", "6.1", "6.2"]
    lines = {line["item"]: line for line in second["lines"]}
    assert (lines["1.3"]["excluded"], lines["1.3"]["reason"]) == (True, "нет партнёров")
    assert lines["6.1"]["name"] == "Ёжиков Борис"
    old = {x["item"]: x for x in school.call("GET", f"{ROOT}/editions/1")["lines"]}
    assert (old["6.1"]["ends"], old["6.1"]["name"]) == ("2026-12-10", "Щукина Анна Ильинична")
    school.call("GET", f"{ROOT}/editions/3", status=404)
    school.call("GET", f"{ROOT}/editions/1", tenant=TenantId("school-south"), status=404)


def test_the_head_approves_what_the_head_has_seen(school: Machine) -> None:
    seen = school.call("GET", ROOT)["version"]
    plan(school, ("6.1", "2026-12-01", "2026-12-10", ANNA))
    approve(school, version=seen, status=412)
    assert school.call("GET", f"{ROOT}/editions")["items"] == []
    approve(school, version=school.call("GET", ROOT)["version"])
    assert school.call("GET", ROOT)["edition"]["number"] == 1


def test_an_edition_prints_as_it_was_approved_and_an_erased_name_goes(school: Machine) -> None:
    plan(
        school,
        ("6.1", "2026-12-01", "2026-12-10", ANNA),
        ("6.2", "2026-12-11", "2026-12-18", BORIS),
    )
    approve(school)
    school.call("POST", f"{ROOT}/issue", {"site": SITE})
    school.settle()
    code = school.call("GET", f"{ROOT}/editions")["items"][0]["issued"]["code"]
    path = f"{ROOT}/editions/1/document"
    pdf = school.fetch(path, format="pdf")
    for said in ("УТВЕРЖДАЮ", "М. С. Орлова", "Школа № 7", "Щукина Анна Ильинична", "Ёжиков Борис",
                 "01.12.2026", "Этап 6. Работа пар и групп", "Редакция № 1", code):  # fmt: skip
        assert said in text_of(pdf), said

    plan(school, ("6.1", "2027-01-12", "2027-01-20", BORIS))
    assert hashlib.sha256(school.fetch(path)).digest() == hashlib.sha256(pdf).digest()
    docx = Document(io.BytesIO(school.fetch(path, format="docx")))
    cells = [cell.text for row in docx.tables[0].rows for cell in row.cells]
    assert "Щукина Анна Ильинична" in cells
    assert "Ёжиков Борис" in cells

    school.hear(participants.PersonErased(PersonId(ANNA)))
    school.settle()
    again = text_of(school.fetch(path, site=SITE))
    assert "Щукина" not in again
    for said in ("удалён", "Ёжиков Борис", "М. С. Орлова", "01.12.2026", code):
        assert said in again, said


def test_a_new_edition_replaces_the_code_of_the_one_before(school: Machine) -> None:
    school.call("POST", f"{ROOT}/issue", {"site": SITE}, status=409)
    codes = []
    for day in ("2026-12-10", "2026-12-20"):
        plan(school, ("6.1", "2026-12-01", day, ANNA))
        approve(school)
        school.call("POST", f"{ROOT}/issue", {"site": SITE})
        school.call("POST", f"{ROOT}/issue", {"site": SITE})
        school.settle()
        codes.append(school.call("GET", f"{ROOT}/editions")["items"][0]["issued"]["code"])
    first, second = (
        school.call("GET", f"/documents/check/{code}", role="service") for code in codes
    )
    assert (first["status"], first["number"], first["kind"]) == ("revoked", "1", "roadmap")
    assert first["valid"]["number"] == "2"
    assert (second["status"], second["number"]) == ("valid", "2")
    assert codes[0] in text_of(school.fetch(f"{ROOT}/editions/1/document"))


def test_an_edition_that_was_replaced_is_valid_no_more_though_the_new_one_is_not_issued(
    school: Machine,
) -> None:
    approve(school)
    school.call("POST", f"{ROOT}/issue", {"site": SITE})
    school.settle()
    code = school.call("GET", f"{ROOT}/editions")["items"][0]["issued"]["code"]
    plan(school, ("6.1", "2026-12-01", "2026-12-20", ANNA))
    school.call("POST", f"{ROOT}/approve", {}, role="head", person=HEAD)
    late = school.call("POST", f"{ROOT}/issue", {"site": SITE}, status=503)
    assert late["code"] == "unavailable", "the read model knows of the old edition only"
    school.settle()
    told = school.call("GET", f"/documents/check/{code}", role="service")
    assert (told["status"], told["valid"]) == ("revoked", None)
    school.call("POST", f"{ROOT}/issue", {"site": SITE})
    school.settle()
    assert school.call("GET", f"/documents/check/{code}", role="service")["valid"]["number"] == "2"


def test_lateness_goes_by_the_approved_dates_and_crosses_as_numbers(school: Machine) -> None:
    today = date.today()
    past, near = (today - timedelta(days=5)).isoformat(), (today + timedelta(days=5)).isoformat()
    begin, far = f"{today.year - 1}-12-01", (today + timedelta(days=100)).isoformat()
    year = year_of(date.fromisoformat(begin))
    frame = {"year": year, "starts": begin, "ends": (today + timedelta(days=150)).isoformat()}
    council = TenantId("council")
    school.hear(participants.OrganisationRegistered(SCHOOL, "school", council), tenant=council)
    programme = school.call("POST", "/roadmaps", frame)["id"]
    school.call("POST", f"/roadmaps/{programme}/shift", {"days": 1, "from_stage": 7})
    items = [
        {"item": item.item, "starts": begin, "ends": far, "person": None, "role": "coordinator"}
        for item in _lines(school, programme)
    ]
    for item in items:
        item["ends"] = {"1.1": past, "1.2": near}.get(item["item"], far)
    items[2] |= {"person": ANNA, "role": None, "ends": past}
    school.call("PUT", f"/roadmaps/{programme}/items", {"items": items})
    school.call("POST", f"/roadmaps/{programme}/approve", {}, role="head", person=HEAD)
    school.settle()
    board = school.call("GET", f"/roadmaps/{programme}")
    assert board["standing"] == {"late": 2, "soon": 1, "ahead": 32}

    moved = {**items[0], "ends": far}
    school.call("PUT", f"/roadmaps/{programme}/items", {"items": [moved]})
    school.settle()
    first = school.call("GET", f"/roadmaps/{programme}")["items"][0]
    assert (first["ends"], first["due"], first["standing"]) == (far, past, "late")

    own = school.call("GET", f"/roadmaps/{programme}/own", role="teacher", person=ANNA)["items"]
    assert [(one["item"], one["standing"]) for one in own] == [("1.3", "late")]
    assert len(school.call("GET", f"/roadmaps/{programme}/own", person="x")["items"]) == 34
    school.call("GET", f"/roadmaps/{programme}/own", role="guardian", status=403)

    school.tick()
    told = school.call("GET", "/dashboard", role="municipal_admin", tenant=council, year=year)
    assert told["schools"][0]["stages"][0] == {
        "stage": 1, "ticked": 0, "applicable": 4, "late": 2,
    }  # fmt: skip


def _lines(machine: Machine, programme: str) -> Any:
    machine.settle()
    scope = Scope(SCHOOL, ActorId("test"))
    return machine.service.handler.state(scope, ROADMAP, programme).state.lines


def test_the_things_behind_a_tick_and_what_is_missing_are_listed_page_by_page(
    school: Machine,
) -> None:
    third = played.activated(PairingId("three"), "pupil_pupil", played.MENTOR, played.CHILD)
    school.hear(*played.people(), *played.pairs(), third)
    school.settle()
    first = school.call("GET", f"{ROOT}/items/6.1/evidence", limit=1)
    (row,) = first["items"]
    assert (row["kind"], row["pairing"], row["facts"]["of"]) == ("meeting", "one", "organisational")
    assert row["people"] == [played.MENTOR, played.CHILD]
    rest = school.call("GET", f"{ROOT}/items/6.1/evidence", limit=5, after=first["next"])
    assert ([one["pairing"] for one in rest["items"]], rest["next"]) == (["two"], None)
    missing = school.call("GET", f"{ROOT}/items/6.1/missing")["items"]
    assert [(one["kind"], one["pairing"], one["people"]) for one in missing] == [
        ("pairing", "three", [played.MENTOR, played.CHILD])
    ]
    kinds = {one["kind"] for one in school.call("GET", f"{ROOT}/items/2.2/evidence")["items"]}
    assert kinds == {"consent", "third_party"}
    school.call("GET", f"{ROOT}/items/9.9/evidence", status=404)

    school.hear(participants.PersonErased(played.CHILD))
    school.settle()
    for item in ("2.2", "6.1"):
        rows = school.call("GET", f"{ROOT}/items/{item}/evidence")["items"]
        assert played.CHILD not in str(rows)


def test_all_dates_move_and_the_usual_ones_come_back(school: Machine) -> None:
    before = school.board()
    school.call("POST", f"{ROOT}/shift", {"days": 7, "from_stage": 2})
    school.settle()
    after = school.board()
    assert after["1.1"]["starts"] == before["1.1"]["starts"]
    moved = date.fromisoformat(after["6.1"]["starts"]) - date.fromisoformat(before["6.1"]["starts"])
    assert moved == timedelta(days=7)
    school.call("POST", f"{ROOT}/suggest", {})
    school.settle()
    assert school.board()["6.1"]["starts"] == before["6.1"]["starts"]
    school.call("POST", f"{ROOT}/shift", {"days": 0}, status=422)
    school.call("POST", f"{ROOT}/shift", {"days": 200}, status=422)


def test_a_form_with_one_wrong_line_changes_nothing(school: Machine) -> None:
    before = school.board()
    problem = plan(
        school, ("1.1", "2026-09-02", "2026-09-09", ANNA), ("1.2", "2026-09-12", "2026-09-10", ANNA),
        status=422,
    )  # fmt: skip
    assert [one["field"] for one in problem["errors"]] == ["1.2.ends"]
    plan(school, ("1.1", "2030-09-02", "2030-09-09", ANNA), status=422)
    assert school.board() == before


def test_the_next_year_begins_with_this_ones_plan(school: Machine) -> None:
    plan(
        school,
        ("6.1", "2026-12-01", "2026-12-10", ANNA),
        ("6.2", "2026-12-14", "2026-12-18", BORIS),
    )
    school.call("POST", f"{ROOT}/items/1.3/not-applicable", {"reason": "нет партнёров"})
    approve(school)
    holidays = [{"first": "2027-11-29", "last": "2027-12-03"}]
    done = school.call("POST", f"{ROOT}/copy", {"holidays": holidays})
    assert done["id"] == NEXT
    school.call("POST", f"{ROOT}/copy", {})
    school.settle()

    board = school.call("GET", f"/roadmaps/{NEXT}")
    assert (board["year"], board["starts"], board["ends"]) == (
        "2027/28",
        "2027-09-01",
        "2028-05-31",
    )
    items = {item["item"]: item for item in board["items"]}
    kept, left = items["6.1"], items["6.2"]
    assert (kept["starts"], kept["ends"], kept["person"]) == ("2027-12-07", "2027-12-09", ANNA)
    assert (left["person"], left["role"]) == (None, "coordinator"), "Boris is staff no longer"
    assert board["asked"] == ["1.3"]
    asked = school.call("GET", f"/roadmaps/{NEXT}/items/1.3")
    assert (asked["not_applicable"], asked["reason_before"]) == (False, "нет партнёров")

    refused = school.call(
        "POST", f"/roadmaps/{NEXT}/approve", {}, role="head", person=HEAD, status=409
    )
    assert refused["code"] == "items-asked"
    school.call("POST", f"/roadmaps/{NEXT}/items/1.3/applicable", {})
    school.call("POST", f"/roadmaps/{NEXT}/approve", {}, role="head", person=HEAD)
    school.settle()
    again = school.call("GET", f"/roadmaps/{NEXT}")
    assert (again["asked"], again["edition"]["number"]) == ([], 1)
    assert school.call("GET", ROOT)["edition"]["number"] == 1, "this year's stays as it was"


def test_the_report_of_execution_names_evidence_dates_and_what_is_late(school: Machine) -> None:
    approve(school)
    school.hear(*played.people(), *played.pairs())
    school.settle()
    text = text_of(school.fetch(f"{ROOT}/execution"))
    for said in ("Отчёт о выполнении дорожной карты", "выполнено 30 из 35", "редакция № 1",
                 "проведённые встречи пар: 2", "согласия на участие: 1",
                 date.today().strftime("%d.%m.%Y")):  # fmt: skip
        assert said in text, said
    draft = text_of(school.fetch(f"{ROOT}/document"))
    assert "Проект" in draft


def test_a_schools_own_form_of_the_roadmap_is_filled(school: Machine) -> None:
    plan(school, ("6.1", "2026-12-01", "2026-12-10", ANNA))
    approve(school)
    example = school.fetch("/own-forms/roadmap/example")
    body = {"file": base64.b64encode(example).decode()}
    school.call("POST", "/own-forms/roadmap", body)
    school.call("POST", f"{ROOT}/issue", {"site": SITE})
    school.settle()
    docx = Document(io.BytesIO(school.fetch(f"{ROOT}/editions/1/document", format="docx")))
    words = " ".join(paragraph.text for paragraph in docx.paragraphs)
    assert "Школа № 7" in words
    assert "М. С. Орлова" in words
    rows = [[cell.text for cell in row.cells] for row in docx.tables[0].rows]
    assert len(rows) == 36
    assert rows[1][0] == "Этап 1. Подготовка. 1.1"
    assert rows[21][:2] == ["6.2", "Вторая, пробная встреча"]
    assert "Щукина Анна Ильинична" in rows[20]


@pytest.mark.parametrize(
    ("method", "path", "body", "role"),
    [
        ("GET", "/own", None, "coordinator"),
        ("GET", "/items/6.1/evidence", None, "coordinator"),
        ("GET", "/items/6.1/missing", None, "coordinator"),
        ("GET", "/changes", None, "coordinator"),
        ("GET", "/editions", None, "coordinator"),
        ("GET", "/editions/1", None, "coordinator"),
        ("GET", "/editions/1/document", None, "coordinator"),
        ("GET", "/document", None, "coordinator"),
        ("GET", "/execution", None, "coordinator"),
        ("POST", "/suggest", {}, "coordinator"),
        ("POST", "/shift", {"days": 7}, "coordinator"),
        ("POST", "/copy", {}, "coordinator"),
        ("POST", "/issue", {"site": SITE}, "coordinator"),
        ("POST", "/approve", {}, "head"),
    ],
)
def test_another_school_finds_no_roadmap(
    school: Machine, method: str, path: str, body: Any, role: str
) -> None:
    approve(school)
    other = TenantId("school-south")
    school.call(method, f"{ROOT}{path}", body, role=role, tenant=other, status=404)
