"""Questionnaires in a real browser: behind a link, from paper, as a third party, and their templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gateway.accounts import Membership
from gateway.app import open_gateway
from gateway.setup import SCHOOLS
from infra.demo.asking import Caller, wait_for
from shared.config import Settings
from shared.domain.ids import TenantId
from tests.e2e.site import (
    PASSWORD,
    PHONE,
    UNTIL,
    Site,
    Visit,
    Visitor,
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


def mentee(site: Site, name: str, *purposes: str) -> str:
    """A child of the first school, on this year's list, whose guardian agreed."""
    staff = site.asking.caller(site.schools[0], "coordinator")
    people = []
    for called, born in ((f"Мать: {name}", "1986-02-03"), (name, "2015-03-04")):
        body = {"name": called, "birth_date": born}
        people.append(str(staff.post("participants", "/people", body)["id"]))
    guardian, child = people
    candidacy = {"role": "mentee", "year": this_year(), "group": "5А"}
    staff.post("participants", f"/people/{child}/candidacies", candidacy)
    pair = {"guardian": guardian, "child": child}
    staff.post("participants", "/guardianships", pair)
    staff.post("participants", "/guardianships/confirm", pair)
    for purpose in purposes or ("participation", "third_party"):
        consent = {"person": child, "purpose": purpose, "giver": "guardian", "by": guardian,
                   "until": UNTIL}  # fmt: skip
        staff.post("participants", "/consents", consent)
    return child


def coordinator(site: Site) -> Caller:
    return site.asking.caller(site.schools[0], "coordinator")


def link(site: Site, child: str, kind: str = "mentee", source: str = "self") -> str:
    body = {"people": [child], "year": this_year(), "kind": kind, "source": source}
    made = coordinator(site).post("participants", "/questionnaire-links", body)
    return f"/q/{site.schools[0]}.{made['links'][0]['token']}"


def answers_of(site: Site, child: str) -> dict[str, object]:
    staff = coordinator(site)
    rows = wait_for(
        lambda: staff.all("participants", "/questionnaires", person=child, status="answered"),
        lambda rows: bool(rows),
        "the answers",
    )
    shown = staff.get("participants", f"/questionnaires/{rows[0]['id']}")
    return {**shown["answers"], "source": shown["source"]}


def staff_visit(visit: Visit) -> Visitor:
    one = visit()
    one.sign_in("first")
    return one


def answer_the_required(page: Page) -> None:
    page.check("#q-forms input[value=pupil_pupil]")
    page.check("#q-themes input[value=exams]")
    page.fill("#q-request textarea", "Подготовиться к экзамену")


def test_a_questionnaire_is_filled_in_behind_a_link_and_checked_before_it_is_sent(
    visit: Visit, site: Site
) -> None:
    child = mentee(site, "Орлова Мария Олеговна")
    path = link(site, child)
    one = visit()
    one.sound(path)  # opened eight times: nothing is used up
    one.open(path)
    page = one.page
    expect(page.locator("#q-subjects")).to_be_hidden()
    page.click("button[value=check]")
    expect(page.locator("[role=alert] li")).to_have_count(3)
    sound_as_it_stands(page)
    page.check("#q-themes input[value=exams]")
    expect(page.locator("#q-subjects")).to_be_visible()
    page.check("#q-subjects input[value=physics]")
    page.check("#q-forms input[value=pupil_pupil]")
    page.fill("#q-request textarea", "Сдать экзамен <b>хорошо</b>")
    page.check("#q-self_view-learning-3")
    page.fill("#q-starts_on input", "31.02.2027")
    page.click("button[value=check]")
    expect(page.locator("#q-starts_on .problem")).to_be_visible()
    page.fill("#q-starts_on input", "01.02.2027")
    page.click("button[value=check]")
    expect(page.get_by_text("Сдать экзамен <b>хорошо</b>")).to_be_visible()
    expect(page.get_by_text("01.02.2027")).to_be_visible()
    sound_as_it_stands(page)
    page.click("button[value=edit]")
    expect(page.locator("#q-request textarea")).to_have_value("Сдать экзамен <b>хорошо</b>")
    page.click("button[value=check]")
    page.click("button[value=send]")
    expect(page.get_by_role("heading", name="Спасибо, ваши ответы отправлены")).to_be_visible()
    assert answers_of(site, child) == {
        "forms": ["pupil_pupil"], "themes": ["exams"], "subjects": ["physics"],
        "request": "Сдать экзамен <b>хорошо</b>", "self_view": {"learning": "rather_easy"},
        "starts_on": "2027-02-01", "source": "self",
    }  # fmt: skip
    one.open(path)
    expect(page.get_by_text("уже отправлены")).to_be_visible()
    expect(page.locator("form.asking")).to_have_count(0)


def test_it_works_without_javascript_too(browser: Browser, visit: Visit, site: Site) -> None:
    child = mentee(site, "Белов Олег Петрович")
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="ru-RU")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site.address + link(site, child))
    expect(page.locator("#q-professions .when")).to_be_visible()
    answer_the_required(page)
    page.fill("#q-professions textarea", "не спросили бы")
    page.click("button[value=check]")
    page.click("button[value=send]")
    context.close()
    assert answers_of(site, child) == {
        "forms": ["pupil_pupil"], "themes": ["exams"], "request": "Подготовиться к экзамену",
        "source": "self",
    }  # fmt: skip


def test_many_wrong_links_have_to_wait(visit: Visit, site: Site) -> None:
    page = visit().page
    statuses = []
    for number in range(32):
        answer = page.request.get(f"{site.address}/q/{site.schools[0]}.{number:064x}")
        statuses.append(answer.status)
    assert statuses[0] == 404
    assert statuses[-1] == 429


def test_links_are_printed_with_their_codes_and_missing_consents_are_named(
    visit: Visit, site: Site
) -> None:
    mentee(site, "Зимин Артём Ильич")
    mentee(site, "Летова Дарья Ильинична", "third_party")
    staff = staff_visit(visit)
    for name in ("Зимин Артём Ильич", "Летова Дарья Ильинична"):
        until_shown(staff, "/questionnaires", name)
    staff.sound("/questionnaires")
    staff.open("/questionnaires")
    for box in staff.page.locator("tbody input[type=checkbox]").all():
        box.check()
    staff.page.locator("summary", has_text="Личные ссылки").click()
    staff.page.get_by_role("button", name="Создать ссылки").click()
    expect(staff.page.locator(".slips")).to_contain_text("Зимин Артём Ильич")
    sound_as_it_stands(staff.page)
    expect(staff.page.locator(".alert-warning")).to_contain_text("Летова Дарья Ильинична")
    wide = "one => one.decode().then(() => one.naturalWidth)"
    assert staff.page.locator(".slips img").first.evaluate(wide) > 50
    address = staff.page.locator(".slips .address").first.inner_text()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/q/\w+\.\w{64}", address)
    until_shown(staff, "/questionnaires/links", "Зимин Артём Ильич")
    staff.sound("/questionnaires/links")


def test_a_coordinator_enters_a_paper_and_a_teacher_what_a_teacher_knows(
    visit: Visit, site: Site
) -> None:
    child = mentee(site, "Громов Савва Денисович")
    staff = staff_visit(visit)
    path = f"/questionnaires/fill?person={child}&kind=mentee&source=self"
    staff.sound(path)
    staff.open(path)
    answer_the_required(staff.page)
    staff.page.click("button[value=check]")
    staff.page.click("button[value=send]")
    expect(staff.page.get_by_text("Ответы сохранены.")).to_be_visible()
    assert answers_of(site, child)["request"] == "Подготовиться к экзамену"

    settings = Settings.from_env("gateway")
    member = Membership(TenantId(site.schools[0]), ("teacher",), SCHOOLS[0], "school", None)
    open_gateway(settings).accounts.create("pedagogue", PASSWORD, [member])
    teacher = visit()
    teacher.sign_in("pedagogue")
    answer = teacher.page.goto(site.address + path)
    assert answer is not None
    assert answer.status == 404  # the child's own answers are none of a teacher's forms
    teacher.complaints.clear()
    path = f"/questionnaires/fill?person={child}&kind=third_party&source=teacher"
    teacher.sound(path)
    teacher.open(path)
    teacher.page.fill("#q-difficulties textarea", "устаёт к концу дня")
    teacher.page.click("button[value=check]")
    teacher.page.click("button[value=send]")
    expect(teacher.page.get_by_text("Ответы сохранены.")).to_be_visible()


def test_a_template_is_drafted_looked_at_and_published(visit: Visit, site: Site) -> None:
    staff = staff_visit(visit)
    staff.sound("/templates")
    staff.open("/templates")
    page = staff.page
    page.locator("form[action$='/templates/mentor/draft'] button").click()
    staff.sound("/templates/mentor/edit")
    staff.open("/templates/mentor/edit")
    page.select_option("#kind", "choice")
    page.get_by_role("button", name="Добавить").click()
    address = page.url.removeprefix(site.address)
    staff.sound(address)
    staff.open(address)
    page.fill("#title-ru", "Готовы ли вы приезжать в школу?")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator("[role=alert]")).to_contain_text("список слишком короткий")
    page.locator("[name='options.0.ru']").fill("да")
    page.locator("[name='options.1.ru']").fill("нет")
    page.locator("summary", has_text="Спрашивать только").click()
    page.locator("input[name=when][value='status=employee']").check()
    page.get_by_role("button", name="Сохранить").click()
    row = page.locator("li", has_text="Готовы ли вы приезжать в школу?")
    expect(row).to_contain_text("сотрудник")
    forms = page.locator("li", has_text="В каких формах вы готовы участвовать?").first
    forms.locator("button[value^=remove]").click()
    expect(page.locator(".alert-danger")).to_contain_text("нужен для подбора пар")
    staff.complaints.clear()  # of the two refusals
    staff.sound("/templates/mentor?version=draft")
    staff.open("/templates/mentor/edit")
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.get_by_text("Новая версия опубликована.")).to_be_visible()
    published = coordinator(site).get("participants", "/templates/mentor")
    assert published["own"] is True
    last = published["questions"][-1]
    assert (last["title"], last["when"]) == (
        {"ru": "Готовы ли вы приезжать в школу?"},
        {"status": ["employee"]},
    )


def test_an_export_is_mapped_once_and_brought_in(visit: Visit, site: Site, tmp_path: Path) -> None:
    child = mentee(site, "Яшин Лев Романович")
    until_shown(staff_visit(visit), "/questionnaires", "Яшин Лев Романович")
    file = tmp_path / "answers.csv"
    lines = ["Отметка времени;Кто отвечает;Какая форма наставничества вам подходит?;"
             "С чем нужна помощь?;Расскажите своими словами, чего хотите добиться",
             "01.09.2026 10:00;Яшин Лев;Со старшим;экзамены;алгебра"]  # fmt: skip
    file.write_bytes("\r\n".join(lines).encode("cp1251"))
    staff = staff_visit(visit)
    staff.sound("/answer-files")
    staff.open("/answer-files")
    page = staff.page
    page.select_option("#template", "mentee")
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Сначала посмотреть").click()
    sound_as_it_stands(page)
    page.get_by_label("Кто отвечает").select_option("person.name")
    page.get_by_label("«Со старшим»").select_option("pupil_pupil")
    page.get_by_role("button", name="Запомнить и посмотреть").click()
    expect(page.locator("main ul").first).to_contain_text("новые: 1")
    sound_as_it_stands(page)
    page.get_by_role("button", name="Загрузить").click()
    expect(page.get_by_text("Ответы загружены.")).to_be_visible()
    assert answers_of(site, child)["source"] == "import"
    staff.open("/answer-files")
    page.select_option("#template", "mentee")
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Сначала посмотреть").click()
    expect(page.locator("main ul").first).to_contain_text("новые: 0")
