"""An issued order has a code that a stranger can check, and tells which later order changed it."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from shared.domain.ids import TenantId
from tests.integration.matching.conftest import Machine

pytestmark = pytest.mark.integration
SITE = "https://school.example"


def issued(machine: Machine, number: str = "15-н", **lines: Any) -> str:
    body = {"kind": "formation", **lines}
    order: str = machine.call("POST", "/orders", body)["id"]
    signed = {"number": number, "date": "2026-10-12", "head": "head-person", "site": SITE}
    machine.call("POST", f"/orders/{order}/issue", signed, roles=("head",))
    machine.settle()
    return order


def check(machine: Machine, code: str, **rest: Any) -> Any:
    return machine.call("GET", f"/documents/check/{code}", roles=("service",), **rest)


def prepared(machine: Machine) -> tuple[str, list[str]]:
    """A programme and its agreed pairs."""
    machine.list_mentor("m")
    machine.admit("c")
    programme = machine.programme()
    pairings: list[str] = machine.adopted(programme)["pairings"]
    machine.agree_all(pairings)
    return programme, pairings


def test_an_orders_code_says_what_it_is_and_knows_its_files(machine: Machine) -> None:
    programme, pairings = prepared(machine)
    order = issued(machine, programme=programme, pairings=pairings)
    found = machine.call("GET", f"/orders/{order}")
    assert found["code"].startswith("M-")
    told = check(machine, found["code"], sha256=found["sha256"])
    assert (told["kind"], told["number"], told["status"]) == ("order", "15-н", "valid")
    assert told["file"] == {"result": "same", "format": "docx", "version": 1}
    assert check(machine, found["code"], sha256="1" * 64)["file"]["result"] == "changed"
    assert check(machine, found["code"], tenant=TenantId("elsewhere")) == {"known": False}
    pdf = machine.call("GET", f"/documents/{order}/file", roles=("head",))
    assert hashlib.sha256(pdf).hexdigest() == found["pdf_sha256"]
    word = machine.call("GET", f"/documents/{order}/file", roles=("head",), format="docx")
    document = Document(BytesIO(word))
    assert document.paragraphs[-1].text == found["code"]
    assert len(document.inline_shapes) == 1
    (row,) = machine.call("GET", "/documents")["items"]
    assert (row["kind"], row["people"], row["code"]) == ("order", [], found["code"])


def test_a_later_order_stands_beside_the_one_that_it_changes(machine: Machine) -> None:
    programme, pairings = prepared(machine)
    first = issued(machine, programme=programme, pairings=pairings)
    ending = [{"pairing": pairings[0], "reason": "moved"}]
    issued(machine, "16-н", programme=programme, kind="termination", pairings=[], ending=ending)
    told = check(machine, machine.call("GET", f"/orders/{first}")["code"])
    assert told["status"] == "valid"
    assert [(one["number"], one["on"]) for one in told["changed"]] == [("16-н", "2026-10-12")]


def test_a_draft_has_no_code(machine: Machine) -> None:
    programme, pairings = prepared(machine)
    body = {"programme": programme, "kind": "formation", "pairings": pairings}
    order = machine.call("POST", "/orders", body)["id"]
    machine.settle()
    assert machine.call("GET", f"/orders/{order}")["code"] == ""
    machine.call("GET", f"/documents/{order}/file", roles=("head",), status=404)
