"""Requests against offers: what can be served, theme by theme and in all."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from services.participants.domain.coverage import Cell, Offer, Wish, cells, served

PUPIL, TEACHER = "pupil_pupil", "teacher_teacher"


def wish(*themes: str, form: str = PUPIL) -> Wish:
    return Wish(frozenset({form}), frozenset(themes))


def offer(places: int, *themes: str, form: str = PUPIL) -> Offer:
    return Offer(frozenset({form}), frozenset(themes), places)


def test_each_theme_and_form_is_counted_and_the_greatest_gap_comes_first() -> None:
    wishes = [wish("exams"), wish("exams"), wish("exams", "studies"), wish("studies", form=TEACHER)]
    found = cells(wishes, [offer(1, "exams", "studies"), offer(3, "studies")])
    assert found == [
        Cell(PUPIL, "exams", 3, 1, 1),
        Cell(TEACHER, "studies", 1, 0, 0),
        Cell(PUPIL, "studies", 1, 2, 4),
    ]
    assert [(cell.served, cell.missing) for cell in found] == [(1, 2), (0, 1), (1, 0)]


def test_a_place_serves_one_mentee_whatever_the_themes() -> None:
    two = [wish("exams"), wish("studies")]
    assert served(two, [offer(1, "exams", "studies")]) == 1
    assert served(two, [offer(2, "exams", "studies")]) == 2
    assert served(two, []) == 0


def test_somebody_moves_on_so_that_another_can_be_served() -> None:
    wishes = [wish("exams", "studies"), wish("exams")]
    assert served(wishes, [offer(1, "exams"), offer(1, "studies")]) == 2
    chain = [wish("a", "b"), wish("b", "c"), wish("a"), wish("b")]
    assert served(chain, [offer(1, "a"), offer(1, "b"), offer(1, "c")]) == 3


def test_nobody_moves_on_twice_from_the_same_place() -> None:
    singles = [offer(1, theme) for theme in "abc"]
    assert served([wish("a", "b", "c"), wish("a"), wish("a")], singles) == 2


themes = st.frozensets(st.sampled_from("abc"), min_size=1)
wishes_ = st.lists(st.builds(Wish, st.just(frozenset({PUPIL})), themes), max_size=5)
offers_ = st.lists(
    st.builds(Offer, st.just(frozenset({PUPIL})), themes, st.integers(0, 2)), max_size=3
)


def by_trying(wishes: list[Wish], offers: list[Offer]) -> int:
    """Every arrangement of wishes over places, one by one."""
    places = [offer for offer in offers for _ in range(offer.places)]
    size = max(len(wishes), len(places))
    seats: list[Offer | None] = [*places, *[None] * (size - len(places))]
    return max(
        sum(bool(at and w.themes & at.themes) for w, at in zip(wishes, order, strict=False))
        for order in permutations(seats)
    )


@given(wishes_, offers_)
def test_no_arrangement_serves_more(wishes: list[Wish], offers: list[Offer]) -> None:
    assert served(wishes, offers) == by_trying(wishes, offers)
