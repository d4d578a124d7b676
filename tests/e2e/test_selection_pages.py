"""Base of mentees, interviews, training and measurements in a real browser: from a request to a
certificate that a stranger can check."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from infra.demo.asking import Caller
from tests.e2e.site import UNTIL, Site, Visit, picture, signed_in, this_year, until_shown

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.long,  # the journeys of the other files are the main ones
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
KIDS = ("Соколов Иван Петрович", "Белова Ирина Олеговна")


@pytest.fixture(scope="module", name="kids")
def _kids(site: Site) -> dict[str, str]:
    """Two children who asked for mentoring and wait."""
    staff = site.asking.caller(site.schools[0], "coordinator")
    return {name: _asking(staff, name) for name in KIDS}


def _asking(staff: Caller, name: str) -> str:
    def post(path: str, body: dict[str, object]) -> str:
        return str(staff.post("participants", path, body)["id"])

    born = f"{date.today().year - 13}-01-01"
    kid = post("/people", {"name": name, "birth_date": born})
    mother = post("/people", {"name": f"Мать: {name}", "birth_date": "1986-02-03"})
    pair: dict[str, object] = {"guardian": mother, "child": kid}
    post("/guardianships", pair)
    post("/guardianships/confirm", pair)
    post(f"/people/{kid}/candidacies", {"role": "mentee", "year": this_year(), "group": "7 А"})
    post(
        "/consents",
        {
            "person": kid, "purpose": "participation", "giver": "guardian", "by": mother,
            "until": UNTIL, "assent": True,
        },
    )  # fmt: skip
    form = post("/questionnaires", {"person": kid, "year": this_year(), "kind": "mentee"})
    answers = {"forms": ["pupil_pupil"], "themes": ["studies", "adaptation"], "request": "алгебра"}
    post(f"/questionnaires/{form}/answers", {"answers": answers})
    return kid


def _day(days: int) -> str:
    return (date.today() + timedelta(days=days)).strftime("%d.%m.%Y")


def test_requests_are_admitted_returned_and_taken_along(visit: Visit, kids: dict[str, str]) -> None:
    staff, page = signed_in(visit, "first")
    for name in KIDS:
        until_shown(staff, "/mentees?status=requested", name)
    expect(page.get_by_role("row", name=re.compile("адаптация"))).to_contain_text("2")
    staff.sound("/mentees")
    staff.open("/mentees")
    page.locator("#bulk").locator("xpath=..").get_by_label(KIDS[0]).check()
    page.get_by_role("button", name="Включить отмеченных в базу").click()
    expect(page.get_by_role("row", name=KIDS[0])).to_contain_text("в базе")
    page.get_by_role("link", name="Вернуться к базе").click()
    until_shown(staff, "/mentees?status=admitted", KIDS[0])
    card = page.locator(".cards > li").filter(has_text=KIDS[1])
    staff.open("/mentees")
    card.get_by_text("Вернуть запрос или задать очерёдность").click()
    card.get_by_label("Очерёдность").select_option("high")
    card.get_by_label("Пометка", exact=True).fill("просит семья")
    card.get_by_role("button", name="Задать очерёдность").click()
    expect(card).to_contain_text("задана куратором: просит семья")
    staff.open("/mentees")
    page.get_by_label("Имя начинается с").fill("бел ири")
    page.get_by_role("button", name="Показать").click()
    expect(page.locator(".cards > li")).to_have_count(1)
    page.get_by_text("Вернуть запросы отмеченных").click()
    staff.sound("/mentees?q=Бел")
    staff.open("/mentees?q=Бел")
    page.get_by_label(KIDS[1], exact=True).check()
    page.get_by_text("Вернуть запросы отмеченных").click()
    page.locator("#bulk-note").fill("Допишите, чем помочь.")
    picture(page, "mentees")
    page.get_by_role("button", name="Вернуть запросы").click()
    expect(page.get_by_role("row", name=KIDS[1])).to_contain_text("возвращён")
    page.get_by_role("link", name="Вернуться к базе").click()
    expect(card).to_contain_text("Возвращён: чего-то не хватает. Семье сообщили: Допишите")
    staff.open("/mentees?q=Никого")
    expect(page.get_by_text("Никто не подходит.")).to_be_visible()
    staff.open("/mentees")
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать в XLSX").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_a_mentor_books_a_time_and_is_admitted(visit: Visit, kids: dict[str, str]) -> None:
    staff, page = signed_in(visit, "first")
    staff.open("/interviews/times")
    page.get_by_label("День").fill(_day(5))
    page.get_by_label("Место").fill("кабинет 12")
    page.get_by_role("button", name="Предложить").click()
    expect(page.get_by_text("15:30")).to_be_visible()
    staff.sound("/interviews/times")
    mentor, own = signed_in(visit, "asked")
    until_shown(mentor, "/preparation", "15:30")
    mentor.sound("/preparation")
    mentor.open("/preparation")
    own.get_by_role("button", name=re.compile("Записаться.*15:30")).click()
    expect(own.get_by_text("назначено", exact=True)).to_be_visible()
    own.get_by_role("button", name=re.compile("Перенести сюда.*16:00")).click()
    expect(own.locator("section").first).to_contain_text("16:00")
    with own.expect_download() as download:
        own.get_by_role("link", name="Добавить в календарь").click()
    assert "DTSTART" in download.value.path().read_text("utf-8")
    until_shown(staff, "/interviews", "Лебедева Анна Игоревна")
    page.get_by_text("Протокол и решение").click()
    page.get_by_label("Протокол", exact=True).fill("Спокойна, надёжна")
    page.get_by_label("Мотивация").select_option("3")
    page.get_by_role("button", name="Сохранить протокол").click()
    page.get_by_text("Протокол и решение").click()
    page.get_by_label("Решение").select_option("admit")
    page.get_by_role("button", name="Решить").click()
    expect(page.get_by_text("Решение внесено.")).to_be_visible()
    staff.sound("/interviews")
    until_shown(mentor, "/preparation", "допущен")
    assert "Спокойна" not in own.content()


def test_values_are_entered_corrected_and_locked(visit: Visit, kids: dict[str, str]) -> None:
    staff, page = signed_in(visit, "first")
    until_shown(staff, "/mentees?status=admitted", KIDS[0])
    staff.open("/assessments")
    first = page.locator(".cards > li").first
    first.get_by_text("Открыть измерение").click()
    first.get_by_label(re.compile("тревожность")).first.uncheck()
    first.get_by_role("button", name="Открыть").click()
    expect(page.get_by_text("Измерено: 0 из 1").first).to_be_visible()
    staff.sound("/assessments")
    staff.open("/assessments/mentee/1")
    page.get_by_role("link", name=re.compile("Внести значения")).click()
    assert page.locator("#v-anxiety").count() == 0
    page.locator("#v-motivation").fill("5")
    page.get_by_role("button", name="Сохранить значения").click()
    until_shown(staff, "/assessments/mentee/1", "Измерено: 1 из 1")
    page.get_by_role("link", name=re.compile("Посмотреть или исправить")).click()
    page.locator("#v-motivation").fill("6")
    page.get_by_role("button", name="Сохранить исправление").click()
    until_shown(staff, "/assessments/mentee/1", "исправлено: опечатка")
    staff.sound("/assessments/mentee/1")
    staff.sound(f"/assessments/mentee/1/{kids[KIDS[0]]}")
    staff.open("/assessments")
    page.get_by_role("button", name="Закрыть измерение").click()
    page.get_by_text("Открыть снова", exact=True).first.click()
    staff.sound("/assessments")
    staff.open("/assessments")
    page.get_by_text("Открыть снова", exact=True).first.click()
    page.get_by_label("Причина").select_option("people_missing")
    picture(page, "reopening")
    page.get_by_role("button", name="Открыть снова").click()
    expect(page.get_by_text(re.compile("Открыто снова .*: кого-то не измерили"))).to_be_visible()


def test_a_course_ends_with_a_certificate_that_anybody_can_check(
    visit: Visit, kids: dict[str, str], site: Site
) -> None:
    staff, page = signed_in(visit, "first")
    staff.open("/trainings")
    page.get_by_label("Название").fill("Школа наставника")
    page.get_by_label("Начало").or_(page.get_by_label("Начинается")).first.fill(_day(-1))
    page.get_by_label("Эксперты").fill("Зимина Мария Олеговна")
    page.get_by_role("button", name="Запланировать", exact=True).click()
    until_shown(staff, "/trainings", "Школа наставника")
    staff.sound("/trainings")
    staff.open("/trainings")
    page.get_by_role("link", name="Школа наставника").click()
    page.get_by_text("Записать наставников").click()
    page.get_by_label("Лебедева Анна Игоревна").check()
    page.get_by_role("button", name="Записать", exact=True).click()
    page.get_by_text("Добавить занятие").click()
    page.get_by_label("Тема занятия").fill("Границы и безопасность")
    page.get_by_label("День").fill(_day(-1))
    page.get_by_role("button", name="Добавить").first.click()
    page.get_by_text("Добавить ссылку или файл").click()
    page.locator("#m-title").fill("Памятка наставника")
    page.locator("#m-file").set_input_files(
        {"name": "памятка.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 memo"}
    )
    page.locator("section", has=page.locator("#library")).get_by_role(
        "button", name="Добавить"
    ).click()
    page.get_by_text("Посещение", exact=True).click()
    page.locator("section", has=page.locator("#sessions")).get_by_label("Лебедева").check()
    page.get_by_role("button", name="Сохранить посещение").click()
    expect(page.get_by_text("были 1 из 1")).to_be_visible()
    page.get_by_role("button", name=re.compile("Пройден: ")).click()
    expect(page.get_by_role("link", name=re.compile("^Сертификат:"))).to_be_visible()
    staff.sound(page.url.removeprefix(site.address).partition("?")[0])
    mentor, own = signed_in(visit, "asked")
    until_shown(mentor, "/preparation", "Скачать сертификат")
    mentor.sound("/preparation")
    mentor.open("/preparation")
    with own.expect_download() as download:
        own.get_by_role("link", name="Скачать сертификат").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    own.get_by_text("Что показывает страница проверки").click()
    own.get_by_label("Показывать курс").check()
    own.get_by_role("button", name="Сохранить выбор").click()
    me = site.asking.caller(site.schools[0], "mentor", person=site.mentor)
    code = me.get("participants", "/trainings/own")["items"][0]["certificate"]["code"]
    stranger = visit()
    stranger.sound(f"/check/{site.schools[0]}.{code}")
    until_shown(stranger, f"/check/{site.schools[0]}.{code}", "Школа наставника")
    assert "Лебедева" not in stranger.page.content()
    stranger.page.get_by_label("Код на документе").fill("AAAAA-AAAAA-AAAAA-AAAAA")
    stranger.page.get_by_role("button", name="Проверить").click()
    expect(
        stranger.page.get_by_text("Действительного документа с таким кодом нет.")
    ).to_be_visible()
