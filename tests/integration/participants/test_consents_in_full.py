"""Consents by purpose, on paper with a scan, behind links; their register, forms and copies."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from shared.documents.paper import Paper
from shared.documents.pdf import as_pdf
from shared.domain.purposes import OFFERED_PURPOSES
from tests.integration.participants import people
from tests.integration.participants.conftest import UNTIL, YEAR, Caller, Town

pytestmark = pytest.mark.integration
TODAY = date.today().isoformat()
PDF = as_pdf(Paper("Согласие", ()))
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 40 + b"\xff\xd9"


def on_paper(
    staff: Caller, content: bytes, person: str, *, purpose: str = "participation", **more: Any
) -> TestResponse:
    query = {"person": person, "purpose": purpose, "giver": "self", "by": person, "until": UNTIL,
             "signed_on": TODAY, **more}  # fmt: skip
    return staff.http.post(
        "/v1/consents/paper", query_string=query, data=content, headers=staff._headers(None)
    )


def text_of(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).split())


def readable(town: Town, staff: Caller, forms: dict[str, str]) -> dict[str, bool]:
    found = {p: staff.get(f"/questionnaires/{form}")["answers"] for p, form in forms.items()}
    return {purpose: answers is not None for purpose, answers in found.items()}


def test_withdrawing_one_purpose_leaves_the_others_readable(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.mentee(staff)
    people.consent(staff, kid, "third_party", guardian=guardian)
    own = people.answered(staff, kid, "mentee", people.MENTEE_ANSWERS)
    asked = {"person": kid, "year": YEAR, "kind": "third_party", "source": "teacher"}
    teacher = town.cell.caller(town.north, "teacher")
    told = teacher.post("/questionnaires", asked)["id"]
    answers = {"difficulties": "Робеет у доски"}
    teacher.post(f"/questionnaires/{told}/answers", {"answers": answers})
    forms = {"participation": own, "third_party": told}
    assert readable(town, staff, forms) == {"participation": True, "third_party": True}

    staff.post("/consents/withdraw", {"person": kid, "purpose": "third_party"})
    town.cell.settle()
    assert readable(town, staff, forms) == {"participation": True, "third_party": False}
    again = {**asked, "source": "psychologist"}
    problem = town.cell.caller(town.north, "psychologist").refused("/questionnaires", again)
    assert (problem["code"], problem["purpose"]) == ("consent-missing", "third_party")


@pytest.mark.parametrize(
    ("content", "type"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")],
    ids=["pdf", "png", "jpeg"],
)
def test_a_paper_consent_keeps_its_scan_sealed(town: Town, content: bytes, type: str) -> None:
    staff = town.coordinator(town.north)
    anna = people.adult(staff)
    accepted = on_paper(staff, content, anna)
    assert accepted.status_code == 200, accepted.get_data(as_text=True)
    assert staff.post("/consents/check", {"purpose": "participation", "people": [anna]}) == {
        "missing": []
    }
    id = accepted.get_json()["id"]
    seen = staff.ask("GET", f"/consents/{id}/scan")
    assert (seen.data, seen.mimetype) == (content, type)
    stored = list(town.cell.service.db.scans.find())
    assert len(stored) == 1
    assert content[:8] not in str(stored).encode()
    read = town.cell.service.db.reads.find_one({"why": "scan of a consent"})
    assert read is not None
    assert read["subjects"] == [anna]
    for role in ("head", "teacher", "psychologist"):
        other = town.cell.caller(town.north, role)
        assert other.ask("GET", f"/consents/{id}/scan").status_code == 403
    stranger = town.coordinator(town.south)
    assert stranger.ask("GET", f"/consents/{id}/scan").status_code == 404


def test_the_scan_goes_with_its_purpose_and_no_other(town: Town) -> None:
    staff = town.coordinator(town.north)
    anna = people.adult(staff)
    ids = {p: on_paper(staff, PDF, anna, purpose=p).get_json()["id"]
           for p in ("participation", "sharing")}  # fmt: skip
    body = {"person": anna, "purpose": "sharing", "method": "paper", "received_on": TODAY}
    staff.post("/consents/withdraw", body)
    assert staff.ask("GET", f"/consents/{ids['sharing']}/scan").status_code == 404
    assert staff.ask("GET", f"/consents/{ids['participation']}/scan").data == PDF
    left = {part["purpose"] for part in town.cell.service.db.scans.find()}
    assert left == {"participation"}
    town.cell.settle()
    row = staff.get(f"/consents?person={anna}&purpose=sharing")["items"][0]
    assert (row["status"], row["ended_how"], row["ended_on"]) == ("withdrawn", "paper", TODAY)
    staff.post(f"/people/{anna}/erase")
    town.cell.settle()
    assert town.cell.service.db.scans.count_documents({}) == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ\x90 program", b"%PDF-1.7 cut off", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04 macro",
     b"<html>scan.pdf</html>", PDF + b"\x00" * (10 * 2**20)],
    ids=["empty", "program", "cut pdf", "cut png", "zip", "html", "too large"],
)  # fmt: skip
def test_what_is_no_scan_changes_nothing(town: Town, content: bytes) -> None:
    staff = town.coordinator(town.north)
    anna = people.adult(staff)
    assert on_paper(staff, content, anna).status_code in (413, 422)
    assert town.cell.service.db.scans.count_documents({}) == 0
    missing = staff.post("/consents/check", {"purpose": "participation", "people": [anna]})
    assert missing == {"missing": [anna]}


def test_a_refused_paper_leaves_no_scan_behind(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.child(staff, age=15)
    refused = on_paper(staff, PDF, kid, giver="guardian", by=guardian)
    assert refused.status_code == 409  # without the child's assent
    assert town.cell.service.db.scans.count_documents({}) == 0


def test_an_old_paper_sent_again_after_a_withdrawal_stores_nothing(town: Town) -> None:
    staff = town.coordinator(town.north)
    anna = people.adult(staff)
    query = {"person": anna, "purpose": "sharing", "giver": "self", "by": anna, "until": UNTIL,
             "signed_on": TODAY}  # fmt: skip
    headers = staff._headers("the-same-key")
    send = lambda: staff.http.post(  # noqa: E731
        "/v1/consents/paper", query_string=query, data=PDF, headers=headers
    )
    first = send()
    staff.post("/consents/withdraw", {"person": anna, "purpose": "sharing"})
    again = send()
    assert again.get_json() == first.get_json()
    assert town.cell.service.db.scans.count_documents({}) == 0
    check = {"purpose": "sharing", "people": [anna]}
    assert staff.post("/consents/check", check) == {"missing": [anna]}


def test_a_paper_without_its_scan_is_not_taken(town: Town) -> None:
    staff = town.coordinator(town.north)
    anna = people.adult(staff)
    body = {"person": anna, "purpose": "sharing", "giver": "self", "by": anna, "until": UNTIL,
            "method": "paper"}  # fmt: skip
    assert staff.ask("POST", "/consents", body).status_code == 422


def test_the_old_purpose_is_not_asked_for_any_more_but_its_text_stays(town: Town) -> None:
    staff = town.coordinator(town.north)
    anna = people.adult(staff)
    body = {"person": anna, "purpose": "publication", "giver": "self", "by": anna, "until": UNTIL}
    assert staff.ask("POST", "/consents", body).status_code == 422
    assert staff.get("/consents/documents/publication")["version"] == 1
    assert staff.post("/consents/check", {"purpose": "publication", "people": [anna]}) == {
        "missing": [anna]
    }


def test_every_purpose_has_a_text_of_its_own_in_both_languages(town: Town) -> None:
    staff = town.coordinator(town.north)
    seen = set()
    for purpose in OFFERED_PURPOSES:
        for language in ("ru", "en"):
            shown = staff.get(f"/consents/documents/{purpose}?language={language}")
            assert len(shown["text"]) > 400, purpose
            seen.add(shown["hash"])
    assert len(seen) == 2 * len(OFFERED_PURPOSES)
    first = staff.get("/consents/documents/participation?version=1")
    latest = staff.get("/consents/documents/participation")
    assert first["version"] < latest["version"]
    assert first["hash"] != latest["hash"]


def link(staff: Caller, signer: str, *kids: str, purposes: tuple[str, ...]) -> str:
    body = {"signer": signer, "people": list(kids), "purposes": list(purposes), "until": UNTIL}
    return str(staff.post("/consents/links", body)["token"])


def test_a_link_keeps_what_was_shown_and_when(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.child(staff)
    token = link(staff, guardian, kid, purposes=("participation",))
    page = town.cell.caller(town.north, "service")
    shown = page.get(f"/consents/links/{token}?language=en")["documents"][0]
    answer = {"person": kid, "purpose": "participation", "agree": True, "language": "en",
              "shown_at": "2026-09-01T10:00:00+00:00"}  # fmt: skip
    stale = {**answer, "text_hash": "0" * 64}
    problem = page.refused(f"/consents/links/{token}", {"answers": [stale]})
    assert problem["code"] == "text-changed"
    assert page.get(f"/consents/links/{token}")["open"] is True
    fresh = {**answer, "text_hash": shown["hash"]}
    page.post(f"/consents/links/{token}", {"answers": [fresh]})
    town.cell.settle()
    row = staff.get(f"/consents?person={kid}")["items"][0]
    assert (row["text_hash"], row["language"]) == (shown["hash"], "en")
    query = f"person={kid}&purpose=participation"
    copy = page.ask("GET", f"/consents/links/{token}/copy?{query}&site=https://school.example")
    text = text_of(copy.data)
    again = page.ask("GET", f"/consents/links/{token}/copy?{query}&site=https://school.example")
    assert again.data == copy.data
    town.cell.settle()
    found = re.search(r"P(-[A-Z2-7]{5}){4}", text)
    assert found is not None
    checked = f"/documents/check/{found[0]}?sha256={hashlib.sha256(copy.data).hexdigest()}"
    told = page.get(checked)
    assert (told["kind"], told["status"], told["file"]["result"]) == ("consent", "valid", "same")
    assert not {"people", "person", "name"} & set(told)
    assert "Ваня Соколов" in text
    assert "01.09.2026 10:00 UTC" in text
    assert shown["hash"] in text.replace(" ", "")
    staff.post("/consents/withdraw", {"person": kid, "purpose": "participation"})
    assert page.ask("GET", f"/consents/links/{token}/copy?{query}").status_code == 404
    assert page.get(checked) == {"known": False}
    town.cell.settle()
    rows = staff.get("/documents")["items"]
    assert [row["status"] for row in rows] == ["revoked"]


def test_an_answer_that_a_rule_refuses_does_not_use_the_link_up(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.child(staff, age=15)
    token = link(staff, guardian, kid, purposes=("participation",))
    page = town.cell.caller(town.north, "service")
    answer = {"person": kid, "purpose": "participation", "agree": True}
    page.refused(f"/consents/links/{token}", {"answers": [answer]})
    assert page.get(f"/consents/links/{token}")["open"] is True
    page.post(f"/consents/links/{token}", {"answers": [{**answer, "assent": True}]})


def test_the_same_request_makes_the_same_link(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.child(staff)
    body = {"signer": guardian, "people": [kid], "purposes": ["participation"], "until": UNTIL}
    first = staff.post("/consents/links", body, key="one")
    assert staff.post("/consents/links", body, key="one") == first
    assert staff.post("/consents/links", body, key="two")["token"] != first["token"]


def test_a_no_to_a_renewal_leaves_what_was_given(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.mentee(staff)
    token = link(staff, guardian, kid, purposes=("participation",))
    page = town.cell.caller(town.north, "service")
    no = {"answers": [{"person": kid, "purpose": "participation", "agree": False}]}
    page.post(f"/consents/links/{token}", no)
    check = {"purpose": "participation", "people": [kid]}
    assert staff.post("/consents/check", check) == {"missing": []}


def test_a_guardian_takes_back_only_what_a_guardian_gave(town: Town) -> None:
    staff = town.coordinator(town.north)
    grown = str(staff.post("/people", {"name": "Пётр Ёлкин", "birth_date": people.born(20)})["id"])
    mother_id = people.adult(staff, "Мария Ёлкина")
    pair = {"guardian": mother_id, "child": grown}
    staff.post("/guardianships", pair)
    staff.post("/guardianships/confirm", pair)
    people.consent(staff, grown)
    mother = town.cell.caller(town.north, "guardian", person=mother_id)
    body = {"person": grown, "purpose": "participation"}
    assert "only they take back" in mother.refused("/consents/withdraw", body)["detail"]
    himself = town.cell.caller(town.north, "mentee", person=grown)
    himself.post("/consents/withdraw", body)
    paper = {**body, "method": "paper"}
    assert himself.ask("POST", "/consents/withdraw", paper).status_code == 403


def test_the_register_filters_and_is_a_harmless_workbook(town: Town) -> None:
    staff = town.coordinator(town.north)
    evil = people.adult(staff, "=HYPERLINK(1)")
    people.mentee(staff)
    on_paper(staff, PDF, evil)
    soon = (date.today() + timedelta(days=20)).isoformat()
    on_paper(staff, PDF, evil, purpose="sharing", until=soon)
    town.cell.settle()
    ending = staff.get(f"/consents?ends_by={soon}")["items"]
    assert [(row["person"], row["purpose"]) for row in ending] == [(evil, "sharing")]
    assert {row["person"] for row in staff.get("/consents?method=paper")["items"]} == {evil}
    sheet = staff.ask("GET", "/consents/register.xlsx?language=ru")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.data)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["ФИО", "Согласие", "Состояние"]
    assert {row[0] for row in rows[1:]} == {"=HYPERLINK(1)", "Ваня Соколов"}
    assert len(rows) == 4
    assert (
        town.cell.caller(town.north, "teacher").ask("GET", "/consents/register.xlsx").status_code
        == 403
    )


def test_the_form_is_printed_blank_or_filled_in(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.child(staff, age=15)
    blank = staff.ask("POST", "/consents/forms", {"purpose": "publication_image"})
    assert blank.mimetype == "application/pdf"
    assert "изображения" in text_of(blank.data)
    body = {"purpose": "participation", "person": kid, "signer": guardian, "until": UNTIL,
            "format": "docx", "link": "https://example.org/g/1"}  # fmt: skip
    filled = staff.ask("POST", "/consents/forms", body)
    document = Document(io.BytesIO(filled.data))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Мать: Ваня Соколов" in text
    assert "Согласие ребёнка (от 14 лет)" in text
    assert "Школа № 1" in text
    assert document.inline_shapes
    stranger = {**body, "signer": people.adult(staff)}
    assert staff.ask("POST", "/consents/forms", stranger).status_code == 422
    assert town.coordinator(town.south).ask("POST", "/consents/forms", body).status_code == 404
