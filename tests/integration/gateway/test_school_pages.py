"""A school's import, roadmap and orders, over HTTP and through all services."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from infra.demo.asking import Caller
from infra.demo.working import proposed
from infra.samples import write_all
from shared.domain.ids import derived_id
from shared.mongo import connect
from tests.integration.gateway.conftest import Site, Visitor

pytestmark = [pytest.mark.integration, pytest.mark.timeout(280)]
_FIRST = date.today().year - (date.today().month < 8)
YEAR = f"{_FIRST}/{(_FIRST + 1) % 100:02d}"
LAST_YEAR = f"{_FIRST - 1}/{_FIRST % 100:02d}"
UNTIL = f"{date.today().year + 1}-05-31"


@pytest.fixture(name="class_list", scope="module")
def _class_list(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    directory: Path = tmp_path_factory.mktemp("samples")
    write_all(directory)
    return (directory / "school-1-class-list.xlsx").read_bytes()


# Import


def test_a_workbook_is_looked_at_first_and_then_brought_in(site: Site, class_list: bytes) -> None:
    staff = site.member(site.school, "coordinator")
    file = {"file": ("список.xlsx", class_list)}
    job = _left(staff, file)
    look = staff.until(job, "Пока ничего не изменено")
    assert "новые: 40" in look
    caller = site.asking.caller(site.school, "coordinator")
    assert caller.all("participants", "/candidates", year=YEAR, role="mentee") == []

    other = site.member(site.school, "coordinator")
    other.get(job, 404)
    other.send(f"{job}/start", "/import", 404)
    staff.send(f"{job}/start", job)
    assert "новые: 40" in staff.until(job, "Файл загружен")
    rows = caller.until(
        "participants", "/candidates", lambda found: len(found) == 40, year=YEAR, role="mentee"
    )
    staff.until("/candidates", str(rows[0]["name"]))
    staff.send(f"{job}/start", "/import", 409)


def test_a_file_that_is_no_workbook_is_answered_with_a_sentence(site: Site) -> None:
    staff = site.member(site.school, "coordinator")
    job = _left(staff, {"file": ("список.xlsx", b"not a workbook")})
    staff.until(job, 'role="alert"')
    assert "загрузка не удалась" in staff.get(job).lower()
    nothing = staff.send(
        "/import", "/import", fields={"kind": "class_list"}, files={"file": ("", b"")}
    )
    assert nothing.headers["Location"] == "/import"


def _left(staff: Visitor, file: dict[str, tuple[str, bytes]]) -> str:
    """The page of the import to which the file was left."""
    answer = staff.send("/import", "/import", fields={"kind": "class_list"}, files=file)
    return answer.headers["Location"]


# The roadmap


def test_the_roadmap_names_who_is_in_charge_and_shows_other_years(site: Site) -> None:
    head = site.member(site.school, "head")
    staff = site.asking.caller(site.school, "coordinator")
    for year, first in ((YEAR, _FIRST), (LAST_YEAR, _FIRST - 1)):
        days = {"starts": f"{first}-09-01", "ends": f"{first + 1}-05-31"}
        staff.post("reporting", "/roadmaps", {"year": year, **days})
    somebody = {"name": "Орлова Нина Павловна", "birth_date": "1980-05-06"}
    person = staff.post("participants", "/people", somebody)["id"]
    plan = {"starts": f"{_FIRST}-10-01", "ends": f"{_FIRST}-10-15", "person": person}
    programme = derived_id("programme", site.school, YEAR)
    staff.put("reporting", f"/roadmaps/{programme}/items/6.1", plan)
    page = head.until("/school", "ответственный: Орлова Нина Павловна")
    assert f'<option value="{LAST_YEAR}">' in page
    before = head.get(f"/school?year={LAST_YEAR}")
    assert f'<option value="{LAST_YEAR}" selected>' in before
    assert "Орлова" not in before

    seen = re.search(r'hx-get="(/school/roadmap[^"]+)"', page)
    assert seen
    again = seen[1].replace("&amp;", "&")
    assert head.http.get(again).status_code == 204, "nothing has changed"
    event = {"item": "1.3", "year": YEAR, "title": "Встреча с учителями"}
    _held(staff, event)
    head.until("/school", "встречи и мероприятия: 1")
    assert "Орлова Нина Павловна" in head.get(again)


def _held(staff: Caller, event: dict[str, Any]) -> None:
    body = {**event, "date": date.today().isoformat(), "place": "актовый зал"}
    id = staff.post("meetings", "/outreach", body)["id"]
    held = {"held_on": date.today().isoformat(), "attended": 12, "material": "протокол № 1"}
    staff.post("meetings", f"/outreach/{id}/hold", held)


# What is set aside


def test_a_page_says_where_something_is_set_aside(site: Site) -> None:
    staff = site.member(site.school, "coordinator")
    sentence = "Здесь показано не всё"
    assert sentence not in staff.get("/pairs")
    with connect(site.layout.mongo_url or "") as client:
        parked = client[f"{site.layout.cell}_matching"].parked
        parked.insert_one({"_id": "by hand", "consumer": "x", "tenant": site.school, "stream": "s"})
        try:
            staff.until("/pairs", sentence)
        finally:
            parked.delete_one({"_id": "by hand"})


# Orders


def test_an_issued_order_is_downloaded_as_a_word_document(site: Site) -> None:
    staff = site.asking.caller(site.school, "coordinator")
    pairing = _agreed_pair(staff)
    draft = {"programme": derived_id("programme", site.school, YEAR), "kind": "formation"}
    order = staff.post("matching", "/orders", {**draft, "pairings": [pairing], "ending": []})["id"]
    page = site.member(site.school, "coordinator")
    page.until("/pairs", "проект")
    assert "DOCX" not in page.get("/pairs"), "a draft is no order"
    page.get(f"/orders/{order}/document", status=404)

    head = site.asking.caller(site.school, "head")
    person = staff.post("participants", "/people", _born("Белова Ольга Петровна"))["id"]
    issue = {"number": "7-н", "date": date.today().isoformat(), "head": person}
    head.post("matching", f"/orders/{order}/issue", issue)
    shown = page.until("/pairs", "Скачать приказ № 7-н (DOCX)")
    link = re.search(r'href="(/orders/[^"]+/document)"', shown)
    assert link
    answer = page.http.get(link[1])
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith('.docx"')
    document = Document(BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("Лебедева Анна Игоревна" in text for text in cells)

    for other in (site.member(site.school, "teacher"), site.member(site.council, "head")):
        other.get(link[1], status=404)
    teacher = site.member(site.school, "teacher").get("/pairs")
    assert "Лебедева Анна Игоревна" in teacher
    assert "DOCX" not in teacher


def _born(name: str) -> dict[str, str]:
    return {"name": name, "birth_date": "1985-04-12"}


def _agreed_pair(staff: Caller) -> str:
    """Two teachers who want to work together, from the register to their agreement."""
    programme = derived_id("programme", staff.tenant, YEAR)
    days = {"starts": f"{_FIRST}-09-01", "ends": f"{_FIRST + 1}-05-31"}
    staff.post("matching", "/programmes", {"year": YEAR, **days})
    form = {"form": "teacher_teacher", "variants": [], "reason": "запрос молодого учителя"}
    staff.put("matching", f"/programmes/{programme}/forms", {"forms": [form]})
    mentor, mentee = _candidate(staff, "mentor"), _candidate(staff, "mentee")
    staff.post("participants", f"/mentees/{mentee}/admit", {"year": YEAR})
    kind = {"person": mentor, "kind": "teacher", "capacity": 1}
    staff.post("participants", "/mentors", kind)
    slot = {"person": mentor, "year": YEAR, "slot": f"{date.today().isoformat()}T12:00:00+03:00"}
    talk = staff.post("participants", "/interviews", slot)["id"]
    staff.post("participants", f"/interviews/{talk}/protocol", {"protocol": "надёжен"})
    staff.post("participants", f"/interviews/{talk}/decide", {"decision": "admit"})
    staff.post("participants", f"/mentors/{mentor}/list", {"year": YEAR, "until": UNTIL})
    for role in ("mentor", "mentee"):
        staff.until("matching", "/candidates", lambda rows: len(rows) == 1, year=YEAR, role=role)
    staff.post("matching", f"/programmes/{programme}/supply")
    launch = {"number": "1", "date": date.today().isoformat()}
    head = Caller(staff._asking, staff.tenant, frozenset({"head"}), None)
    head.post("matching", f"/programmes/{programme}/launch", launch)
    run = proposed(staff, programme)
    pairing = str(staff.post("matching", f"/proposals/{run['id']}/adopt")["pairings"][0])
    for person in (mentor, mentee):
        body = {"person": person}
        staff.post("matching", f"/pairs/{pairing}/agree", body, again=person)
    return pairing


def _candidate(staff: Caller, role: str) -> str:
    name = "Лебедева Анна Игоревна" if role == "mentor" else "Смирнов Олег Юрьевич"
    person = str(staff.post("participants", "/people", _born(name))["id"])
    staff.post("participants", f"/people/{person}/candidacies", {"role": role, "year": YEAR})
    consent = {"person": person, "purpose": "participation", "giver": "self", "by": person}
    staff.post("participants", "/consents", {**consent, "until": UNTIL})
    form = {"person": person, "year": YEAR, "kind": role, "source": "self"}
    id = staff.post("participants", "/questionnaires", form)["id"]
    answers = {"forms": ["teacher_teacher"], "themes": ["teaching_methods"], "times": ["mon-15"]}
    if role == "mentee":
        answers |= {"request": "вести проектный урок", "way": "in_person"}  # type: ignore[dict-item]
    staff.post("participants", f"/questionnaires/{id}/answers", {"answers": answers})
    return person
