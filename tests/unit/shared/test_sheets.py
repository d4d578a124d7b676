"""Workbooks for people: nothing in them runs."""

from __future__ import annotations

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from shared.documents.sheets import as_xlsx, harmless


@pytest.mark.parametrize("text", ["=1+1", "+7 900", "-5", "@SUM(A1)", "\tx", "\r=1", " =cmd()"])
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Анна", "7 А", "'=1", "a=b", "1-2"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_a_workbook_holds_texts_numbers_and_dates() -> None:
    rows = [["=HYPERLINK(1)", 5, date(2026, 9, 1), None], ["Ёлкина", 1.5, None, True]]
    made = as_xlsx("База: [наставляемых]/2026", ["=Имя", "Число", "Дата", "Да"], rows)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0)
    assert sheet.to_python() == [
        ["'=Имя", "Число", "Дата", "Да"],
        ["'=HYPERLINK(1)", 5.0, date(2026, 9, 1), ""],
        ["Ёлкина", 1.5, "", True],
    ]
