"""Orders in a real browser: a form of one's own, the head's signature, notices, one who leaves."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.e2e.matching_site import GROWN, HEAD, SMALL, Cast, opened, proposed, settle_in
from tests.e2e.site import signed_in
from tests.e2e.test_pages import Site, Visitor, _site, _visit, until_shown

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
site_of_pages, visit_of_pages = _site, _visit
Visit = Callable[[], Visitor]


@pytest.fixture(scope="module", name="cast")
def _cast(site: Site) -> Cast:
    cast = settle_in(site)
    opened(cast)
    return cast


@pytest.fixture(scope="module", name="group")
def _group(cast: Cast) -> str:
    """A proposal of one group, agreed to by everybody."""
    (pairing,) = proposed(cast, groups=True)
    shown = cast.staff.get("matching", f"/pairs/{pairing}")
    for person in (shown["mentor"], *shown["mentees"]):
        cast.staff.post("matching", f"/pairs/{pairing}/agree", {"person": person})
    return pairing


def test_a_form_of_ones_own_is_looked_into_before_it_is_used(
    visit: Visit, cast: Cast, tmp_path: Path
) -> None:
    staff, page = signed_in(visit, "first")
    staff.sound("/order-form")
    staff.open("/order-form")
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачайте пример (DOCX)").click()
    example = download.value.path().read_bytes()
    for changed, said in (
        (b"%PDF-1.7", "Это не документ DOCX"),
        (_with_part(example, "word/vbaProject.bin", b"x"), "В файле есть макросы"),
        (_with_text(example, "{{ head }}", "{{ director }}"), "полей"),
    ):
        file = tmp_path / "form.docx"
        file.write_bytes(changed)
        page.set_input_files("#file", file)
        page.get_by_role("button", name="Использовать эту форму").click()
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text(said if said != "полей" else "нет: director")
    (tmp_path / "own.docx").write_bytes(_with_text(example, "ПРИКАЗЫВАЮ:", "ПОСТАНОВЛЯЮ:"))
    page.set_input_files("#file", tmp_path / "own.docx")
    page.get_by_role("button", name="Использовать эту форму").click()
    expect(page.get_by_text("Школа использует свою форму.")).to_be_visible()
    staff.sound("/order-form")


def _with_part(file: bytes, name: str, content: bytes) -> bytes:
    made = io.BytesIO(file)
    with zipfile.ZipFile(made, "a") as packed:
        packed.writestr(name, content)
    return made.getvalue()


def _with_text(file: bytes, old: str, new: str) -> bytes:
    document = Document(io.BytesIO(file))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_the_head_launches_signs_and_everybody_is_told(
    visit: Visit, cast: Cast, group: str
) -> None:
    boss, desk = signed_in(visit, "boss")
    boss.open("/programme")
    desk.get_by_label("Номер приказа").fill("3")
    desk.get_by_label("Дата приказа").fill("10.09.2026")
    desk.get_by_role("button", name="Запустить программу").click()
    until_shown(boss, "/programme", "Приказ о запуске закрепил формы")
    boss.sound("/programme")

    staff, page = signed_in(visit, "first")
    until_shown(staff, "/orders", GROWN)
    staff.sound("/orders")
    staff.open("/orders")
    page.get_by_label("Основание").fill("протокол встречи от 05.10.2026 № 2")
    page.get_by_role("button", name="Составить проект").click()
    expect(page.get_by_text("Приказ издаёт директор.")).to_be_visible()
    order = page.url.partition("?")[0].removeprefix(staff.address)
    staff.sound(order)

    boss.open(order)
    expect(desk.get_by_text("DOCX составляется по форме школы")).to_be_visible()
    desk.get_by_label("Номер приказа").fill("15-н")
    desk.get_by_label("Дата приказа").fill("12.10.2026")
    desk.get_by_role("button", name="Издать приказ").click()
    expect(desk.get_by_text("Приказ издан; пары начинают работу.")).to_be_visible()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Скачать DOCX").click()
    word = download.value.path()
    text = "\n".join(p.text for p in Document(str(word)).paragraphs)
    for said in ("ПОСТАНОВЛЯЮ:", "от 12.10.2026 № 15-н", HEAD, "протокол встречи"):
        assert said in text
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Скачать PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    desk.get_by_text("Тот ли это файл, что был издан?").click()
    desk.get_by_role("link", name="Проверить хранящиеся файлы").click()
    expect(desk.get_by_text("Хранящиеся файлы не менялись со дня издания.")).to_be_visible()
    desk.set_input_files("#file", {"name": "a.docx", "mimeType": "x", "buffer": word.read_bytes()})
    desk.get_by_role("button", name="Сравнить", exact=True).click()
    expect(desk.get_by_text("Этот файл – приказ в том виде, в каком он издан.")).to_be_visible()
    desk.get_by_text("Тот ли это файл, что был издан?").click()
    forged = {"name": "a.docx", "mimeType": "x", "buffer": word.read_bytes() + b" "}
    desk.set_input_files("#file", forged)
    desk.get_by_role("button", name="Сравнить", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("не изданный приказ")
    boss.sound(f"{order}?verify=1")

    path = f"/pairs/{group}"
    until_shown(staff, path, "Уведомление о приказе")
    page.get_by_role("button", name="Разместить уведомление на страницах участников").click()
    expect(page.get_by_text("Ещё не прочитали:")).to_be_visible()
    staff.sound(path)
    kid, own = signed_in(visit, "grown")
    until_shown(kid, "/agreement", "По приказу директора")
    kid.sound("/agreement")
    kid.open("/agreement")
    own.get_by_role("button", name="Ознакомлен(а)").click()
    expect(own.get_by_text("Вы ознакомились с уведомлением.")).to_be_visible()
    staff.open(path)
    expect(page.locator(".cards").get_by_text(GROWN)).to_have_count(0)
    expect(page.locator(".cards").get_by_text(SMALL)).to_have_count(1)


def test_one_leaves_and_an_order_of_change_names_it(visit: Visit, cast: Cast, group: str) -> None:
    staff, page = signed_in(visit, "first")
    path = f"/pairs/{group}"
    staff.open(path)
    page.get_by_label("Наставляемый").select_option(label=SMALL)
    page.get_by_role("button", name="Выбывает из группы").click()
    until_shown(staff, path, "в группе остался один наставляемый")
    staff.sound(path)
    staff.open(path)
    page.get_by_role("button", name="Оставить как пару").click()
    until_shown(staff, path, "Приказа об этом ещё нет.")
    staff.open("/orders")
    expect(page.get_by_label(re.compile(SMALL)).first).to_be_checked()
    page.get_by_role("button", name="Составить проект").click()
    expect(page.get_by_role("link", name="№ 15-н от 12.10.2026")).to_be_visible()
    order = page.url.partition("?")[0].removeprefix(staff.address)
    staff.sound(order)
    boss, desk = signed_in(visit, "boss")
    boss.open(order)
    desk.get_by_label("Номер приказа").fill("16-н")
    desk.get_by_label("Дата приказа").fill("20.10.2026")
    desk.get_by_role("button", name="Издать приказ").click()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Скачать DOCX").click()
    issued = Document(str(download.value.path()))
    assert "приказ от 12.10.2026 № 15-н" in "\n".join(p.text for p in issued.paragraphs)
    rows = [[cell.text for cell in row.cells] for table in issued.tables for row in table.rows]
    assert any(SMALL in row for row in rows)
    assert not any(GROWN in cell for row in rows for cell in row)
