"""Things that every service reckons with: batches, school years, ids of secrets."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.batches import batches
from shared.domain.ids import derived_id, id_of_secret
from shared.domain.school_years import year_after, year_of


@given(st.lists(st.integers()), st.integers(1, 9))
def test_batches_hold_everything_in_order_and_none_is_empty(things: list[int], size: int) -> None:
    found = list(batches(things, size))
    assert [one for some in found for one in some] == things
    assert all(len(some) == size for some in found[:-1])
    assert all(found)


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 7, 31), "2025/26"), (date(2026, 8, 1), "2026/27"), (date(2099, 9, 1), "2099/00")],
)
def test_a_school_year_begins_in_august(day: date, year: str) -> None:
    assert year_of(day) == year


def test_years_follow_each_other_over_a_century() -> None:
    assert (year_after("2026/27"), year_after("2026/27", -1)) == ("2027/28", "2025/26")
    assert year_after("2098/99") == "2099/00"


def test_an_id_of_a_secret_neither_is_nor_holds_it() -> None:
    made = id_of_secret("link", "a secret")
    assert made == id_of_secret("link", "a secret") != id_of_secret("link", "another")
    assert made not in ("a secret", derived_id("link", "a secret"))
