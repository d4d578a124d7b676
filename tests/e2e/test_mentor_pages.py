"""The pages of mentors in a real browser: base, own page, sharing, limits, coverage, decisions."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from gateway.accounts import Membership
from gateway.app import open_gateway
from gateway.setup import COMPANIES, SCHOOLS
from infra.demo.asking import wait_for
from shared.config import Settings
from shared.domain.ids import PersonId, TenantId, derived_id
from tests.e2e.site import PASSWORD, UNTIL, Site, Visitor, listed_mentor, this_year, until_shown

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.long,  # the journeys of the other files are the main ones
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
SUMMER = f"31.05.{UNTIL[:4]}"
NAME = "Лебедева Анна Игоревна"
OTHER = "Ястребов Пётр Ильич"


def _account(login: str, tenant: str, role: str, kind: str, person: str | None = None) -> None:
    member = Membership(TenantId(tenant), (role,), "—", kind, PersonId(person) if person else None)
    open_gateway(Settings.from_env("gateway")).accounts.create(login, PASSWORD, [member])


def test_the_base_is_searched_and_many_are_changed_at_once(
    visit: Callable[[], Visitor], site: Site
) -> None:
    listed_mentor(site.asking, site.schools[0], OTHER)
    own = site.asking.caller(site.schools[0], "coordinator")
    wait_for(
        lambda: own.all("participants", "/mentors", year=this_year(), form="pupil_pupil"),
        lambda rows: len(rows) == 2,
        "both mentors",
    )
    staff = visit()
    staff.sign_in("first")
    query = "/mentors?form=pupil_pupil&time=mon-15&kind=teacher&free=1&q=леб&sort=name"
    staff.open(query)
    expect(staff.page.get_by_role("row")).to_have_count(1 + 1)
    expect(staff.page.get_by_role("rowheader")).to_contain_text(NAME)
    staff.sound(query)
    staff.open("/mentors?theme=exams")
    expect(staff.page.get_by_text("Никто не подходит.")).to_be_visible()
    staff.open("/mentors?unchecked_on=вчера")
    expect(staff.page.locator(".alert-danger")).to_be_visible()

    staff.open("/mentors?sort=name")
    staff.page.locator("input[name=people]").last.check()
    staff.page.select_option("#bulk-action", "pause")
    staff.page.fill("#bulk-until", SUMMER)
    staff.page.get_by_role("button", name="Выполнить").click()
    expect(staff.page.get_by_text("Сделано для 1 наставника")).to_be_visible()
    until_shown(staff, "/mentors?status=paused&years=all", OTHER)
    staff.page.get_by_role("link", name=OTHER).click()
    expect(staff.page.get_by_role("heading", name="По годам")).to_be_visible()
    staff.sound(staff.page.url.removeprefix(staff.address))


def test_a_mentor_sees_what_each_school_sees_and_takes_it_back(
    visit: Callable[[], Visitor], site: Site
) -> None:
    mentor = visit()
    mentor.sign_in("asked")
    mentor.open("/me")
    page = mentor.page
    expect(page.get_by_text("Другие школы ничего не видят.")).to_be_visible()
    page.get_by_text("Дать постоянное разрешение").click()
    page.locator("form[action='/me/standing'] input[value=teacher_teacher]").uncheck()
    page.locator("form[action='/me/standing'] input[name=fields][value=times]").check()
    page.fill("#st-u", SUMMER)
    page.locator("form[action='/me/standing'] button").click()
    expect(page.get_by_text("Разрешение сохранено.")).to_be_visible()
    mentor.sound("/me")

    second = site.asking.caller(site.schools[1], "coordinator")
    entry = derived_id("catalogue_entry", site.schools[0], site.mentor)
    wait_for(
        lambda: [row["id"] for row in second.all("participants", "/catalogue")],
        lambda ids: entry in ids,
        "the catalogue",
    )
    body = {"entry": entry, "forms": ["pupil_pupil"], "places": 1, "until": UNTIL}
    second.post("participants", "/sharing/requests", {**body, "purpose": "career"})
    until_shown(mentor, "/me", "Эта школа видит ровно это:")
    expect(page.locator(".facts").nth(1)).to_contain_text("пн 15:00")
    expect(page.locator(".facts").nth(1)).to_contain_text("ученик – ученик")
    expect(page.locator(".facts").nth(1)).not_to_contain_text("учитель – учитель")
    expect(page.locator(".facts").nth(1)).not_to_contain_text("возрастная группа")
    mentor.sound("/me")
    asked = visit()
    asked.sign_in("second")
    until_shown(asked, "/sharing", NAME)
    asked.sound("/sharing")
    asked.sound("/catalogue?form=pupil_pupil&way=online")

    mentor.open("/me")
    page.get_by_role("button", name="Отозвать разрешение").first.click()
    until_shown(mentor, "/me", "Сейчас эта школа ничего о вас не видит.")
    wait_for(
        lambda: second.all("participants", "/mentors", year=this_year()),
        lambda cards: not cards,
        "the card's end",
    )


def test_a_company_bounds_its_employees_on_its_page(
    visit: Callable[[], Visitor], site: Site
) -> None:
    plant = derived_id("demo", "pages", COMPANIES[0])
    _account("office", plant, "company_coordinator", "company")
    office = visit()
    office.sign_in("office")
    office.open("/limits")
    page = office.page
    page.uncheck("#schools-any")
    page.get_by_label(SCHOOLS[0]).check()
    page.fill("#places", "2")
    page.fill("#hours", "8")
    page.get_by_role("button", name="Сохранить ограничения").click()
    expect(page.get_by_text("Ограничения сохранены")).to_be_visible()
    expect(page.get_by_label(SCHOOLS[0])).to_be_checked()
    expect(page.get_by_label(SCHOOLS[1])).not_to_be_checked()
    expect(page.locator("#hours")).to_have_value("8")
    office.sound("/limits")
    person = listed_mentor(site.asking, plant)
    _account("worker", plant, "mentor", "company", person)
    worker = visit()
    worker.sign_in("worker")
    until_shown(worker, "/me", "8 часов в месяц")
    worker.page.get_by_text("Дать постоянное разрешение").click()
    worker.sound("/me")


def test_coverage_is_shown_and_downloaded(visit: Callable[[], Visitor], site: Site) -> None:
    staff = visit()
    staff.sign_in("first")
    staff.sound("/coverage")
    staff.open("/coverage")
    with staff.page.expect_download() as waiting:
        staff.page.get_by_role("link", name="Скачать XLSX").click()
    book = CalamineWorkbook.from_filelike(io.BytesIO(waiting.value.path().read_bytes()))
    assert book.get_sheet_by_index(0).to_python()[0][:3] == ["Форма", "Тема", "Запросы"]


def test_nothing_waits_for_a_decision_and_strangers_find_no_page(
    visit: Callable[[], Visitor], site: Site
) -> None:
    staff = visit()
    staff.sign_in("first")
    staff.sound("/decisions")
    for path in ("/me", "/limits"):
        answer = staff.page.goto(staff.address + path)
        assert answer is not None
        assert answer.status == 404
