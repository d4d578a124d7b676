"""Two mentors with three places, four mentees, and what a coordinator does on the board."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e.matching_site import GROWN, SMALL, Cast, _child, admitted, opened, settle_in
from tests.e2e.site import Site, Visit, Visitor, listed_mentor, signed_in, this_year, until_shown

FIRST, OTHER = "Лебедева Анна Игоревна", "Орлова Дарья Сергеевна"
MORE = ("Громов Илья Львович", "Юдина Вера Андреевна")
KIDS = (SMALL, GROWN, *MORE)


def town(site: Site, *more: str) -> Cast:
    """The first mentor has two places and leads groups, the other has one and does not; the
    programme has its form. Two mentees, and those named."""
    other = listed_mentor(site.asking, site.schools[0], OTHER)
    staff = site.asking.caller(site.schools[0], "coordinator")
    admitted(staff, other, hour=16)
    cast = settle_in(site)
    for name in more:
        _child(staff, name, 15, cast.mother)
    if more:
        staff.post("participants", f"/mentors/{other}/capacity", {"capacity": 1})
    staff.until(
        "matching", "/candidates", lambda rows: len(rows) == 2 + len(more), year=this_year(),
        role="mentee",
    )  # fmt: skip
    staff.until(
        "matching", "/candidates",
        lambda rows: sorted((r["decision"], r["capacity"]) for r in rows)
        == [("admit", 1 if more else 2), ("admit", 2)],
        year=this_year(), role="mentor",
    )  # fmt: skip
    opened(cast)
    return cast


def coordinator(visit: Visit) -> tuple[Visitor, Page]:
    return signed_in(visit, "first")


def propose(staff: Visitor) -> str:
    """Asks for pairs on the page and answers the board's path when it is there."""
    until_shown(staff, "/matching", "Предложить пары")
    staff.page.get_by_role("button", name="Предложить пары").click()
    return computed(staff)


def computed(staff: Visitor) -> str:
    expect(staff.page.get_by_role("heading", name="Наставники и их наставляемые")).to_be_visible(
        timeout=60_000
    )
    return staff.page.url.removeprefix(staff.address).partition("?")[0]


def of(page: Page, mentor: str) -> str:
    """The mentees that the board shows with a mentor."""
    return mentor_card(page, mentor).inner_text()


def mentor_card(page: Page, mentor: str) -> Locator:
    return page.locator(".mentors > li").filter(has_text=mentor)


def card(page: Page, mentee: str) -> Locator:
    return page.locator("[data-mentee]").filter(has_text=mentee)


def opened_panel(page: Page, mentee: str) -> Locator:
    card(page, mentee).get_by_role("link", name="Изменить…").click()
    panel = page.locator("#change")
    expect(panel.get_by_role("heading", name=mentee)).to_be_visible()
    return panel


def priced(page: Page, mentee: str, mentor: str = "") -> Locator:
    """The panel with the price of a move to a mentor, the first that is offered unless named."""
    panel = opened_panel(page, mentee)
    if mentor:
        choice = panel.locator("#to option").filter(has_text=mentor).get_attribute("value")
        panel.locator("#to").select_option(choice)
    panel.get_by_role("button", name="Показать цену").first.click()
    expect(panel.locator(".priced")).to_be_visible()
    return panel


def do_it(page: Page, panel: Locator) -> None:
    panel.get_by_role("button", name="Выполнить").click()
    expect(page.get_by_text("Изменение внесено.")).to_be_visible()


def with_mentor(page: Page, mentor: str) -> list[str]:
    shown = of(page, mentor)
    return [kid for kid in KIDS if kid in shown]
