"""From “propose” to the draft of an order in a real browser: prices, and two coordinators at once.

Everything else that the board can do is in ``test_board_changes_pages``."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.board_site import (
    FIRST,
    OTHER,
    card,
    coordinator,
    do_it,
    mentor_card,
    of,
    priced,
    propose,
    town,
)
from tests.e2e.matching_site import GROWN, SMALL, Cast
from tests.e2e.site import UNTIL, Site, Visit, picture, until_shown

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]


@pytest.fixture(scope="module", name="cast")
def _cast(site: Site) -> Cast:
    return town(site)


def test_from_a_proposal_to_the_draft_of_an_order(visit: Visit, site: Site, cast: Cast) -> None:
    staff, page = coordinator(visit)
    board = propose(staff)
    expect(page.get_by_text("темы: учёба").first).to_be_visible()
    staff.sound(board)
    staff.open(board)
    picture(page, "board")

    # A dragged mentee asks for the price; nothing changes before it is confirmed.
    before = of(page, OTHER)
    mine, theirs = (SMALL, GROWN) if SMALL not in before else (GROWN, SMALL)
    card(page, mine).drag_to(mentor_card(page, OTHER))
    panel = page.locator("#change")
    expect(panel.get_by_role("heading", name=mine)).to_be_visible()
    expect(panel.get_by_text("Кого затронет")).to_be_visible()
    assert of(page, OTHER) == before

    # Another coordinator was faster with somebody else: this one sees it, and repeats the wish.
    two, other = coordinator(visit)
    two.open(board)
    do_it(other, priced(other, theirs))
    panel.get_by_role("button", name="Выполнить").click()
    expect(page.get_by_role("heading", name="Кто-то успел раньше")).to_be_visible()
    expect(page.get_by_text("теперь с:")).to_be_visible()
    assert theirs in page.locator(".beside").inner_text()
    picture(page, "conflict")
    page.get_by_role("button", name="Всё равно сделать").click()
    expect(page.get_by_text("Изменение внесено.")).to_be_visible()
    expect(card(page, mine)).to_be_in_viewport()
    assert mine in of(page, OTHER)

    # One of many is found by name.
    page.get_by_role("searchbox").fill(mine.split()[0].lower())
    page.get_by_role("button", name="Найти").click()
    expect(page.get_by_text("Найдено по запросу")).to_be_visible()
    expect(page.locator(".mentors > li")).to_have_count(1)
    page.get_by_role("link", name="Показать всех").click()
    expect(page.locator(".mentors > li")).to_have_count(2)

    page.get_by_role("button", name="Предложить эти пары участникам").click()
    expect(page.get_by_text("Пары предложены их участникам: 2.")).to_be_visible()
    expect(page.get_by_text("Ответили не все: 2.")).to_be_visible()
    (first, second) = cast.staff.all("matching", "/pairs", programme=cast.programme)
    for person in (first["mentor"], *first["mentees"]):
        cast.staff.post("matching", f"/pairs/{first['id']}/agree", {"person": person})
    until_shown(staff, board, "Составить приказ: 1 пара")
    staff.sound(board)
    staff.open(board)
    page.get_by_role("link", name="Составить приказ").click()
    expect(page.get_by_text("Отмечены пары предложения")).to_be_visible()
    expect(page.get_by_role("checkbox", name=FIRST).or_(page.get_by_role("checkbox", name=OTHER))
           ).to_be_checked()  # fmt: skip
    page.get_by_role("button", name="Составить проект").click()
    expect(page.get_by_role("alert")).to_contain_text("Директор ещё не запустил программу")
    boss = site.asking.caller(site.schools[0], "head")
    boss.post("matching", f"/programmes/{cast.programme}/launch", {"number": "1", "date": UNTIL})
    page.get_by_role("button", name="Составить проект").click()
    expect(page.get_by_text("Приказ издаёт директор.")).to_be_visible()
    assert second["mentees"] != first["mentees"]
    assert not staff.complaints + two.complaints
