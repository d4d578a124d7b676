"""Stage 1 in a real browser: announcements read with one tap, resources printed, first requests."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from docx import Document
from playwright.sync_api import expect

from gateway.accounts import Membership
from gateway.app import open_gateway
from gateway.setup import SCHOOLS
from shared.config import Settings
from shared.domain.ids import PersonId, TenantId
from tests.e2e.site import (
    PASSWORD,
    UNTIL,
    Site,
    Visit,
    Visitor,
    picture,
    sound_as_it_stands,
    this_year,
    until_shown,
)

pytestmark = [
    pytest.mark.long,
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]


@pytest.fixture(scope="module", name="mother")
def _mother(site: Site) -> str:
    """The guardian of a child on the list; the mother and a teacher have accounts."""
    staff = site.asking.caller(site.schools[0], "coordinator")
    ids = []
    for name, born in (
        ("Юдин Лев Ильич", f"{date.today().year - 13}-01-01"), ("Юдина Ольга Петровна", "1986-02-03"),
    ):  # fmt: skip
        body = {"name": name, "birth_date": born}
        ids.append(str(staff.post("participants", "/people", body)["id"]))
    kid, mother = ids
    pair = {"guardian": mother, "child": kid}
    staff.post("participants", "/guardianships", pair)
    staff.post("participants", "/guardianships/confirm", pair)
    place = {"role": "mentee", "year": this_year(), "group": "7 А"}
    staff.post("participants", f"/people/{kid}/candidacies", place)
    consent = {"person": kid, "purpose": "participation", "giver": "guardian", "by": mother,
               "until": UNTIL, "assent": True}  # fmt: skip
    staff.post("participants", "/consents", consent)
    accounts = open_gateway(Settings.from_env("gateway")).accounts
    for login, role, person in (("olga", "guardian", mother), ("teaches", "teacher", None)):
        member = Membership(
            TenantId(site.schools[0]), (role,), SCHOOLS[0], "school",
            PersonId(person) if person else None,
        )  # fmt: skip
        accounts.create(login, PASSWORD, [member])
    return mother


def test_an_announcement_is_read_with_one_tap_and_counted(
    visit: Visit, mother: str, phone: Visitor
) -> None:
    staff = visit()
    staff.sign_in("first")
    staff.open("/announcements")
    page = staff.page
    page.get_by_label("Родители и законные представители").check()
    page.get_by_label("Педагоги и специалисты").check()
    page.get_by_label("Название").fill("Программа наставничества начинается")
    page.get_by_label("Текст объявления").fill("Собрание для родителей 14.09.2026 в актовом зале.")
    page.get_by_label("Показывать до").fill((date.today() + timedelta(9)).strftime("%d.%m.%Y"))
    page.get_by_role("button", name="Объявить").click()
    expect(page.get_by_text("ознакомлены 0 из 1").first).to_be_visible()
    for login, path in (("olga", "/family"), ("teaches", "/school")):
        reader = visit()
        reader.sign_in(login)
        until_shown(reader, path, "Программа наставничества начинается")
        reader.sound(path)
        reader.open(path)
        picture(reader.page, f"announced-{login}")
        reader.page.get_by_role("button", name="Ознакомлен(а)").click()
        expect(reader.page.get_by_text("ознакомление отмечено")).to_be_visible()
        expect(reader.page.get_by_role("button", name="Ознакомлен(а)")).to_have_count(0)
    until_shown(staff, "/announcements", "ознакомлены 1 из 1")
    staff.sound("/announcements")
    staff.open("/announcements")
    picture(page, "announcements")
    assert page.get_by_text("Юдина").count() == 0
    page.get_by_role("link", name="Ссылки для представителей").click()
    sound_as_it_stands(page)
    address = re.sub(r"\s", "", page.locator(".slips code").first.inner_text())
    phone.page.goto(address)
    expect(
        phone.page.get_by_text("Ознакомление отмечено")
    ).to_be_visible()  # by the account already
    guest = visit()
    guest.sound(address.removeprefix(guest.address))
    staff.open("/announcements")
    expect(page.get_by_text("ознакомлены 1 из 1").first).to_be_visible()
    page.get_by_role("button", name="Больше не показывать").click()
    guest.open(address.removeprefix(guest.address))
    expect(guest.page.get_by_text("Срок объявления истёк")).to_be_visible()


def test_the_plan_of_resources_is_kept_and_printed(visit: Visit) -> None:
    staff = visit()
    staff.sign_in("first")
    staff.open("/resources")
    page = staff.page
    for kind, what, needed, have in (
        ("people", "Студенты-наставники", "4", "1"), ("facilities", "Кабинет после 15:00", "1", "1"),
    ):  # fmt: skip
        page.locator("#kind").select_option(kind)
        page.locator("#source").select_option("outside" if kind == "people" else "inside")
        page.get_by_label("Что нужно").fill(what)
        page.get_by_label("Кто обеспечивает").fill("Колледж связи")
        page.get_by_label("Нужно", exact=True).fill(needed)
        page.get_by_label("Есть", exact=True).fill(have)
        page.get_by_role("button", name="Сохранить").click()
        expect(page.get_by_text(what).first).to_be_visible()
    expect(page.get_by_text("не хватает: 3")).to_be_visible()
    staff.sound("/resources")
    staff.open("/resources")
    picture(page, "resources")
    page.get_by_role("link", name=re.compile("Изменить.*Студенты")).click()
    page.get_by_label("Есть", exact=True).fill("4")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("не хватает:")).to_have_count(0)
    with page.expect_download() as pdf:
        page.get_by_role("link", name="PDF").click()
    assert pdf.value.path().read_bytes().startswith(b"%PDF")
    with page.expect_download() as docx:
        page.get_by_role("link", name="DOCX").click()
    document = Document(io.BytesIO(docx.value.path().read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"Студенты-наставники", "вне школы", "Колледж связи", "4"} <= set(cells)
    assert "УТВЕРЖДАЮ" in "\n".join(part.text for part in document.paragraphs)


def test_first_requests_point_to_where_mentors_may_be_sought(visit: Visit, mother: str) -> None:
    teacher = visit()
    teacher.sign_in("teaches")
    teacher.open("/preliminary-requests")
    page = teacher.page
    for theme, count in (("studies", "5"), ("olympiads", "2")):
        page.get_by_label("Класс", exact=True).select_option("7")
        page.get_by_label("Форма", exact=True).select_option("pupil_pupil")
        page.get_by_label("Тема", exact=True).select_option(theme)
        page.get_by_label("Сколько", exact=True).fill(count)
        page.get_by_role("button", name="Сохранить").click()
        expect(page.get_by_text("Число сохранено")).to_be_visible()
    until_shown(teacher, "/preliminary-requests", "не хватает: 3")
    expect(page.get_by_text("свободных мест – 2")).to_be_visible()
    expect(page.get_by_text("среди старшеклассников школы")).to_have_count(2)
    teacher.sound("/preliminary-requests")
    teacher.open("/preliminary-requests")
    picture(page, "preliminary")
