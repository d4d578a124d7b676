"""The main pages in a real browser: both languages, phone and desktop, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from gateway.setup import SCHOOLS
from infra.demo.asking import Caller, wait_for
from shared.documents.sheets import Sheet, as_xlsx
from tests.e2e.conftest import _site, _visit
from tests.e2e.site import DESKTOP, PASSWORD, PHONE, UNTIL, Site, Visitor, until_shown
from tests.e2e.site import listed_mentor as _mentor
from tests.e2e.site import this_year as _year

__all__ = [
    "DESKTOP",
    "PASSWORD",
    "PHONE",
    "UNTIL",
    "Site",
    "Visitor",
    "_mentor",
    "_site",
    "_visit",
    "_year",
    "until_shown",
]
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]


def test_a_wrong_password_is_answered_with_a_sentence(visit: Callable[[], Visitor]) -> None:
    one = visit()
    one.open("/sign-in")
    one.page.fill("#login", "first")
    one.page.fill("#password", "not the word")
    one.page.click("main button")
    expect(one.page.locator("[role=alert], .alert").first).to_be_visible()


def test_the_first_page_is_sound(visit: Callable[[], Visitor]) -> None:
    visit().sound("/sign-in")


def test_the_municipality_sees_its_schools(visit: Callable[[], Visitor]) -> None:
    city = visit()
    city.sign_in("city")
    until_shown(city, "/municipality", SCHOOLS[0])
    city.sound("/municipality")


def test_a_school_begins_its_year_and_sees_the_roadmap(visit: Callable[[], Visitor]) -> None:
    staff = visit()
    staff.sign_in("first")
    staff.open("/school")
    staff.page.locator("main form button").first.click()
    until_shown(staff, "/school", "Рассказать о программе родителям")
    staff.sound("/school")


def test_another_role_finds_no_such_page(visit: Callable[[], Visitor]) -> None:
    city = visit()
    city.sign_in("city")
    answer = city.page.goto(f"{city.address}/candidates")
    assert answer is not None
    assert answer.status in (403, 404)


def test_a_school_asks_for_a_mentor_and_the_mentor_allows(
    visit: Callable[[], Visitor], site: Site
) -> None:
    asking_school = visit()
    asking_school.sign_in("second")
    until_shown(asking_school, "/catalogue", "Запросить этого наставника")
    asking_school.sound("/catalogue")
    asking_school.open("/catalogue")
    page = asking_school.page
    page.locator("main details summary").first.click()
    page.locator("main details input[name=until]").first.fill(f"31.05.{UNTIL[:4]}")
    page.locator("main details form button").first.click()

    mentor = visit()
    mentor.sign_in("asked")
    until_shown(mentor, "/sharing", "Разрешить")
    mentor.sound("/sharing")
    mentor.open("/sharing")
    mentor.page.locator(
        "form[action$='/permit'] button, form[action*='permit'] button"
    ).first.click()

    until_shown(asking_school, "/mentors", "Лебедева Анна Игоревна")
    asking_school.sound("/mentors")
    second: Caller = site.asking.caller(site.schools[1], "coordinator")
    cards = second.all("participants", "/mentors", year=_year())
    assert [card["own"] for card in cards] == [False]


def test_a_guardian_signs_behind_a_link_that_only_signing_uses_up(
    visit: Callable[[], Visitor], site: Site
) -> None:
    guardian = visit()
    guardian.sound(site.guardian_link)  # opened eight times: still there
    guardian.open(site.guardian_link)
    guardian.page.get_by_role("link", name="Начать").click()
    guardian.page.locator("input[type=radio][value=yes]").check()
    guardian.page.get_by_role("button", name="Далее").click()
    guardian.page.get_by_role("button", name="Подписать").click()
    staff = site.asking.caller(site.schools[0], "coordinator")
    wait_for(
        lambda: staff.all("participants", "/consents", purpose="participation", status="given"),
        lambda rows: any(row["giver"] == "guardian" for row in rows),
        "the guardian's consent",
    )
    guardian.open(site.guardian_link)
    assert guardian.page.get_by_role("link", name="Начать").count() == 0


@pytest.mark.parametrize(
    "path", ["/candidates", "/mentees", "/consents", "/import", "/pairs", "/sharing"]
)
def test_the_coordinators_pages_are_sound(visit: Callable[[], Visitor], path: str) -> None:
    staff = visit()
    staff.sign_in("first")
    staff.sound(path)


def _workbook(path: Path) -> Path:
    """One row that goes in, one with two cells to mend."""
    head = ("ФИО", "Дата рождения", "Класс", "Законный представитель", "Телефон представителя")
    rows = [
        ("Зайцева Ёлка Петровна", "01.09.2013", "7А", "Зайцева Вера", "+7 912 345-67-89"),
        ("Гусев Пётр", "31.02.2013", "седьмой", "", ""),
    ]
    path.write_bytes(as_xlsx(Sheet("Лист1", head, rows)))
    return path


def test_a_workbook_is_looked_at_mended_and_brought_in(
    visit: Callable[[], Visitor], tmp_path: Path, site: Site
) -> None:
    staff = visit()
    staff.sign_in("first")
    staff.open("/import")
    staff.page.select_option("#kind", "class_list")
    staff.page.set_input_files("#file", _workbook(tmp_path / "класс.xlsx"))
    staff.page.click("main form button")
    job = staff.page.url.removeprefix(site.address)
    expect(staff.page.get_by_text("Файл проверен")).to_be_visible(timeout=60_000)  # renews itself
    cells = staff.page.locator("tbody th")
    assert cells.all_inner_texts() == ["B3", "C3"]
    expect(staff.page.get_by_text("пишите так: 01.09.2012")).to_be_visible()
    staff.sound(job)
    staff.open(job)
    staff.page.get_by_role("button", name="Загрузить строки").click()
    expect(staff.page.get_by_text("Файл загружен")).to_be_visible(timeout=60_000)
    until_shown(staff, "/candidates", "Зайцева Ёлка Петровна")
    staff.sound("/import")


def test_an_import_page_works_without_scripts(browser: Browser, tmp_path: Path, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ru-RU")
    staff = Visitor(context, site.address)
    staff.sign_in("second")
    staff.open("/import")
    staff.page.select_option("#kind", "class_list")
    staff.page.set_input_files("#file", _workbook(tmp_path / "класс.xlsx"))
    staff.page.click("main form button")
    job = staff.page.url.removeprefix(site.address)
    until_shown(staff, job, "Файл проверен")
    staff.page.get_by_role("button", name="Загрузить строки").click()
    until_shown(staff, job, "Файл загружен")
    context.close()


def test_a_wrong_file_is_named_on_the_page(visit: Callable[[], Visitor], tmp_path: Path) -> None:
    staff = visit()
    staff.sign_in("first")
    for content, sentence in (
        (b"<html><table><tr><td>1</td></tr></table></html>", "веб-страница"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "паролем"),
    ):
        path = tmp_path / "список.xls"
        path.write_bytes(content)
        staff.open("/import")
        staff.page.set_input_files("#file", path)
        staff.page.click("main form button")
        expect(staff.page.get_by_role("alert")).to_contain_text(sentence)
