"""A school's own form is used for the DOCX; one that cannot be is refused by name and not kept."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from docx import Document

from services.reporting.application import printing
from services.reporting.application.form_kinds import KINDS
from shared.documents.own_forms import FormKind
from shared.documents.paper import Paper, Paragraph
from shared.documents.template import check
from shared.documents.word import as_docx
from tests.integration.reporting.conftest import COUNCIL, Machine
from tests.integration.reporting.test_issued_documents import decision, file, rows, sat

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def _names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "names_of", lambda *_: {"ada": "Щукина Ада"})
    monkeypatch.setattr(printing, "organisation_of", lambda *_: "Школа № 7")


def text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def form(*lines: str) -> str:
    paper = Paper("СВОЙ ПРОТОКОЛ", tuple(Paragraph(line) for line in lines))
    return base64.b64encode(as_docx(paper)).decode()


def shown(machine: Machine, kind: str = "protocol") -> Any:
    items = machine.call("GET", "/own-forms")["items"]
    return next(one for one in items if one["kind"] == kind)


NEEDED = (
    "{{ number }} {{ date }}",
    "{%p for row in decisions %}",
    "{{ row.mentor }}",
    "{%p endfor %}",
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_example_can_be_used_as_it_is(kind: FormKind) -> None:
    codes = {"code": "R", "check": "there"}
    check(kind.example(), kind.fields, [{**sample, **codes} for sample in kind.samples])


def test_the_schools_own_form_is_filled_and_gets_code_and_qr(machine: Machine) -> None:
    machine.call("POST", "/own-forms/protocol", {"file": form("Школа {{ organisation }}", *NEEDED)})
    decision(machine, "ada", chosen=True)
    sat(machine)
    (row,) = rows(machine)
    word = file(machine, row["document"], "docx")
    assert "СВОЙ ПРОТОКОЛ" in text(word)
    assert "Щукина Ада" in text(word)
    assert text(word).rstrip().endswith(row["code"])
    assert len(Document(io.BytesIO(word)).inline_shapes) == 1
    assert row["own_form"] is True


@pytest.mark.parametrize(
    ("lines", "code", "named"),
    [
        ((*NEEDED, "{{ salary }}"), "template-unknown-fields", "salary"),
        (("{{ number }}",), "template-missing-fields", "date, decisions"),
        ((*NEEDED, "{{ number.__class__ }}"), "template-unknown-fields", "number.__class__"),
        ((*NEEDED, "{% set x = 1 %}"), "template-syntax", "assign"),
    ],
)
def test_a_form_that_cannot_be_is_refused_by_name_and_changes_nothing(
    machine: Machine, lines: tuple[str, ...], code: str, named: str
) -> None:
    refusal = machine.call("POST", "/own-forms/protocol", {"file": form(*lines)}, status=409)
    assert refusal["code"] == code
    assert named in refusal["detail"]
    assert shown(machine)["own"] is False


def test_what_is_no_document_is_refused(machine: Machine) -> None:
    body = {"file": base64.b64encode(b"MZ" * 50).decode()}
    refusal = machine.call("POST", "/own-forms/report", body, status=409)
    assert refusal["code"] == "template-kind"
    machine.call("POST", "/own-forms/report", {"file": "?"}, status=422)
    machine.call("POST", "/own-forms/letter", body, status=404)
    machine.call("POST", "/own-forms/report", body, role="teacher", status=403)


def test_the_usual_form_comes_back_and_other_schools_never_saw_it(machine: Machine) -> None:
    machine.call("POST", "/own-forms/protocol", {"file": form(*NEEDED)})
    assert shown(machine)["own"] is True
    machine.call("GET", "/own-forms/protocol/file", tenant=COUNCIL, status=404)
    machine.call("POST", "/own-forms/protocol/withdraw", {})
    assert shown(machine)["own"] is False
    machine.call("GET", "/own-forms/protocol/file", status=404)


def test_the_sample_is_filled_with_made_up_data(machine: Machine) -> None:
    token = machine.token("head")
    answer = machine.client.get(
        "/v1/own-forms/protocol/sample", headers={"Authorization": f"Bearer {token}"}
    )
    assert "Образцова Мария Сергеевна" in text(answer.get_data())
    assert "{{" not in text(answer.get_data())
