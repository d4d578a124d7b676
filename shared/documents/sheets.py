"""Tables for a spreadsheet, XLSX or CSV, in which no text is ever run as a formula.

Every export of the platform goes through here: names, contacts and answers come from forms that
anybody may fill in, and a cell that begins with ``=`` would act on the machine of whoever opens it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias

import xlsxwriter

from shared.documents.texts import writable

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell: TypeAlias = str | int | float | bool | date | datetime | None

_LEADING: Final = frozenset("=+-@\t\r\n\x00＝＋－＠")
_LONGEST: Final = 32_767
"""Characters that a cell of a workbook can hold."""
_NAME_LONGEST: Final = 31


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows`` are read once, a row at a time; ``widths`` in characters, chosen when empty."""

    title: str
    headings: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]
    widths: tuple[float, ...] = ()


def is_formula_like(text: str) -> bool:
    """Whether some spreadsheet would take the text for a formula or a command, spaces or not."""
    bare = text.lstrip(" \u00a0")
    return bare[:1] in _LEADING if bare else False


def harmless(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would run: for CSV, which has no types."""
    return f"'{text}" if is_formula_like(text) else text


def as_xlsx(*sheets: Sheet) -> bytes:
    """Texts are written as texts, marked so that editing a cell does not turn it into a formula;
    no text becomes a link or a number."""
    output = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "constant_memory": True,
        "default_date_format": "dd.mm.yyyy",
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(output, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        quoted = book.add_format()
        quoted.set_quote_prefix()
        for number, sheet in enumerate(sheets, 1):
            page = book.add_worksheet(_name(sheet.title, number))
            page.freeze_panes(1, 0)
            for column, heading in enumerate(sheet.headings):
                width = sheet.widths[column] if column < len(sheet.widths) else 0
                page.set_column(column, column, width or min(max(len(heading) + 2, 12), 60))
                page.write_string(0, column, _printable(heading), head)
            for row, cells in enumerate(sheet.rows, 1):
                for column, cell in enumerate(cells):
                    if not isinstance(cell, str):
                        page.write(row, column, cell)
                    elif cell:
                        text = _printable(cell)
                        page.write_string(
                            row, column, text, quoted if is_formula_like(text) else None
                        )
    return output.getvalue()


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with its mark and semicolons, as a Russian spreadsheet opens it by a double click."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=";", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([harmless(_printable(heading)) for heading in sheet.headings])
    for cells in sheet.rows:
        writer.writerow([_in_csv(cell) for cell in cells])
    return output.getvalue().encode("utf-8-sig")


def _in_csv(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    return harmless(_printable(cell)) if isinstance(cell, str) else cell


def _printable(text: str) -> str:
    """Without characters that no file can hold, and no longer than a cell."""
    return writable(text)[:_LONGEST]


def _name(title: str, number: int) -> str:
    """A sheet's name may not hold some characters, nor be empty."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in _printable(title)).strip(" '")
    while len(plain.encode("utf-16-le")) > 2 * _NAME_LONGEST:
        plain = plain[:-1]
    return plain or f"Лист {number}"
