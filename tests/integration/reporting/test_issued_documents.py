"""The year's documents as they are handed out, and what a stranger with the paper is told."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from services.reporting.application import printing
from shared.domain.ids import PersonId, TenantId, new_id
from tests.integration.reporting.conftest import COUNCIL, SCHOOL, YEAR, Machine

pytestmark = pytest.mark.integration
SITE = "https://school.example"
SWOT = {"strengths": "Щедрые наставники", "weaknesses": "Мало времени",
        "opportunities": "Партнёры", "threats": "Отъезд"}  # fmt: skip
NAMES = {"head": "Ёлкина А. Б.", "ada": "Щукина Ада", "max": "Юрьев Максим"}


@pytest.fixture(autouse=True)
def _names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Participants is another process: here it knows three people and one school."""

    def names_of(
        service: Any, scope: Any, people: Iterable[PersonId], why: str
    ) -> Mapping[str, str]:
        return {person: NAMES[person] for person in people if person in NAMES}

    monkeypatch.setattr(printing, "names_of", names_of)
    monkeypatch.setattr(printing, "organisation_of", lambda service, scope: "Школа № 7")


def approved_report(machine: Machine, points: list[int] | None = None) -> None:
    body = {"swot": SWOT, "checklist": points or [2] * 9}
    machine.call("PUT", "/reports", body, year=YEAR)
    machine.call("POST", "/reports/approve", {"year": YEAR}, role="head")
    machine.settle()


def issued(machine: Machine, key: str | None = None, status: int = 200) -> Any:
    body = {"year": YEAR, "site": SITE, "head": "head"}
    found = machine.call("POST", "/reports/issue", body, status=status, key=key)
    machine.settle()
    return found


def rows(machine: Machine) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = machine.call("GET", "/documents")["items"]
    return sorted(found, key=lambda row: row["version"])


def check(machine: Machine, code: str, tenant: TenantId = SCHOOL, **query: str) -> Any:
    return machine.call("GET", f"/documents/check/{code}", role="service", tenant=tenant, **query)


def file(machine: Machine, document: str, format: str, tenant: TenantId = SCHOOL) -> bytes:
    token = machine.token("coordinator", tenant)
    answer = machine.client.get(
        f"/v1/documents/{document}/file?format={format}",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data()


def test_an_approved_report_is_issued_with_a_code_that_a_stranger_can_check(
    machine: Machine,
) -> None:
    approved_report(machine)
    issued(machine)
    (row,) = rows(machine)
    pdf, docx = (file(machine, row["document"], format) for format in ("pdf", "docx"))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    words = " ".join(paragraph.text for paragraph in Document(io.BytesIO(docx)).paragraphs)
    for said in (row["code"], "Ёлкина А. Б.", "Школа № 7"):
        assert said in text
        assert said in words
    hashes = {one["format"]: one["sha256"] for one in row["files"]}
    assert hashes["pdf"] == hashlib.sha256(pdf).hexdigest()
    told = check(machine, row["code"].lower(), sha256=hashes["docx"])
    assert (told["kind"], told["status"], told["on"]) == ("report", "valid", row["on"])
    assert told["file"] == {"result": "same", "format": "docx", "version": 1}
    assert check(machine, row["code"], sha256="0" * 64)["file"] == {"result": "changed"}


def test_a_draft_is_not_issued(machine: Machine) -> None:
    machine.call("PUT", "/reports", {"swot": SWOT, "checklist": [1] * 9}, year=YEAR)
    machine.settle()
    assert issued(machine, status=409)["code"] == "not-approved"
    assert rows(machine) == []


def test_issuing_twice_gives_one_document(machine: Machine) -> None:
    approved_report(machine)
    key = new_id()
    first = issued(machine, key)
    assert issued(machine, key) == first
    issued(machine)
    assert [(row["version"], row["status"]) for row in rows(machine)] == [(1, "valid")]


def test_what_is_issued_is_what_was_approved_last(machine: Machine) -> None:
    """The read model lags behind: it still tells of the report as it was approved before."""
    approved_report(machine)
    machine.call("POST", "/reports/reopen", {"year": YEAR}, role="head")
    body = {"swot": {**SWOT, "strengths": "Новые сильные стороны"}, "checklist": [1] * 9}
    machine.call("PUT", "/reports", body, year=YEAR)
    body = {"year": YEAR, "site": SITE, "head": "head"}
    assert machine.call("POST", "/reports/issue", body, status=409)["code"] == "not-approved"
    machine.call("POST", "/reports/approve", {"year": YEAR}, role="head")
    issued(machine)
    (row,) = rows(machine)
    docx = Document(io.BytesIO(file(machine, row["document"], "docx")))
    words = " ".join(p.text for p in docx.paragraphs)
    words += " ".join(cell.text for table in docx.tables for r in table.rows for cell in r.cells)
    assert row["status"] == "valid"
    assert "Новые сильные стороны" in words
    assert "Щедрые наставники" not in words


def test_a_reopened_report_is_taken_back_and_the_next_one_is_another(machine: Machine) -> None:
    approved_report(machine)
    issued(machine)
    machine.call("POST", "/reports/reopen", {"year": YEAR}, role="head")
    machine.settle()
    (row,) = rows(machine)
    assert check(machine, row["code"])["status"] == "revoked"
    approved_report(machine, [1] * 9)
    issued(machine)
    first, second = rows(machine)
    assert first["code"] != second["code"]
    told = check(machine, first["code"], sha256=second["files"][0]["sha256"])
    assert (told["status"], told["valid"]["version"]) == ("revoked", 2)
    assert told["file"]["result"] == "version"


def test_another_year_or_school_does_not_see_it(machine: Machine) -> None:
    approved_report(machine)
    issued(machine)
    (row,) = rows(machine)
    assert check(machine, row["code"], tenant=COUNCIL) == {"known": False}
    path = f"/documents/{row['document']}/file"
    machine.call("GET", path, tenant=COUNCIL, status=404)
    assert machine.call("GET", "/documents", tenant=COUNCIL)["items"] == []
    machine.call("GET", path, role="mentor", status=403)
    machine.call("GET", f"/documents/check/{row['code']}", status=403)


@pytest.mark.parametrize("code", ["x", "R-AAAAA-AAAAA-AAAAA-AAAAA", "%00", "Ж" * 20])
def test_of_an_unknown_code_nothing_is_known(machine: Machine, code: str) -> None:
    assert check(machine, code) == {"known": False}


def decision(machine: Machine, mentor: str, chosen: bool) -> None:
    body = {"year": YEAR, "mentor": mentor, "title": "Наставник года", "reason": "За терпение"}
    award = machine.call("POST", "/awards", body)["id"]
    machine.settle()
    said = {"chosen": chosen, "protocol": "Единогласно"}
    machine.call("POST", f"/awards/{award}/decide", said)
    machine.settle()


def sat(machine: Machine, number: str = "1-ж", status: int = 200) -> Any:
    body = {"year": YEAR, "site": SITE, "number": number, "date": "2027-05-20",
            "chair": "Ёлкина А. Б.", "members": ["Яшин П. С."]}  # fmt: skip
    found = machine.call("POST", "/awards/protocol", body, status=status)
    machine.settle()
    return found


def test_the_protocol_names_whom_the_jury_chose_and_nobody_who_left(machine: Machine) -> None:
    assert sat(machine, status=409)["code"] == "nothing-decided"
    decision(machine, "ada", chosen=True)
    decision(machine, "max", chosen=False)
    machine.consents.withdrawn.add(("max", "participation"))
    sat(machine)
    (row,) = rows(machine)
    assert (row["kind"], row["number"], row["on"]) == ("protocol", "1-ж", "2027-05-20")
    pdf = file(machine, row["document"], "pdf")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "Щукина Ада" in text
    assert "Юрьев" not in text
    assert "20.05.2027" in text
    assert set(check(machine, row["code"])) & {"people", "names"} == set()


def test_an_erased_mentor_takes_the_protocols_text_along_but_not_its_hash(machine: Machine) -> None:
    decision(machine, "ada", chosen=True)
    sat(machine)
    (row,) = rows(machine)
    machine.service.vault.erase(SCHOOL, "ada")
    machine.call("GET", f"/documents/{row['document']}/file", status=404)
    assert check(machine, row["code"])["status"] == "valid"
