"""Who agrees for whom, what each is told, and one who leaves a group."""

from __future__ import annotations

import base64
import hashlib
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from services.matching.application.order_templates import example
from shared.contracts import participants
from shared.domain.ids import PersonId
from tests.integration.matching.conftest import Machine

pytestmark = pytest.mark.integration
KIDS = ("kid-grown", "kid-other", "kid-small")


def group(machine: Machine) -> tuple[str, str]:
    """One group of three, agreed to by nobody yet."""
    machine.list_mentor("mentor", capacity=3)
    for kid in KIDS:
        machine.admit(kid)
    programme = machine.programme()
    (pairing,) = machine.adopted(programme, groups=True)["pairings"]
    return programme, str(pairing)


def active(machine: Machine) -> tuple[str, str, str]:
    programme, pairing = group(machine)
    machine.agree_all([pairing])
    order = machine.drafted(programme, [pairing])
    machine.issue(order)
    return programme, pairing, order


def withdraw(machine: Machine, person: str) -> None:
    machine.consents.withdrawn.add(person)
    machine.hear(participants.ConsentEnded(PersonId(person), "participation", "withdrawn"))
    machine.settle()


def told(machine: Machine, pairing: str, person: str, role: str, **query: Any) -> Any:
    path = f"/pairs/{pairing}/why/{person}"
    return machine.call("GET", path, roles=(role,), person=query.pop("as_", person), **query)


def test_each_side_is_told_why_and_never_the_others_choice(machine: Machine) -> None:
    _, pairing = group(machine)
    (mentor,) = told(machine, pairing, "kid-small", "mentee")["items"]
    assert (mentor["id"], mentor["themes"], mentor["times"]) == ("mentor", ["exams"], ["mon-15"])
    assert "Имя" not in mentor["name"]
    assert not [key for key in mentor if "mentor" in key or "mentee" in key]
    assert len(told(machine, pairing, "mentor", "mentor")["items"]) == 3
    told(machine, pairing, "kid-small", "mentee", as_="kid-other", status=404)
    told(machine, pairing, "kid-other", "guardian", as_="mother", status=404)
    assert len(told(machine, pairing, "kid-small", "guardian", as_="mother")["items"]) == 1


def test_a_guardian_agrees_for_a_child_and_sees_only_the_childs_pairs(machine: Machine) -> None:
    _, pairing = group(machine)
    path = f"/pairs/{pairing}/agree"
    mother: dict[str, Any] = {"roles": ("guardian",), "person": "mother"}
    machine.call("POST", path, {"person": "kid-small"}, **mother)
    machine.call("POST", path, {"person": "kid-other"}, **mother, status=404)
    machine.settle()
    (row,) = machine.call("GET", "/pairs", **mother)["items"]
    assert row["agreed"] == ["kid-small"]
    assert row["answer_by"] is not None


def test_the_coordinator_answers_with_a_note_and_reminds(machine: Machine) -> None:
    _, pairing = group(machine)
    said = {"person": "mentor", "note": "согласна по телефону"}
    machine.call("POST", f"/pairs/{pairing}/agree", said)
    machine.call("POST", f"/pairs/{pairing}/remind", {})
    machine.settle()
    shown = machine.call("GET", f"/pairs/{pairing}")
    assert sorted(shown["reminded"]) == sorted(KIDS)
    assert "телефону" not in str(shown)
    no = {"person": "kid-other", "reason": "time", "note": "мама против"}
    machine.call("POST", f"/pairs/{pairing}/decline", no)
    machine.settle()
    assert machine.call("GET", f"/pairs/{pairing}")["declined"] == ["kid-other"]
    assert machine.service.db.commits.count_documents({"$expr": {"$ne": ["$tenant", ""]}}) > 0
    raw = str(list(machine.service.db.commits.find({})))
    assert "телефону" not in raw
    assert "против" not in raw


def test_a_withdrawal_takes_one_out_and_the_group_goes_on(machine: Machine) -> None:
    _, pairing, order = active(machine)
    withdraw(machine, "kid-small")
    shown = machine.call("GET", f"/pairs/{pairing}")
    assert (shown["status"], sorted(shown["mentees"])) == ("active", ["kid-grown", "kid-other"])
    assert shown["left"] == {"kid-small": {"reason": "consent_ended", "order": None}}
    place = machine.call("GET", "/places/mentor")["claims"]
    assert [claim["places"] for claim in place] == [3]
    withdraw(machine, "kid-other")
    assert machine.status(pairing) == "suspended"
    (task,) = machine.call("GET", "/tasks")["items"]
    assert task["reason"] == "one_left"
    machine.call("POST", f"/pairs/{pairing}/resume", {})
    machine.settle()
    assert machine.status(pairing) == "active"
    withdraw(machine, "kid-grown")
    assert machine.status(pairing) == "suspended"
    assert machine.call("GET", f"/pairs/{pairing}")["mentees"] == ["kid-grown"]
    assert machine.call("GET", f"/orders/{order}")["status"] == "issued"


def test_an_order_of_change_names_who_left_and_the_first_order(machine: Machine) -> None:
    programme, pairing, first = active(machine)
    reason = {"reason": "moved"}
    machine.call("POST", f"/pairs/{pairing}/members/kid-other/leave", reason)
    machine.settle()
    leaving = [{"pairing": pairing, "person": "kid-other", "reason": "moved"}]
    body = {"programme": programme, "kind": "change", "leaving": leaving}
    order = machine.call("POST", "/orders", body)["id"]
    machine.issue(order)
    shown = machine.call("GET", f"/orders/{order}")
    assert [one["order"] for one in shown["amends"]] == [first]
    read = Document(BytesIO(machine.call("GET", f"/orders/{order}/document")))
    text = "\n".join(p.text for p in read.paragraphs)
    assert "Внести изменения в приказ от 12.10.2026 № 15-н" in text
    rows = [[cell.text for cell in row.cells] for row in read.tables[0].rows]
    assert rows[1][3:] == ["Имя kid-other", "9", "студент – ученик", "переход в другую организацию"]
    pair = machine.call("GET", f"/pairs/{pairing}")
    assert pair["left"]["kid-other"]["order"] == order
    assert pair["status"] == "active"


def test_who_left_may_be_matched_again(machine: Machine) -> None:
    programme, pairing, _ = active(machine)
    machine.call("POST", f"/pairs/{pairing}/members/kid-other/leave", {"reason": "not_suited"})
    machine.list_mentor("mentor-2")
    machine.settle()
    again = machine.adopted(programme)["pairings"]
    assert [machine.call("GET", f"/pairs/{id}")["mentees"] for id in again] == [["kid-other"]]


def test_the_stored_files_are_verified_by_their_hashes(machine: Machine) -> None:
    _, _, order = active(machine)
    shown = machine.call("GET", f"/orders/{order}")
    for format, field in (("docx", "sha256"), ("pdf", "pdf_sha256")):
        file = machine.call("GET", f"/orders/{order}/document", format=format)
        assert hashlib.sha256(file).hexdigest() == shown[field]
    found = machine.call("GET", f"/orders/{order}/verification", roles=("head",))
    assert all(one["intact"] for one in found.values())


def test_a_school_s_own_form_makes_the_docx_and_not_the_pdf(machine: Machine) -> None:
    own = base64.b64encode(example()).decode()
    machine.call("POST", "/order-template", {"file": own})
    bad = machine.call("POST", "/order-template", {"file": "JVBERi0="}, status=409)
    assert bad["code"] == "template-kind"
    assert machine.call("GET", "/order-template")["own"] is True
    _, _, order = active(machine)
    assert machine.call("GET", f"/orders/{order}")["own_form"] is True
    read = Document(BytesIO(machine.call("GET", f"/orders/{order}/document")))
    text = "\n".join(p.text for p in read.paragraphs)
    assert "Утвердить состав наставнических пар и групп" in text
    assert "Имя kid-small" in "".join(c.text for r in read.tables[0].rows for c in r.cells)
    machine.call("POST", "/order-template/withdraw", {})
    assert machine.call("GET", "/order-template")["own"] is False
