"""Consents in a real browser: the guardian's pages, the register, papers, campaigns, the family."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from gateway.accounts import Membership
from gateway.app import open_gateway
from gateway.setup import SCHOOLS
from infra.demo.asking import Caller, wait_for
from shared.config import Settings
from shared.documents.paper import Paper
from shared.documents.pdf import as_pdf
from shared.domain.ids import PersonId, TenantId, new_id
from tests.e2e.site import (
    PASSWORD,
    UNTIL,
    Site,
    Visitor,
    picture,
    this_year,
    until_shown,
)

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]


def family(staff: Caller, mother: str, *kids: tuple[str, str]) -> tuple[str, list[str]]:
    """A confirmed guardian and their children, each in class 7 А."""
    body = {"name": mother, "birth_date": "1986-02-03", "contact": "+7 900 000-00-00"}
    guardian = str(staff.post("participants", "/people", body)["id"])
    ids = []
    for name, born in kids:
        child = str(staff.post("participants", "/people", {"name": name, "birth_date": born})["id"])
        pair = {"guardian": guardian, "child": child}
        staff.post("participants", "/guardianships", pair)
        staff.post("participants", "/guardianships/confirm", pair)
        group = {"role": "mentee", "year": this_year(), "group": "7 А"}
        staff.post("participants", f"/people/{child}/candidacies", group)
        ids.append(child)
    return guardian, ids


def link(staff: Caller, school: str, guardian: str, kids: list[str], *purposes: str) -> str:
    body = {"signer": guardian, "people": kids, "purposes": list(purposes), "until": UNTIL}
    token = staff.post("participants", "/consents/links", body)["token"]
    return f"/g/{school}.{token}"


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())


def born(years: int) -> str:
    return date(date.today().year - years, 1, 1).isoformat()


def test_a_guardian_goes_step_by_step_and_gets_copies(
    visit: Callable[[], Visitor], site: Site
) -> None:
    staff = site.asking.caller(site.schools[0], "coordinator")
    guardian, kids = family(staff, "Ёлкина Мария Петровна", ("Ёлкин Пётр", born(15)))
    path = link(staff, site.schools[0], guardian, kids, "participation", "publication_image")
    one = visit()
    one.sound(path)
    one.open(path)
    page = one.page
    picture(page, "guardian-begin")
    form = page.request.get(one.address + f"{path}/form/1.pdf")
    assert "Ёлкин Пётр" in text_of(form.body())
    word = page.request.get(one.address + f"{path}/form/1.docx")
    assert word.body().startswith(b"PK")
    assert "wordprocessingml" in word.headers["content-type"]

    one.sound(f"{path}/1")
    one.open(f"{path}/1")
    assert "Шаг 1 из 3" in page.locator("h1").inner_text()
    assert page.locator("input:checked").count() == 0
    picture(page, "guardian-question")
    page.locator("#c-yes").check()
    page.get_by_role("button", name="Далее").click()
    expect(page.locator("[role=alert]")).to_contain_text("С 14 лет")  # the child's own agreement
    one.complaints.clear()  # the browser notes the refused form as an error
    page.locator("#c-yes").check()
    page.locator("#assent").check()
    page.get_by_role("button", name="Далее").click()
    assert "Шаг 2 из 3" in page.locator("h1").inner_text()
    assert page.locator("input:checked").count() == 0
    page.locator("#c-no").check()
    page.get_by_role("button", name="Далее").click()
    assert "Шаг 3 из 3" in page.locator("h1").inner_text()
    picture(page, "guardian-check")
    check = page.url.removeprefix(one.address)
    one.sound(check)
    one.open(path)  # nothing of this has used the link up
    one.open(check)
    page.get_by_role("button", name="Подписать").click()
    expect(page.locator("h1")).to_contain_text("Спасибо")
    picture(page, "guardian-done")
    done = page.url.removeprefix(one.address)
    copies = page.locator("main ul.cards a")
    assert copies.count() == 1
    copy = text_of(page.request.get(one.address + str(copies.first.get_attribute("href"))).body())
    assert "Ёлкина Мария Петровна" in copy
    assert "SHA-256" in copy
    one.sound(done)
    one.open(path)
    expect(page.get_by_text("Ссылка уже использована").or_(page.locator("p.lead"))).to_be_visible()
    assert page.locator("input[type=radio]").count() == 0
    stranger = visit()
    answer = stranger.page.goto(one.address + done.replace("?s=", "?s=x"))
    assert answer is not None
    assert answer.status == 404
    rows = staff.all("participants", "/consents", person=kids[0])
    assert {row["purpose"]: row["status"] for row in rows} == {
        "participation": "given",
        "publication_image": "refused",
    }


def test_the_pages_behind_a_link_need_no_script(site: Site, browser) -> None:  # type: ignore[no-untyped-def]
    staff = site.asking.caller(site.schools[0], "coordinator")
    guardian, kids = family(staff, "Седова Инна Львовна", ("Седов Лев", born(12)))
    path = link(staff, site.schools[0], guardian, kids, "participation")
    context = browser.new_context(java_script_enabled=False, locale="ru-RU")
    page = context.new_page()
    page.goto(site.address + path)
    page.get_by_role("link", name="Начать").click()
    page.locator("#c-yes").check()
    page.get_by_role("button", name="Далее").click()
    page.get_by_role("button", name="Подписать").click()
    expect(page.locator("h1")).to_contain_text("Спасибо")
    context.close()
    check = {"purpose": "participation", "people": kids}
    assert staff.post("participants", "/consents/check", check) == {"missing": []}


def test_a_paper_consent_is_registered_with_its_scan(
    visit: Callable[[], Visitor], site: Site, tmp_path: Path
) -> None:
    school = site.asking.caller(site.schools[0], "coordinator")
    guardian, kids = family(school, "Дроздова Ольга Ивановна", ("Дроздов Егор", born(12)))
    staff = visit()
    staff.sign_in("first")
    until_shown(staff, "/consents/paper?q=Дроздов", "Дроздов Егор")
    staff.sound("/consents/paper?q=Дроздов")
    staff.open(f"/consents/paper?person={kids[0]}")
    staff.sound(f"/consents/paper?person={kids[0]}")
    staff.open(f"/consents/paper?person={kids[0]}")
    page = staff.page
    picture(page, "paper")
    page.locator(f"input[value='{guardian}']").check()
    (tmp_path / "scan.pdf").write_bytes(b"MZ this is a program")
    page.set_input_files("#file", tmp_path / "scan.pdf")
    page.get_by_role("button", name="Зарегистрировать").click()
    expect(page.locator("[role=alert]")).to_contain_text("Скан не подошёл")
    staff.complaints.clear()  # the browser notes the refused form as an error
    scan = as_pdf(Paper("Согласие", ()))
    (tmp_path / "scan.pdf").write_bytes(scan)
    assert page.locator(f"input[value='{guardian}']").is_checked()
    page.set_input_files("#file", tmp_path / "scan.pdf")
    page.get_by_role("button", name="Зарегистрировать").click()
    expect(page.get_by_text("Бумажное согласие зарегистрировано")).to_be_visible()
    until_shown(staff, "/consents?method=paper", "Дроздов Егор")
    picture(page, "register")
    address = page.get_by_role("link", name="на бумаге: скан").first.get_attribute("href")
    assert page.request.get(staff.address + str(address)).body() == scan
    filled = page.request.get(
        f"{staff.address}/consents/form?person={kids[0]}&signer={guardian}"
        "&purpose=participation&format=pdf"
    )
    assert "Дроздова Ольга Ивановна" in text_of(filled.body())
    sheet = page.request.get(f"{staff.address}/consents/register.xlsx?method=paper")
    assert sheet.body()[:2] == b"PK"

    row = page.locator("tr", has_text="Дроздов Егор")
    row.locator("summary").click()
    row.locator("input[name=received_on]").fill(date.today().strftime("%d.%m.%Y"))
    row.get_by_role("button").click()
    until_shown(staff, "/consents?view=withdrawn", "Дроздов Егор")
    answer = page.request.get(staff.address + str(address))
    assert answer.status == 404


def test_a_campaign_makes_links_and_shows_progress(
    visit: Callable[[], Visitor], site: Site
) -> None:
    school = site.asking.caller(site.schools[0], "coordinator")
    family(school, "Зуева Анна Юрьевна", ("Зуев Артём", born(12)), ("Зуева Алина", born(13)))
    staff = visit()
    staff.sign_in("first")
    due = (date.today() + timedelta(days=20)).strftime("%d.%m.%Y")
    until = f"31.05.{UNTIL[:4]}"
    path = (
        f"/consents/campaigns?purpose=publication_case&role=mentee&group=7а&due={due}&until={until}"
    )
    wait_for(
        lambda: school.all(
            "participants", "/consents/lacking", purpose="publication_case", role="mentee",
            year=this_year(), group="7а", by=date.today().isoformat(),
        ),
        lambda rows: {"Зуев Артём", "Зуева Алина"} <= {row["name"] for row in rows},
        "both children on the class list",
    )  # fmt: skip
    staff.sound(path)
    staff.open(path)
    page = staff.page
    page.locator("main details summary").first.click()
    picture(page, "campaigns")
    page.get_by_role("button", name="Начать кампанию").click()
    expect(page.locator("h1")).to_contain_text("публикация истории пары")
    address = page.url.removeprefix(staff.address).partition("?")[0]
    page.get_by_role("button", name="Создать ссылки всем").click()
    expect(page.locator("h1")).to_contain_text("Ссылки созданы")
    picture(page, "campaign-links")
    item = page.locator("main li", has_text="Зуева Анна Юрьевна")
    own = item.locator("code").inner_text()
    assert item.count() == 1  # one link for both children
    with page.expect_download() as download:
        page.get_by_role("button", name="Скачать XLSX").click()
    assert download.value.suggested_filename == "links.xlsx"
    assert own in _texts(download.value.path())

    guardian = visit()
    guardian.open(own.removeprefix(guardian.address))
    guardian.page.get_by_role("link", name="Начать").click()
    for _child in range(2):
        guardian.page.locator("#c-yes").check()
        guardian.page.get_by_role("button", name="Далее").click()
    guardian.page.get_by_role("button", name="Подписать").click()
    expect(guardian.page.locator("h1")).to_contain_text("Спасибо")

    until_shown(staff, f"{address}?progress=done", "Зуева Алина")
    staff.sound(address)
    staff.open(f"{address}?progress=asked")
    page.locator("main input[name=people]").first.check()
    page.get_by_role("button", name="Отметить: напомнили").click()
    expect(page.locator("[role=status]")).to_be_visible()
    picture(page, "campaign")
    head_path = f"{address}?progress=done"
    staff.sound(head_path)


def _texts(path: Path) -> list[str]:
    book = CalamineWorkbook.from_path(str(path))
    return [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]


def test_a_guardian_sees_children_of_several_schools_and_takes_back(
    visit: Callable[[], Visitor], site: Site
) -> None:
    members = []
    for number, child in ((0, "Котов Макар"), (1, "Котова Майя")):
        school = site.asking.caller(site.schools[number], "coordinator")
        guardian, kids = family(school, "Котова Вера Олеговна", (child, born(12)))
        body = {"person": kids[0], "purpose": "participation", "giver": "guardian",
                "by": guardian, "until": UNTIL}  # fmt: skip
        school.post("participants", "/consents", body)
        members.append(
            Membership(
                TenantId(site.schools[number]),
                ("guardian",),
                SCHOOLS[number],
                "school",
                PersonId(guardian),
            )
        )
    gateway = open_gateway(Settings.from_env("gateway"))
    login = f"mother-{new_id()[:6]}"
    gateway.accounts.create(login, PASSWORD, members)
    mother = visit()
    mother.sign_in(login)
    until_shown(mother, "/family", "участие в программе")
    for shown in ("Котов Макар", "Котова Майя", SCHOOLS[0], SCHOOLS[1]):
        until_shown(mother, "/family", shown)
    mother.sound("/family")
    mother.open("/family")
    picture(mother.page, "family")
    section = mother.page.locator("section", has_text="Котова Майя")
    section.locator("summary").click()
    section.get_by_role("button", name="Отозвать согласие").click()
    expect(mother.page.locator("[role=status]")).to_contain_text("Согласие отозвано")
    section = mother.page.locator("section", has_text="Котова Майя")
    expect(section).to_contain_text("отозвано")
    other = mother.page.locator("section", has_text="Котов Макар")
    expect(other).not_to_contain_text("отозвано")
    answer = mother.page.goto(f"{mother.address}/consents")
    assert answer is not None
    assert answer.status == 404 or "/organisation" in mother.page.url


@pytest.mark.parametrize("path", ["/consents", "/consents/campaigns", "/guardians"])
def test_the_consent_pages_are_sound(visit: Callable[[], Visitor], path: str) -> None:
    staff = visit()
    staff.sign_in("first")
    staff.sound(path)
    staff.open(path)
    picture(staff.page, path.strip("/").replace("/", "-"))
