"""On its board a proposal says whether something better is possible, and how that was checked."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import expect

from tests.e2e.matching_site import Cast, opened, settle_in
from tests.e2e.site import PHONE, Site, Visit, picture

pytestmark = [
    pytest.mark.long,
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
HOLDS = "Проверено: лучше по правилам школы нельзя."


@pytest.fixture(scope="module", name="cast")
def _cast(site: Site) -> Cast:
    cast = settle_in(site)
    opened(cast)
    return cast


def computed(cast: Cast, *, groups: bool = False) -> str:
    """The path of the board of a new proposal."""
    path = f"/programmes/{cast.programme}/proposals"
    run: str = cast.staff.post("matching", path, {"groups": groups})["id"]
    cast.staff.until("matching", "/proposals", partial(_has, run), programme=cast.programme,
                     status="draft")  # fmt: skip
    return f"/matching/{run}"


def _has(run: str, rows: list[dict[str, object]]) -> bool:
    return any(row["id"] == run for row in rows)


def test_the_board_says_that_nothing_better_is_possible(visit: Visit, cast: Cast) -> None:
    staff, board = visit(), computed(cast)
    staff.sign_in("first")
    page = staff.page
    staff.open(board)
    expect(page.get_by_text(HOLDS)).to_be_visible()
    page.get_by_text("Как это проверено").click()
    row = page.get_by_role("row").filter(has_text="Наставляемые с наставником, не считая")
    expect(row.get_by_role("cell")).to_have_text(["2", "2", "0"])
    expect(page.get_by_text("Исходные данные").first).to_be_visible()
    expect(page.locator("#check dd", has_text="те же, что при расчёте")).to_be_visible()
    picture(page, "check-board")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    staff.sound(f"{board}/check")
    staff.sound(board)


def test_a_draft_that_was_changed_and_groups_are_told_apart(visit: Visit, cast: Cast) -> None:
    staff, board = visit(), computed(cast)
    moved = {"mentee": cast.small, "mentor": None}
    cast.staff.post("matching", board.replace("/matching", "/proposals") + "/moves", moved)
    staff.sign_in("first")
    staff.open(board)
    expect(staff.page.get_by_text("С тех пор проект изменили вручную")).to_be_visible()
    staff.open(computed(cast, groups=True))
    expect(staff.page.get_by_text("Проверять нечего")).to_be_visible()
    staff.page.get_by_text("Как это проверено").click()
    expect(staff.page.locator("#check").get_by_text("Веса критериев")).to_be_visible()
    assert not staff.complaints
