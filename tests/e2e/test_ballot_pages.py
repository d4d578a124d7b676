"""Programme, ballot and agreement in a real browser: from the forms to everybody's yes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.matching_site import GROWN, SMALL, Cast, day, proposed, settle_in
from tests.e2e.site import signed_in
from tests.e2e.test_pages import PHONE, Site, Visitor, _site, _visit, _year, until_shown

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
site_of_pages, visit_of_pages = _site, _visit
MENTOR = "Лебедева Анна Игоревна"
Visit = Callable[[], Visitor]


@pytest.fixture(scope="module", name="cast")
def _cast(site: Site) -> Cast:
    return settle_in(site)


def _phone(visit: Visit, login: str) -> tuple[Visitor, Page]:
    visitor, page = signed_in(visit, login)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    return visitor, page


def test_a_programme_is_opened_with_forms_reasons_and_weights(visit: Visit, cast: Cast) -> None:
    staff, page = signed_in(visit, "first")
    staff.sound("/programme")
    staff.open("/programme")
    page.get_by_role("button", name="Открыть программу").click()
    until_shown(staff, "/programme", "2 запроса на эту форму")
    staff.sound("/programme")
    staff.open("/programme")
    card = page.locator("fieldset").filter(has=page.get_by_label("ученик – ученик", exact=True))
    card.get_by_label("ученик – ученик", exact=True).check()
    card.get_by_text("Ролевые модели и обоснование").click()
    card.get_by_label("адаптированный – новичок").check()
    expect(card.get_by_label(re.compile("Почему эта форма"))).to_have_value(
        re.compile(r"Эту форму выбрали в 2 запросах из 2; чаще всего темы: учёба \(2\)")
    )
    page.get_by_role("button", name="Выбрать эти формы").click()
    expect(page.get_by_text("Формы выбраны.")).to_be_visible()
    for typed, said in (
        ("-1", "Вес критерия «Темы» – это число от 0 до 1000."),
        ("много", "Вес критерия «Темы» – это число от 0 до 1000."),
        ("nan", "Вес критерия «Темы» – это число от 0 до 1000."),
        ("1e9", "Вес критерия «Темы» – это число от 0 до 1000."),
    ):
        page.get_by_label("Темы", exact=True).fill(typed)
        page.get_by_role("button", name="Сохранить").first.click()
        expect(page.get_by_role("alert")).to_have_text(said)
    for box in page.locator(".weights input[name^=weight]").all():
        box.fill("0")
    page.get_by_role("button", name="Сохранить").first.click()
    expect(page.get_by_role("alert")).to_have_text(
        "Хотя бы у одного критерия вес должен быть больше 0."
    )
    page.get_by_label("Темы", exact=True).fill("50,5")
    page.get_by_label("Порог для худшей пары").fill("300")
    page.get_by_role("button", name="Сохранить").first.click()
    expect(page.get_by_label("Темы", exact=True)).to_have_value("50.5")
    board = cast.staff.get("matching", f"/programmes/{cast.programme}")
    assert (board["weights"]["theme"], board["threshold"]) == (50.5, 300)


def test_everybody_votes_on_a_phone_and_the_coordinator_sees_who_not_whom(
    visit: Visit, cast: Cast
) -> None:
    staff, page = signed_in(visit, "first")
    staff.sound("/ballots")
    staff.open("/ballots")
    page.get_by_label("Закрывается").fill(day(7))
    page.get_by_role("button", name="Открыть голосование").click()
    expect(page.get_by_text("Проголосовали: 0 из 3")).to_be_visible()

    kid, own = _phone(visit, "grown")
    until_shown(kid, "/ballot", "Анна Игоревна")
    assert "Лебедева" not in own.content()
    kid.sound("/ballot")
    own.set_viewport_size(PHONE)  # type: ignore[arg-type]
    kid.open("/ballot")
    own.get_by_role("radio", name="В первую очередь").check()
    own.get_by_role("button", name="Проверить выбор").click()
    expect(own.get_by_role("heading", name="Вы хотели бы работать", exact=True)).to_be_visible()
    assert "Проголосовали: 0" in staff.page.content()
    own.get_by_role("button", name="Отправить").click()
    expect(own.get_by_text("Ваш голос принят.").first).to_be_visible()
    expect(own.get_by_role("radio", name="В первую очередь")).to_be_checked()

    mother, hers = _phone(visit, "mother")
    path = f"/family/0/{cast.small}/ballot"
    mother.sound(path)
    mother.open(path)
    hers.get_by_role("radio", name="Не хочу").check()
    hers.get_by_role("button", name="Проверить выбор").click()
    expect(hers.get_by_text("Вы не хотели бы работать")).to_be_visible()
    hers.get_by_role("link", name="Выбрать заново").click()
    hers.get_by_role("radio", name="В первую очередь").check()
    hers.get_by_role("button", name="Проверить выбор").click()
    hers.get_by_role("button", name="Отправить").click()
    expect(hers.get_by_text("Ваш голос принят.").first).to_be_visible()
    mother.open(f"/family/0/{cast.grown}/ballot")
    expect(hers.get_by_text("С 14 лет ребёнок выбирает сам")).to_be_visible()

    until_shown(staff, "/ballots", "Проголосовали: 2 из 3")
    page.get_by_role("button", name="Напомнить тем, кто не голосовал").click()
    expect(page.get_by_text(re.compile("Напоминание отправлено"))).to_be_visible()
    staff.sound("/ballots")
    mentor, its = _phone(visit, "asked")
    until_shown(mentor, "/agreement", "Вас ждёт голосование")
    mentor.open("/ballot")
    first, second = its.locator(".cards > li").all()
    expect(first).to_contain_text("Ирина")
    first.get_by_role("radio", name="В первую очередь").check()
    second.get_by_role("radio", name="В первую очередь").check()
    its.get_by_role("button", name="Проверить выбор").click()
    expect(its.get_by_role("alert")).to_have_text(
        "Два человека стоят на одном месте. Отдайте каждое место одному человеку."
    )
    expect(first.get_by_role("radio", name="В первую очередь")).to_be_checked()
    mentor.sound("/ballot")

    staff.open("/ballots")
    page.get_by_role("link", name=re.compile(f"бюллетень.*{MENTOR}")).click()
    staff.sound(page.url.partition("?")[0].removeprefix(staff.address))
    staff.open("/ballots")
    page.get_by_role("link", name=re.compile(f"бюллетень.*{MENTOR}")).click()
    page.locator(".cards > li").first.get_by_role("radio", name="Во вторую").check()
    page.get_by_role("button", name="Внести бюллетень").click()
    until_shown(staff, "/ballots", "Проголосовали: 3 из 3")
    page.get_by_role("button", name="Закрыть голосование").click()
    until_shown(kid, "/ballot", "Ваш выбор учтён")


def test_a_ballot_works_without_scripts_and_by_keyboard(visit: Visit, cast: Cast) -> None:
    """The page has no script of its own; the marks are plain radio buttons."""
    kid, own = _phone(visit, "grown")
    kid.open("/ballot")
    assert own.locator("main script").count() == 0


def test_both_sides_agree_with_reasons_and_the_coordinator_enters_a_paper(
    visit: Visit, cast: Cast
) -> None:
    pairings = proposed(cast)
    assert len(pairings) == 2
    kid, own = _phone(visit, "grown")
    until_shown(kid, "/agreement", "Ваш наставник: Анна Игоревна")
    expect(
        own.get_by_text("Вам нужна помощь по темам: учёба. Наставник её предлагает.")
    ).to_be_visible()
    expect(own.get_by_text("На голосовании это был ваш первый выбор.")).to_be_visible()
    kid.sound("/agreement")
    kid.open("/agreement")
    own.get_by_role("button", name="Согласен (согласна)").click()
    expect(own.get_by_text("Вы согласились. Ждём остальных.")).to_be_visible()

    staff, page = signed_in(visit, "first")
    until_shown(staff, "/agreements", GROWN)
    staff.sound("/agreements")
    staff.open("/agreements")
    page.get_by_role("button", name="Напомнить").first.click()
    expect(page.get_by_text(re.compile("Напоминание отправлено")).first).to_be_visible()

    mother, hers = _phone(visit, "mother")
    path = f"/family/0/{cast.small}/agreement"
    until_shown(mother, path, "Ваш наставник: Анна Игоревна")
    mother.sound(path)
    mother.open(path)
    hers.get_by_role("button", name="Согласен (согласна)").click()
    expect(hers.get_by_text("Вы согласились. Ждём остальных.")).to_be_visible()

    mentor, its = _phone(visit, "asked")
    until_shown(mentor, "/agreement", "Ваш наставляемый: Ирина")
    assert "Белова" not in its.locator("main").inner_text()
    mentor.sound("/agreement")
    mentor.open("/agreement")
    section = its.locator("section").filter(has_text="Ирина")
    section.get_by_role("button", name="Согласен (согласна)").click()
    expect(its.get_by_text("Все согласились. Теперь директор подписывает приказ.")).to_be_visible()

    until_shown(staff, "/agreements", SMALL)
    staff.open("/agreements")
    page.get_by_role("link", name=re.compile("Открыть")).click()
    staff.sound(page.url.removeprefix(staff.address))
    staff.open("/agreements")
    page.get_by_role("link", name=re.compile("Открыть")).click()
    page.get_by_text("Внести ответ").click()
    page.get_by_label("Пометка").first.fill("согласие по телефону")
    page.get_by_role("button", name="Дано согласие").click()
    expect(page.get_by_text("Согласие внесено.")).to_be_visible()
    until_shown(staff, "/agreements", "Все ответили.")
    rows = cast.staff.all("matching", "/pairs", programme=cast.programme, year=_year())
    assert {row["status"] for row in rows} == {"agreed"}
