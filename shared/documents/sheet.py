"""Lists as XLSX, harmless to whoever opens them or saves them on as CSV."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Final

import xlsxwriter

_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_ILLEGAL: Final = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
_WIDEST: Final = 60


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what begins like one."""
    clean = text.translate(_ILLEGAL)
    return f"'{clean}" if clean.startswith(_DANGEROUS) else clean


def as_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet with a frozen header and a filter; every cell is a text."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    widths = [len(name) for name in header]
    for column, name in enumerate(header):
        sheet.write_string(0, column, harmless(name), bold)
    last = 0
    for last, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            sheet.write_string(last, column, harmless(text))
            widths[column] = max(widths[column], len(text))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width, _WIDEST) + 2)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(header) - 1)
    book.close()
    return written.getvalue()
