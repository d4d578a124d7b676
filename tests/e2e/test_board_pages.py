"""From “propose” to agreed pairs in a real browser: the board, prices, two coordinators at once."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.matching_site import GROWN, SMALL, Cast, opened, settle_in
from tests.e2e.site import PHONE, Site, Visit, Visitor, listed_mentor, this_year, until_shown

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
OTHER = "Орлова Дарья Сергеевна"
FIRST = "Лебедева Анна Игоревна"


@pytest.fixture(scope="module", name="cast")
def _cast(site: Site) -> Cast:
    """Two mentors with two places each, two mentees, a programme with its form."""
    other = listed_mentor(site.asking, site.schools[0], OTHER)
    staff = site.asking.caller(site.schools[0], "coordinator")
    slot = f"{date.today() + timedelta(days=1)}T16:00:00+03:00"
    meeting = {"person": other, "year": this_year(), "slot": slot}
    id = staff.post("participants", "/interviews", meeting)["id"]
    staff.post("participants", f"/interviews/{id}/protocol", {"protocol": "внимательна"})
    staff.post("participants", f"/interviews/{id}/decide", {"decision": "admit", "reason": ""})
    cast = settle_in(site)
    staff.until(
        "matching", "/candidates", lambda rows: sum(r["decision"] == "admit" for r in rows) == 2,
        year=this_year(), role="mentor",
    )  # fmt: skip
    opened(cast)
    return cast


def coordinator(visit: Visit) -> tuple[Visitor, Page]:
    visitor = visit()
    visitor.sign_in("first")
    return visitor, visitor.page


def propose(staff: Visitor) -> str:
    """Asks for pairs on the page and answers the board's path when it is there."""
    page = staff.page
    until_shown(staff, "/matching", "Предложить пары")
    page.get_by_role("button", name="Предложить пары").click()
    expect(page.get_by_role("heading", name="Наставники и их наставляемые")).to_be_visible(
        timeout=60_000
    )
    return page.url.removeprefix(staff.address).partition("?")[0]


def of(page: Page, mentor: str) -> str:
    """The mentees that the board shows with a mentor."""
    return page.locator(".mentors > li").filter(has_text=mentor).inner_text()


def moved(page: Page, mentee: str) -> None:
    """Opens the panel of a mentee and asks what the move to the other mentor costs."""
    card = page.locator("[data-mentee]").filter(has_text=mentee)
    card.get_by_role("link", name="Изменить…").click()
    panel = page.locator("#change")
    expect(panel.get_by_role("heading", name=mentee)).to_be_visible()
    panel.get_by_role("button", name="Показать цену").first.click()
    expect(panel.get_by_text("Только это изменение")).to_be_visible()


def test_a_coordinator_proposes_looks_moves_fixes_and_goes_on(visit: Visit, cast: Cast) -> None:
    staff, page = coordinator(visit)
    staff.sound("/matching")
    board = propose(staff)
    expect(page.get_by_text("темы: учёба").first).to_be_visible()
    expect(page.get_by_text("Доказано при расчёте")).to_be_visible()
    staff.sound(board)

    staff.open(board)
    before = of(page, OTHER)
    moved(page, SMALL if SMALL not in before else GROWN)
    assert of(page, OTHER) == before  # a price changes nothing
    page.locator("#change").get_by_role("button", name="Выполнить").click()
    expect(page.get_by_text("Изменение внесено.")).to_be_visible()
    assert of(page, OTHER) != before

    card = page.locator("[data-mentee]").filter(has_text=GROWN)
    card.get_by_role("link", name="Изменить…").click()
    staff.sound(board)
    staff.open(board)
    page.locator("[data-mentee]").filter(has_text=GROWN).get_by_role(
        "link", name="Изменить…"
    ).click()
    page.locator("#change").get_by_role("button", name="Закрепить пару").click()
    expect(page.locator("[data-mentee]").filter(has_text=GROWN)).to_contain_text("закреплена")
    held = OTHER if GROWN in of(page, OTHER) else FIRST
    page.get_by_role("button", name="Рассчитать заново с закреплённым").click()
    expect(page.locator("[data-mentee]").filter(has_text=GROWN)).to_contain_text(
        "закреплена", timeout=60_000
    )
    assert GROWN in of(page, held)
    page.get_by_role("button", name="Рядом").click()
    expect(page.get_by_role("heading", name="Два проекта рядом")).to_be_visible()
    staff.sound(page.url.removeprefix(staff.address))


def test_who_comes_second_sees_the_difference_and_loses_nothing(visit: Visit, cast: Cast) -> None:
    one, page = coordinator(visit)
    board = propose(one)
    two, other = coordinator(visit)
    two.open(board)
    moved(other, SMALL)
    one.open(board)
    moved(page, SMALL)
    page.locator("#change").get_by_role("button", name="Выполнить").click()
    expect(page.get_by_text("Изменение внесено.")).to_be_visible()

    other.locator("#change").get_by_role("button", name="Выполнить").click()
    expect(other.get_by_role("heading", name="Кто-то успел раньше")).to_be_visible()
    expect(other.get_by_text("теперь с:")).to_be_visible()
    other.get_by_role("link", name="Оставить как есть").click()
    expect(other.get_by_role("heading", name="Наставники и их наставляемые")).to_be_visible()
    assert of(other, OTHER) == of(page, OTHER)


def test_the_menu_works_without_scripts_and_on_a_phone(
    visit: Visit, site: Site, cast: Cast
) -> None:
    staff, page = coordinator(visit)
    board = propose(staff)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.route(re.compile(r".*\.js(\?.*)?$"), lambda route: route.abort())
    staff.open(board)
    before = of(page, OTHER)
    mentee = SMALL if SMALL not in before else GROWN
    page.locator("[data-mentee]").filter(has_text=mentee).get_by_role(
        "link", name="Изменить…"
    ).click()
    page.get_by_role("button", name="Показать цену").first.click()
    expect(page.get_by_text("Только это изменение")).to_be_visible()
    page.get_by_role("button", name="Выполнить").click()
    expect(page.get_by_text("Изменение внесено.")).to_be_visible()
    assert of(page, OTHER) != before


def test_dragging_asks_for_the_price_only_and_adopting_proposes_the_pairs(
    visit: Visit, cast: Cast
) -> None:
    staff, page = coordinator(visit)
    board = propose(staff)
    before = of(page, OTHER)
    mentee = SMALL if SMALL not in before else GROWN
    page.locator("[data-mentee]").filter(has_text=mentee).drag_to(
        page.locator(".mentors > li").filter(has_text=OTHER)
    )
    expect(page.locator("#change").get_by_text("Только это изменение")).to_be_visible()
    staff.open(board)
    assert of(page, OTHER) == before
    page.get_by_role("button", name="Предложить эти пары участникам").click()
    expect(page.get_by_text("Пары предложены их участникам: 2.")).to_be_visible()
    staff.sound(board)
