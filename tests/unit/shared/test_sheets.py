"""A workbook that somebody else opens holds texts only."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from shared.documents.sheet import as_xlsx, harmless


@pytest.mark.parametrize("text", ["=1+1", "+7 900", "-2", "@sum", "\t=1", "\r=1", "\n=1"])
def test_what_begins_like_a_formula_becomes_a_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Ёлкина", "1-2", "", "a=b", "№ 7"])
def test_other_texts_stay(text: str) -> None:
    assert harmless(text) == text


def test_characters_that_no_workbook_may_hold_are_left_out() -> None:
    assert harmless("а\x00б\x0b=в") == "аб=в"


def test_the_workbook_says_what_it_was_given() -> None:
    content = as_xlsx("Реестр", ("ФИО", "До"), [("=cmd()", "01.09.2026"), ("Ёлкина", "")])
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows == [["ФИО", "До"], ["'=cmd()", "01.09.2026"], ["Ёлкина", ""]]
