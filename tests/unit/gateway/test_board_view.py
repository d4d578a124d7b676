"""A board of three hundred mentees: pages, views and names."""

from __future__ import annotations

from typing import Any

from gateway.board_view import FEW_LEFT, LEFT, MENTORS, Asked, shown

NAMES = {f"m{n}": f"Наставник {n:03}" for n in range(120)}
NAMES |= {f"k{n}": f"Ученик {n:03}" for n in range(300)}


def line(n: int, **more: Any) -> dict[str, Any]:
    return {"mentee": f"k{n}", "mentor": f"m{n // 2}", "locked": n == 7, "group": n == 9} | more


def town() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Two mentees with each of 110 mentors, nobody with the last ten, eighty without a mentor."""
    mentors = [
        {"id": f"m{m}", "places": 2, "lines": [line(2 * m), line(2 * m + 1)] if m < 110 else []}
        for m in range(120)
    ]
    left = [
        {"mentee": f"k{n}", **({"changed": "time"} if n == 250 else {})} for n in range(220, 300)
    ]
    return mentors, left


def page(**args: str) -> Any:
    return shown(*town(), NAMES, Asked.of(args))


def test_the_pages_hold_everybody_once() -> None:
    assert page().pages == 5
    pages = [page(page=str(n)) for n in range(1, 6)]
    assert all(len(one.mentors) <= MENTORS for one in pages)
    assert [row["id"] for one in pages for row in one.mentors] == [f"m{m}" for m in range(120)]
    assert [len(one.left) for one in pages] == [FEW_LEFT, 0, 0, 0, 0]
    assert pages[0].hidden == 80 - FEW_LEFT
    apart = [page(view="left", page=str(n)) for n in range(1, 5)]
    assert [row["mentee"] for one in apart for row in one.left] == [
        f"k{n}" for n in range(220, 300)
    ]
    assert all(len(one.left) <= LEFT and not one.mentors for one in apart)


def test_a_page_beyond_the_end_or_none_at_all_is_the_nearest() -> None:
    assert page(page="99").asked.page == 5
    assert page(page="0").asked.page == page(page="-3").asked.page == page(page="²").asked.page == 1
    assert page(view="nonsense").asked.view == "all"


def test_views_hold_what_they_say_and_count_it() -> None:
    assert dict(page().counts) == {
        "all": 200, "left": 80, "free": 10, "fixed": 1, "groups": 1, "changed": 1,
    }  # fmt: skip
    assert [row["id"] for row in page(view="fixed").mentors] == ["m3"]
    assert [row["id"] for row in page(view="groups").mentors] == ["m4"]
    assert [row["id"] for row in page(view="free").mentors] == [f"m{m}" for m in range(110, 120)]
    changed = page(view="changed")
    assert (changed.mentors, [row["mentee"] for row in changed.left]) == ([], ["k250"])


def test_a_name_finds_the_mentor_of_a_mentee_and_who_has_none() -> None:
    found = page(q="  УЧЕНИК 21 ")
    assert [row["id"] for row in found.mentors] == [f"m{m}" for m in range(105, 110)]
    assert page(q="наставник 044").found == 1
    alone = page(q="ученик 29")
    assert (alone.mentors, alone.found, alone.hidden) == ([], 10, 0)
    assert page(q="никто").found == 0


def test_the_page_of_a_mentee_is_found_and_an_address_keeps_only_what_is_unusual() -> None:
    assert page(at="k219").asked.page == 5
    assert page(at="k299", view="left").asked.page == 4
    asked = Asked.of({"view": "left", "q": "а", "page": "3"})
    assert asked.kept() == {"view": "left", "q": "а", "page": 3}
    assert asked.kept(q="", page=1) == {"view": "left"}
    assert Asked.of({}).kept() == {}
