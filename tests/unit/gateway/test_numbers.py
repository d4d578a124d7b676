"""Numbers that people type, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.numbers import decimal_in, number_in, number_or


def test_digits_are_a_number() -> None:
    assert (number_in("0"), number_in("007"), number_in("999999999")) == (0, 7, 999_999_999)
    assert (number_or("12", 5), number_or("", 5)) == (12, 5)
    assert (decimal_in("12,5"), decimal_in("12.5"), decimal_in("12")) == (12.5, 12.5, 12.0)


@pytest.mark.parametrize(
    "text", ["", "²", "٣", "１", "-1", "+1", " 1", "1 ", "1e3", "9" * 10, "9" * 5000, "nan", "1\n"]
)
def test_other_texts_are_none(text: str) -> None:
    assert number_in(text) is None
    assert decimal_in(text) is None


@given(text=st.text())
def test_no_text_is_too_odd(text: str) -> None:
    found = number_in(text)
    assert found is None or found < 10**9
    assert (decimal_in(text) or 0.0) < 10**10
