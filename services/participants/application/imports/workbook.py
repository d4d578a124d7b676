"""Finds where an uploaded file's table begins and reads it by the codes of its columns."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Final

from services.participants.application.imports.columns import Column, Recognised, recognise
from services.participants.application.imports.files import UnusableFile
from services.participants.application.imports.sheets import ROW_LIMIT, SheetRows, sheets_of

HEADER_ROWS: Final = 15
"""Title and merged rows come first; a table that begins later is none."""


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` is the row's number as the spreadsheet shows it; ``cells`` by column code."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """``headers`` maps column codes to the words in the file, ``letters`` to the letters of the
    columns; ``unknown`` are columns left alone; ``size`` counts rows, empty ones too."""

    sheet: str
    headers: dict[str, str]
    unknown: tuple[str, ...]
    rows: Iterable[Row]
    letters: dict[str, str]
    size: int


def read_table(content: bytes, columns: tuple[Column, ...]) -> Table:
    """As :func:`open_table`, with all rows in memory."""
    table = open_table(content, columns)
    return replace(table, rows=tuple(table.rows))


def open_table(content: bytes, columns: tuple[Column, ...]) -> Table:
    """The first sheet that has the required columns; its rows can be read once.

    Raises UnusableFile with a plain sentence for anything that is neither XLSX nor CSV, holds
    macros, would unpack to too much, or has no such table.
    """
    sheets = sheets_of(content)
    missing: tuple[str, ...] = tuple(c.code for c in columns if c.required)
    for sheet in sheets:
        found, header, lacking = _header(sheet, columns)
        if found is None:
            missing = min(missing, lacking, key=len)
            continue
        if sheet.last - header > ROW_LIMIT:
            sheets.close()
            raise UnusableFile("file-rows", f"{ROW_LIMIT}")
        rows = _rows(sheets, sheet, found.positions)
        letters = {code: letter_of(position) for code, position in found.positions.items()}
        return Table(sheet.name, found.titles, found.unknown, rows, letters, sheet.last - header)
    titles = ", ".join(c.title for c in columns if c.code in missing)
    raise UnusableFile("file-columns", titles)


def letter_of(position: int) -> str:
    """0 → A, 26 → AA: as the spreadsheet names its columns."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _header(
    sheet: SheetRows, columns: tuple[Column, ...]
) -> tuple[Recognised | None, int, tuple[str, ...]]:
    """The recognised header and its row's number, or which columns were missing at best."""
    missing = tuple(c.code for c in columns if c.required)
    for number, cells in itertools.islice(sheet.rows, HEADER_ROWS):
        if number > HEADER_ROWS:
            break
        found = recognise(cells, columns)
        lacking = tuple(
            c.code for c in columns if c.required and not c.satisfied_by(found.positions)
        )
        if not lacking:
            return found, number, ()
        missing = min(missing, lacking, key=len)
    return None, 0, missing


def _rows(
    sheets: Generator[SheetRows, None, None], sheet: SheetRows, positions: dict[str, int]
) -> Iterator[Row]:
    with closing(sheets):
        for number, line in sheet.rows:
            cells = {
                code: line[position] if position < len(line) else ""
                for code, position in positions.items()
            }
            if any(cells.values()):
                yield Row(number, cells)


def read_cells(content: bytes) -> list[list[str]]:
    """Every row of the first sheet that has any, as texts; at most one more than ROW_LIMIT below the
    heading. Raises as :func:`open_table`."""
    with closing(sheets_of(content)) as sheets:
        for sheet in sheets:
            lines = [line for _, line in itertools.islice(sheet.rows, ROW_LIMIT + 2)]
            if lines:
                return lines
    return []
