"""A course over HTTP: sessions, attendance, materials, certificates and their check."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from shared.domain.ids import new_id
from tests.integration.participants import people
from tests.integration.participants.conftest import YEAR, Caller, Town

pytestmark = pytest.mark.integration
PDF = b"%PDF-1.7 \xd0\x9f memo"


def _course(staff: Caller, *persons: str) -> str:
    plan = {
        "year": YEAR,
        "title": "Школа наставника",
        "held_on": "2026-10-10",
        "experts": ["М. З."],
    }
    training = str(staff.post("/trainings", plan)["id"])
    staff.post(f"/trainings/{training}/enrol", {"people": list(persons)})
    return training


def _passed(town: Town) -> tuple[Caller, Caller, str, dict[str, Any]]:
    """Staff, the mentor who has passed, the course, and what the mentor sees of it."""
    staff = town.coordinator(town.north)
    person = people.mentor(staff)
    training = _course(staff, person)
    staff.post(f"/trainings/{training}/complete", {"person": person, "passed": True})
    town.cell.settle()
    me = town.cell.caller(town.north, "mentor", person=person)
    return staff, me, training, me.get(f"/trainings/own?year={YEAR}")["items"][0]


def _check(town: Town, school: str, code: str) -> dict[str, Any]:
    return town.cell.caller(school, "service").get(f"/certificates/{code}")


def test_a_certificate_is_valid_and_tells_only_what_its_holder_allows(town: Town) -> None:
    staff, me, training, mine = _passed(town)
    code = mine["certificate"]["code"]
    assert len(code) == 23
    assert _check(town, town.north, code) == {"valid": True}
    assert _check(town, town.south, code) == {"valid": False}
    assert _check(town, town.north, "AAAAA-AAAAA-AAAAA-AAAAA") == {"valid": False}
    me.post(f"/trainings/{training}/showing", {"course": True, "date": False})
    town.cell.settle()
    assert _check(town, town.north, code.lower()) == {"valid": True, "course": "Школа наставника"}
    me.post(f"/trainings/{training}/showing", {"course": False, "date": True})
    assert set(_check(town, town.north, code)) == {"valid", "date"}
    person = str(me.person)
    staff.post(f"/trainings/{training}/complete", {"person": person, "passed": False})
    assert _check(town, town.north, code) == {"valid": False}
    assert me.ask("GET", f"/trainings/{training}/certificates/{person}").status_code == 404
    assert me.ask("GET", f"/certificates/{code}").status_code == 403


def test_withdrawing_the_consent_makes_the_check_say_nothing_at_once(town: Town) -> None:
    _, me, training, mine = _passed(town)
    me.post(f"/trainings/{training}/showing", {"course": True, "date": True})
    me.post("/consents/withdraw", {"person": me.person, "purpose": "participation"})
    assert _check(town, town.north, mine["certificate"]["code"]) == {"valid": False}


def test_the_certificate_is_printed_for_its_holder_and_staff_only(town: Town) -> None:
    staff, me, training, _ = _passed(town)
    where = f"/trainings/{training}/certificates/{me.person}?site=https://example.org"
    for caller in (staff, me):
        answer = caller.ask("GET", where)
        assert answer.status_code == 200
        assert answer.data.startswith(b"%PDF-")
    other = town.cell.caller(town.north, "mentor", person=new_id())
    assert other.ask("GET", where).status_code == 404
    away = town.coordinator(town.south)
    assert away.ask("GET", where).status_code == 404


def test_attendance_is_kept_by_session(town: Town) -> None:
    staff = town.coordinator(town.north)
    first, second = people.mentor(staff, "Анна Лебедева"), people.mentor(staff, "Борис Орлов")
    training = _course(staff, first, second)
    now = datetime.now(timezone.utc)
    ids = [
        staff.post(
            f"/trainings/{training}/sessions",
            {
                "starts": (now + timedelta(days=days)).isoformat(),
                "minutes": 120,
                "topic": "Границы",
            },
        )["version"]
        for days in (-1, 3)
    ]
    assert ids == [3, 4]
    held, later = (
        staff.get(f"/trainings/{training}")["sessions"] if town.cell.settle() is None else ()
    )
    where = f"/trainings/{training}/sessions/{held['id']}/attendance"
    staff.post(where, {"present": [first, second]})
    staff.post(where, {"present": [first]})
    early = f"/trainings/{training}/sessions/{later['id']}/attendance"
    assert staff.refused(early, {"present": [first]})["code"] == "session-not-held"
    rows = staff.get(f"/trainings/{training}")["sessions"]
    assert [(r["held"], r["present"]) for r in rows] == [(True, [first]), (False, [])]
    me = town.cell.caller(town.north, "mentor", person=second)
    mine = me.get("/trainings/own")["items"][0]["sessions"]
    assert [(r["was_there"], "present" in r) for r in mine] == [(False, False), (False, False)]
    assert first not in str(mine)


def _send(caller: Caller, training: str, content: bytes, **query: str) -> Any:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return caller.http.post(
        f"/v1/trainings/{training}/materials/files?{asked}",
        data=content,
        headers={**caller._headers(None), "Content-Type": "application/octet-stream"},
    )


@pytest.mark.parametrize("personal", ["true", "false"])
def test_materials_are_read_by_the_enrolled_only(town: Town, personal: str) -> None:
    staff = town.coordinator(town.north)
    person = people.mentor(staff)
    training = _course(staff, person)
    link = {"title": "Памятка", "address": "https://example.org/memo"}
    staff.post(f"/trainings/{training}/materials", link)
    bad = {"title": "x", "address": "javascript:alert(1)"}
    staff.refused(f"/trainings/{training}/materials", bad, status=422)
    sent = _send(staff, training, PDF, title="Памятка", name="memo.pdf", personal=personal)
    assert sent.status_code == 200
    refused = _send(staff, training, b"MZ...", title="x", name="x.pdf")
    assert refused.status_code == 422
    too_big = _send(staff, training, b"%PDF-" + b"0" * (10 * 2**20), title="x", name="x")
    assert too_big.status_code == 413
    town.cell.settle()
    file = staff.get(f"/trainings/{training}")["library"][1]
    assert (file["media_type"], file["size"]) == ("application/pdf", len(PDF))
    where = f"/trainings/{training}/materials/{file['id']}"
    me = town.cell.caller(town.north, "mentor", person=person)
    assert me.ask("GET", where).data == PDF
    stored = [d["kept"] for d in town.cell.service.db.material_files.find({})]
    assert (PDF in stored) is (personal == "false")
    other = town.cell.caller(town.north, "mentor", person=new_id())
    assert other.ask("GET", where).status_code == 404
    assert town.coordinator(town.south).ask("GET", where).status_code == 404
    staff.post(f"{where}/remove")
    assert me.ask("GET", where).status_code == 404
    assert town.cell.service.db.material_files.count_documents({}) == 0
