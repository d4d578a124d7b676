"""Tables as XLSX for whoever goes on in a spreadsheet; no cell is ever a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, TypeAlias

import xlsxwriter

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value: TypeAlias = str | int | float | bool | date | None
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_CELL_LIMIT: Final = 32_767


def harmless(text: str) -> str:
    """With an apostrophe before what a spreadsheet would take for a formula, also after the file
    was saved as CSV and opened again; spaces before it hide nothing."""
    return f"'{text}" if text.startswith(_DANGEROUS) or _hidden(text) else text


def _hidden(text: str) -> bool:
    return text.lstrip(" \u00a0\ufeff").startswith(_DANGEROUS)


def as_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet with a header that stays in sight and can be filtered by."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        widths = [len(text) for text in header]
        for column, text in enumerate(header):
            sheet.write_string(0, column, harmless(text), bold)
        last = 0
        for last, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _write(sheet, last, column, value, day, plain)
                widths[column] = max(widths[column], len(str(value or "")))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width + 2, 8), 48))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, max(len(header) - 1, 0))
    return written.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Value, day: object,
    plain: object,
) -> None:  # fmt: skip
    match value:
        case None:
            return
        case bool() | int() | float():
            sheet.write(row, column, value)
        case date():
            sheet.write_datetime(row, column, value, day)
        case str():
            sheet.write_string(row, column, harmless(value)[:_CELL_LIMIT], plain)


def _sheet_name(title: str) -> str:
    kept = "".join(" " if c in "[]:*?/\\'" else c for c in title).strip()
    return kept[:31] or "1"
