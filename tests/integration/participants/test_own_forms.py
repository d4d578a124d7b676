"""The DOCX of a consent to sign and of a certificate in the school's own form; the PDF keeps its own."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import Any

import pytest
from docx import Document

from services.participants.application.shipped import document
from shared.documents.paper import Paper, Paragraph
from shared.documents.word import as_docx
from tests.integration.participants import people
from tests.integration.participants.conftest import UNTIL, Caller, Town
from tests.integration.participants.test_training_course import _passed

pytestmark = pytest.mark.integration
CONSENT = (
    "{{ operator }}", "{{ title }}", "{{ version }}", "{{ hash }}", "{{ term }}",
    "{%p for row in who %}", "{{ row.caption }} {{ row.value }}", "{%p endfor %}",
    "{%p for row in text %}", "{{ row.text }}", "{%p endfor %}",
    "{%p for row in choices %}", "{{ row.text }}", "{%p endfor %}",
    "{%p for row in signatures %}", "{{ row.value }} {{ row.caption }} {{ row.name }}", "{%p endfor %}",
)  # fmt: skip
CERTIFICATE = ("Вручён: {{ name }}", "{{ course }} ({{ hours }})", "{{ date }}", "{{ number }}")


def form(title: str, lines: Sequence[str]) -> dict[str, str]:
    paper = Paper(title, tuple(Paragraph(line) for line in lines))
    return {"file": base64.b64encode(as_docx(paper)).decode()}


def text(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


def shown(caller: Caller, kind: str = "consent") -> dict[str, Any]:
    items = caller.get("/own-forms")["items"]
    return dict(next(one for one in items if one["kind"] == kind))


def printed(caller: Caller, **more: Any) -> bytes:
    answer = caller.ask("POST", "/consents/forms", {"purpose": "participation", **more})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return bytes(answer.data)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_consent_is_filled_into_the_schools_form(town: Town, language: str) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.child(staff, age=15)
    staff.post("/own-forms/consent", form("НАША ШКОЛА", CONSENT))
    asked = {"person": kid, "signer": guardian, "until": UNTIL, "language": language}
    address = "https://example.org/g/1"
    filled = printed(staff, **asked, format="docx", link=address)
    text_shown = document("participation", language)
    said = text(filled)
    assert "НАША ШКОЛА" in said
    assert text_shown["text"].partition("\n\n")[2].replace("\n\n", "\n") in said
    for part in ("Мать: Ваня Соколов", "Школа № 1", text_shown["title"], text_shown["hash"]):
        assert part in said
    assert said.rstrip().endswith(text_shown["hash"][:16])
    assert len(Document(io.BytesIO(filled)).inline_shapes) == 1
    assert printed(staff, **asked).startswith(b"%PDF-")
    assert "НАША ШКОЛА" in text(printed(staff, format="docx", adult=True))


def test_a_form_behind_a_link_is_the_schools_too(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.child(staff, age=15)
    body = {"signer": guardian, "people": [kid], "purposes": ["participation"], "until": UNTIL}
    where = f"/consents/links/{staff.post('/consents/links', body)['token']}/form"
    where += f"?person={kid}&purpose=participation"
    behind = town.cell.caller(town.north, "service")
    assert "НАША ШКОЛА" not in text(behind.ask("GET", f"{where}&format=docx").data)
    staff.post("/own-forms/consent", form("НАША ШКОЛА", CONSENT))
    filled = behind.ask("GET", f"{where}&format=docx")
    assert "НАША ШКОЛА" in text(filled.data)
    assert "consent-participation.docx" in filled.headers["Content-Disposition"]
    assert behind.ask("GET", where).data.startswith(b"%PDF-")


def test_a_certificate_is_filled_into_the_schools_form_and_its_code_holds(town: Town) -> None:
    staff, me, training, mine = _passed(town)
    staff.post("/own-forms/certificate", form("ДИПЛОМ", CERTIFICATE))
    where = f"/trainings/{training}/certificates/{me.person}?site=https://example.org"
    code = mine["certificate"]["code"]
    for caller in (staff, me):
        filled = caller.ask("GET", f"{where}&format=docx").data
        assert "ДИПЛОМ" in text(filled)
        assert mine["certificate"]["number"] in text(filled)
        assert text(filled).rstrip().endswith(code)
        assert len(Document(io.BytesIO(filled)).inline_shapes) == 1
        assert caller.ask("GET", where).data.startswith(b"%PDF-")
    check = town.cell.caller(town.north, "service")
    assert check.get(f"/certificates/{code}") == {"valid": True}
    me.post("/consents/withdraw", {"person": me.person, "purpose": "participation"})
    assert staff.ask("GET", f"{where}&format=docx").status_code == 409


@pytest.mark.parametrize(
    ("lines", "code", "named"),
    [
        ((*CONSENT, "{{ salary }}"), "template-unknown-fields", "salary"),
        (CONSENT[:8], "template-missing-fields", "choices, signatures, text"),
        ((*CONSENT[:9], "Не согласен: {{ row.text }}", *CONSENT[10:]),
         "template-missing-fields", "text"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_changes_nothing(
    town: Town, lines: tuple[str, ...], code: str, named: str
) -> None:
    staff = town.coordinator(town.north)
    staff.post("/own-forms/consent", form("ПЕРВАЯ", CONSENT))
    before = shown(staff)
    refusal = staff.refused("/own-forms/consent", form("ВТОРАЯ", lines))
    assert refusal["code"] == code
    assert named in refusal["detail"]
    assert shown(staff) == before
    assert "ПЕРВАЯ" in text(printed(staff, format="docx"))


def test_a_form_that_hides_the_text_of_one_purpose_is_refused_when_it_is_used(town: Town) -> None:
    staff = town.coordinator(town.north)
    title = document("sharing", "ru")["title"]
    sly = f"{{% if title != '{title}' %}}{{{{ row.text }}}}{{% endif %}}"
    staff.post("/own-forms/consent", form("НАША ШКОЛА", (*CONSENT[:9], sly, *CONSENT[10:])))
    printed(staff, format="docx")
    body = {"purpose": "sharing", "format": "docx"}
    assert staff.refused("/consents/forms", body)["code"] == "template-missing-fields"


def test_the_same_form_twice_is_kept_once_and_the_usual_one_comes_back(town: Town) -> None:
    staff = town.cell.caller(town.north, "head")
    body = form("НАША ШКОЛА", CONSENT)
    first = staff.post("/own-forms/consent", body, key="one")
    assert staff.post("/own-forms/consent", body, key="one")["version"] == first["version"]
    assert staff.post("/own-forms/consent", body, key="two")["version"] == first["version"]
    assert shown(staff)["own"] is True
    kept = staff.ask("GET", "/own-forms/consent/file").data
    assert kept == base64.b64decode(body["file"])
    staff.post("/own-forms/consent/withdraw")
    assert shown(staff)["own"] is False
    assert staff.ask("GET", "/own-forms/consent/file").status_code == 404
    assert "НАША ШКОЛА" not in text(printed(staff, format="docx"))


def test_other_schools_and_other_roles_have_no_part_in_it(town: Town) -> None:
    staff, away = town.coordinator(town.north), town.coordinator(town.south)
    body = form("НАША ШКОЛА", CONSENT)
    staff.post("/own-forms/consent", body)
    assert shown(away)["own"] is False
    assert away.ask("GET", "/own-forms/consent/file").status_code == 404
    assert "НАША ШКОЛА" not in text(printed(away, format="docx"))
    for role in ("teacher", "mentor", "company_coordinator", "psychologist"):
        other = town.cell.caller(town.north, role)
        other.refused("/own-forms/consent", body, status=403)
        assert other.ask("GET", "/own-forms/consent/file").status_code == 403
    staff.refused("/own-forms/letter", body, status=404)
    staff.refused("/own-forms/report", body, status=404)


@pytest.mark.parametrize("kind", ["consent", "certificate"])
def test_example_and_sample_are_downloaded(town: Town, kind: str) -> None:
    staff = town.coordinator(town.north)
    example = staff.ask("GET", f"/own-forms/{kind}/example").data
    assert "{{ title }}" in text(example)
    staff.post(f"/own-forms/{kind}", {"file": base64.b64encode(example).decode()})
    sample = text(staff.ask("GET", f"/own-forms/{kind}/sample").data)
    assert "{{" not in sample
    assert "МБОУ «Образец»" in sample
