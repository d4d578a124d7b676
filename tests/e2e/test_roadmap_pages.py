"""The year's roadmap in a real browser: planned on a phone, approved, late, proven, changed, copied."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from gateway.accounts import Membership
from gateway.app import open_gateway
from gateway.setup import SCHOOLS
from shared.config import Settings
from shared.domain.ids import PersonId, TenantId
from tests.e2e.site import (
    DESKTOP,
    PASSWORD,
    PHONE,
    Site,
    Visit,
    picture,
    signed_in,
    sound_as_it_stands,
    this_year,
    until_shown,
)

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
TEACHER = "Ёлкина Дарья Олеговна"
HEAD = "Орлов Пётр Ильич"
TODAY = date.today()
PAST, LATER = TODAY - timedelta(days=4), TODAY + timedelta(days=60)


@pytest.fixture(scope="module", name="head")
def _head(site: Site) -> str:
    """A head who signs in and a teacher of the staff; a meeting with the teachers was held."""
    leader = site.asking.caller(site.schools[0], "head")
    people = [
        str(leader.post("participants", "/staff", {"name": name, "role": role})["id"])
        for name, role in ((HEAD, "head"), (TEACHER, "teacher"))
    ]
    staff = site.asking.caller(site.schools[0], "coordinator")
    event = {"item": "1.2", "year": this_year(), "title": "Родительское собрание",
             "date": TODAY.isoformat(), "place": "актовый зал"}  # fmt: skip
    held = {"held_on": TODAY.isoformat(), "attended": 20, "material": "протокол № 1"}
    made = staff.post("meetings", "/outreach", event)["id"]
    staff.post("meetings", f"/outreach/{made}/hold", held)
    accounts = open_gateway(Settings.from_env("gateway")).accounts
    for login, role, person in (("head", "head", people[0]), ("teacher", "teacher", people[1])):
        member = Membership(
            TenantId(site.schools[0]), (role,), SCHOOLS[0], "school", PersonId(person)
        )
        accounts.create(login, PASSWORD, [member])
    return people[0]


def _fill(page: Page, item: str, starts: date, ends: date) -> None:
    line = page.get_by_role("group", name=f"{item}.")
    line.get_by_label("Начало").fill(starts.isoformat())
    line.get_by_label("Окончание").fill(ends.isoformat())


def test_a_year_is_planned_approved_followed_changed_and_copied(visit: Visit, head: str) -> None:
    staff, page = signed_in(visit, "first")
    leader, office = signed_in(visit, "head")
    staff.open("/school")
    page.get_by_role("button", name="Начать дорожную карту").click()
    until_shown(staff, "/school", "Рассказать о программе родителям")
    expect(page.locator(".items > li")).to_have_count(35)

    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.get_by_role("link", name="Сроки и ответственные этапа 1").click()
    _fill(page, "1.1", PAST, PAST - timedelta(days=9))
    page.get_by_role("button", name="Сохранить план").click()
    expect(page.get_by_text("Окончание раньше начала.")).to_be_visible()
    typed = page.get_by_role("group", name="1.1.").get_by_label("Начало")
    expect(typed).to_have_value(PAST.isoformat())
    sound_as_it_stands(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    _fill(page, "1.1", PAST - timedelta(days=9), PAST)
    page.get_by_role("group", name="1.1.").get_by_label("Ответственный").select_option(
        label=TEACHER
    )
    page.get_by_role("button", name="Сохранить план").click()
    expect(page.get_by_text("План сохранён.")).to_be_visible()
    staff.complaints.clear()  # the browser notes the form that was not taken
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    leader.open("/school")
    office.get_by_role("button", name="Утвердить дорожную карту").click()
    expect(office.get_by_text("Редакция № 1, утверждена")).to_be_visible()
    picture(office, "roadmap-school")

    teacher, room = signed_in(visit, "teacher")
    until_shown(teacher, "/school", "Ваши мероприятия дорожной карты")
    own = room.get_by_role("region", name="Ваши мероприятия дорожной карты")
    expect(own.get_by_text("Просрочено")).to_be_visible()
    own.get_by_role("link", name="1.1.").click()
    expect(room.get_by_text("Внесите встречу с педагогами")).to_be_visible()

    staff.open("/school/stages/1/plan")
    _fill(page, "1.1", PAST, LATER)
    page.get_by_role("button", name="Сохранить план").click()
    expect(page.get_by_text("это проект, пока директор не утвердит")).to_be_visible()
    page.get_by_role("link", name="Редакции и печать (1 изменение)").click()
    expect(page.get_by_text(f"→ {LATER:%d.%m.%Y}")).to_be_visible()
    leader.open("/school")
    office.get_by_role("button", name="Утвердить как редакцию № 2").click()
    expect(office.get_by_text("Редакция № 2, утверждена")).to_be_visible()
    office.get_by_role("link", name="Редакции и печать").click()
    expect(office.get_by_text("заменена более поздней редакцией")).to_be_visible()
    for name in ("Редакция № 1", "Редакция № 2", "Отчёт о выполнении", "Проект"):
        with office.expect_download() as download:
            office.get_by_role("link", name=name).and_(
                office.get_by_role("link", name="PDF")
            ).click()
        assert download.value.path().read_bytes().startswith(b"%PDF")
    office.get_by_role("link", name="Редакция № 2, утверждена").first.click()
    expect(office.get_by_role("heading", name="Что изменено по сравнению")).to_be_visible()
    expect(office.get_by_text(TEACHER).first).to_be_visible()

    until_shown(staff, "/school/items/1.2", "Встреча или событие проведены: пришли: 20")
    picture(page, "roadmap-item")
    staff.open("/school/items/1.3")
    page.get_by_text("В этой школе не применяется").click()
    page.get_by_label("Почему").fill("в районе нет предприятий")
    page.get_by_role("button", name="Исключить из плана").click()
    expect(page.get_by_text("в районе нет предприятий").first).to_be_visible()
    staff.open("/school/dates")
    page.get_by_role("button", name="Начать").click()
    expect(page.get_by_text("Проект на следующий год создан.")).to_be_visible()
    page.get_by_role("link", name="1.3", exact=True).click()
    expect(
        page.get_by_text("Последний год").or_(page.get_by_text("В прошлом году не"))
    ).to_be_visible()
    page.get_by_role("button", name="В этом году применяется").click()
    expect(page.get_by_text("Мероприятие применяется.")).to_be_visible()
    assert not staff.complaints + leader.complaints + teacher.complaints


def test_its_pages_are_sound_in_both_languages_and_widths(visit: Visit, head: str) -> None:
    staff, page = signed_in(visit, "first")
    for path in ("/school", "/school/items/1.2", "/school/items/3.3", "/school/stages/6/plan",
                 "/school/dates", "/school/editions", "/school/editions/2"):  # fmt: skip
        staff.sound(path)
        staff.open(path)
        picture(page, f"roadmap{path.replace('/', '-')}")
