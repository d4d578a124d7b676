"""The year's documents in a real browser: issued, looked at, checked by a stranger, put into one file."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from infra.demo.gathering import at_least
from shared.documents.paper import Paper, Paragraph
from shared.documents.word import as_docx
from tests.e2e.site import Site, Visit, picture, this_year, until_shown

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
QUADRANTS = ("strengths", "weaknesses", "opportunities", "threats")


@pytest.fixture(scope="module", name="judged")
def _judged(site: Site) -> str:
    """An approved report, and a mentor of whom the jury has decided; answers the school."""
    staff = site.asking.caller(site.schools[0], "coordinator")
    head = site.asking.caller(site.schools[0], "head")
    swot = dict.fromkeys(QUADRANTS, "Сильная команда, щедрая на время; ёмкий план.")
    report = {"swot": swot, "checklist": [2, 2, 1, 2, 2, 1, 2, 1, 2]}
    staff.put("reporting", f"/reports?year={this_year()}", report)
    head.post("reporting", "/reports/approve", {"year": this_year()})
    nomination = {"year": this_year(), "mentor": site.mentor, "title": "Наставник года",
                  "reason": "За терпение и внимание"}  # fmt: skip
    award = staff.post("reporting", "/awards", nomination)["id"]
    staff.until("reporting", "/awards", lambda rows: at_least(1, rows), year=this_year())
    decided = {"chosen": True, "protocol": "Единогласно, девять голосов"}
    staff.post("reporting", f"/awards/{award}/decide", decided)
    return site.schools[0]


def _issue_both(page: Page, address: str) -> None:
    page.goto(f"{address}/monitoring")
    page.get_by_role("button", name="Выпустить PDF и DOCX").click()
    expect(page.get_by_text("Отчёт выпущен")).to_be_visible()
    page.goto(f"{address}/best-mentors")
    page.get_by_text("Напечатать протокол жюри").click()
    page.get_by_label("Номер протокола").fill("1-ж")
    page.get_by_label("День заседания").fill("20.05.2027")
    page.get_by_label("Председатель жюри").fill("Ёлкина А. Б.")
    page.get_by_label("Члены жюри").fill("Яшин П. С.\nЩукина В. Г.")
    page.get_by_role("button", name="Выпустить протокол").click()
    expect(page.get_by_text("Протокол выпущен")).to_be_visible()


def test_documents_are_issued_and_looked_at(visit: Visit, site: Site, judged: str) -> None:
    staff = visit()
    staff.sign_in("first")
    page = staff.page
    _issue_both(page, site.address)
    until_shown(staff, "/documents", "отчёт о мониторинге, ")
    staff.sound("/documents")
    staff.open("/documents")
    picture(page, "documents")
    page.get_by_role("link", name=re.compile("Посмотреть: протокол жюри № 1-ж, 20.05.2027")).click()
    image = page.get_by_role("img", name=re.compile("Страница 1 из"))
    expect(image).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert image.evaluate("one => one.naturalWidth") > 500
    shown = page.url.removeprefix(site.address)
    staff.sound(shown)
    staff.open(shown)
    picture(page, "document")
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_whoever_holds_the_paper_can_check_it(
    visit: Visit, site: Site, judged: str, browser: Browser, tmp_path: Path
) -> None:
    staff = site.asking.caller(judged, "coordinator")
    sitting = {"year": this_year(), "site": site.address, "number": "2-ж", "date": "2027-05-21",
               "chair": "Ёлкина А. Б.", "members": ["Яшин П. С."]}  # fmt: skip
    staff.post("reporting", "/awards/protocol", sitting)
    rows = staff.until(
        "reporting", "/documents", lambda rows: any(row["number"] == "2-ж" for row in rows),
        status="valid",
    )  # fmt: skip
    row = next(row for row in rows if row["number"] == "2-ж")
    pdf = tmp_path / "protocol.pdf"
    pdf.write_bytes(staff.raw("reporting", f"/documents/{row['document']}/file"))
    _a_stranger_checks(visit, judged, row["code"], pdf)
    _without_scripts(browser, f"{site.address}/check/{judged}.{row['code']}", pdf)


def _a_stranger_checks(visit: Visit, school: str, code: str, pdf: Path) -> None:
    stranger = visit()
    stranger.sound(f"/check/{school}.{code}")
    stranger.open(f"/check/{school}.{code}")
    page = stranger.page
    expect(page.get_by_text("Документ действителен.")).to_be_visible()
    for shown in ("протокол жюри", "21.05.2027", "2-ж"):
        expect(page.locator("dl")).to_contain_text(shown)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    _compare(page, pdf, "Файл в точности тот, что был выдан.")
    assert "POST" not in sent
    picture(page, "check")
    for name in ("Лебедева", "Ёлкина", "Яшин"):
        assert name not in page.content()
    changed = pdf.with_name("changed.pdf")
    changed.write_bytes(pdf.read_bytes().replace(b"%PDF-1.7", b"%PDF-1.6"))
    _compare(page, changed, "Файл не тот, что был выдан")
    page.get_by_label("Код на документе").fill("R-AAAAA-AAAAA-AAAAA-AAAAA")
    page.get_by_role("button", name="Проверить").click()
    expect(page.get_by_text("Действительного документа с таким кодом нет.")).to_be_visible()


def _compare(page: Page, file: Path, said: str) -> None:
    page.get_by_label("Файл документа").set_input_files(file)
    page.get_by_role("button", name="Сравнить файл").click()
    expect(page.get_by_text(said)).to_be_visible()


def _without_scripts(browser: Browser, address: str, pdf: Path) -> None:
    with browser.new_context(java_script_enabled=False, locale="ru-RU") as context:
        page = context.new_page()
        page.goto(address)
        _compare(page, pdf, "Файл в точности тот, что был выдан.")


def test_a_form_with_a_field_that_there_is_not_is_refused_by_name(
    visit: Visit, judged: str, tmp_path: Path
) -> None:
    staff = visit()
    staff.sign_in("first")
    staff.sound("/document-forms")
    staff.open("/document-forms")
    page = staff.page
    picture(page, "forms")
    wrong = tmp_path / "wrong.docx"
    wrong.write_bytes(as_docx(Paper("Протокол", (Paragraph("{{ salary }}"),))))
    page.get_by_label(re.compile("^Форма .*: протокол жюри$")).set_input_files(wrong)
    page.get_by_role("button", name="Использовать эту форму: протокол жюри").click()
    expect(page.get_by_role("alert")).to_contain_text("salary")
    with page.expect_download() as download:
        page.get_by_role("link", name="Посмотреть с вымышленными данными: протокол жюри").click()
    assert download.value.path().read_bytes().startswith(b"PK")


def test_a_consent_is_printed_in_the_schools_form(visit: Visit, tmp_path: Path) -> None:
    staff = visit()
    staff.sign_in("first")
    staff.open("/document-forms")
    page = staff.page
    example = page.get_by_role(
        "link", name="Пример для начала (DOCX): согласие для подписи от руки"
    )
    with page.expect_download() as download:
        example.click()
    form = Document(str(download.value.path()))
    form.paragraphs[0].insert_paragraph_before("ГЕРБ ШКОЛЫ")
    form.save(str(tmp_path / "own.docx"))
    for paragraph in form.paragraphs:
        if paragraph.text == "{{ hash }}":
            paragraph.runs[0].text = ""
    form.save(str(tmp_path / "wrong.docx"))
    _send_consent(page, tmp_path / "wrong.docx", "документ должен содержать: hash.")
    _send_consent(page, tmp_path / "own.docx", "Форма принята")
    picture(page, "forms-own")
    staff.sound("/document-forms")
    for format, name in (
        ("docx", "consent-participation.docx"),
        ("pdf", "consent-participation.pdf"),
    ):
        staff.open("/consents")
        page.get_by_text("Бланки для печати").click()
        page.locator("#b-format").select_option(format)
        with page.expect_download() as download:
            page.get_by_role("button", name="Скачать").first.click()
        assert download.value.suggested_filename == name
        if format == "docx":
            assert Document(str(download.value.path())).paragraphs[0].text == "ГЕРБ ШКОЛЫ"
    staff.open("/document-forms")
    page.get_by_role("button", name=re.compile("^Вернуть обычную форму: согласие")).click()
    expect(page.get_by_role("status")).to_contain_text("снова будут по обычной форме")


def _send_consent(page: Page, file: Path, said: str) -> None:
    page.get_by_label(re.compile("^Форма .*: согласие для подписи от руки$")).set_input_files(file)
    page.get_by_role("button", name="Использовать эту форму: согласие для подписи от руки").click()
    expect(page.locator(".alert").first).to_contain_text(said)


def test_the_year_becomes_one_file(visit: Visit, judged: str) -> None:
    staff = visit()
    staff.sign_in("first")
    page = staff.page
    staff.open("/archives")
    page.get_by_role("button", name="Составить архив").click()
    until_shown(staff, "/archives", "готов")
    staff.sound("/archives")
    staff.open("/archives")
    picture(page, "archives")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Скачать ZIP")).click()
    with zipfile.ZipFile(download.value.path()) as packed:
        assert {"Содержание.csv", "Содержание.xlsx", "Реестры/Пары и группы.xlsx"} <= set(
            packed.namelist()
        )
    until_shown(staff, "/archives", "скачан 1 раз")
