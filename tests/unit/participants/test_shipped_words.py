"""A report for a person says words, not codes."""

from __future__ import annotations

import pytest

from services.participants.application.access_paper import readable


@pytest.mark.parametrize(
    ("value", "ru", "en"),
    [
        ("tue-15", "вт 15:00", "Tue 15:00"),
        ("mathematics", "математика", "mathematics"),
        (["fri-9", "informatics"], "пт 9:00, информатика", "Fri 9:00, computer science"),
        ({"motivation": 6}, "желание учиться: 6", "motivation to learn: 6"),
        ("своими словами", "своими словами", "своими словами"),
    ],
)
def test_codes_of_shipped_forms_are_told_in_words(value: object, ru: str, en: str) -> None:
    assert (readable(value, "ru"), readable(value, "en")) == (ru, en)
