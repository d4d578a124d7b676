"""Opens an uploaded workbook safely and finds where its table begins."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from services.participants.application.imports.columns import Column, recognise
from shared.domain.errors import Invalid

Cell = str | float | int | bool | date | datetime | time | timedelta | None

HEADER_ROWS: Final = 15
"""Title and merged rows come first; a table that begins later is none."""
UNPACKED_LIMIT: Final = 200 * 2**20
RATIO_LIMIT: Final = 200
ROW_LIMIT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` is the row's number as the spreadsheet shows it; ``cells`` by column code."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """``headers`` maps column codes to the words in the file; ``unknown`` are columns left alone."""

    sheet: str
    headers: dict[str, str]
    unknown: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(content: bytes, columns: tuple[Column, ...]) -> Table:
    """The first sheet that has the required columns.

    Raises Invalid with a plain sentence for anything that is no workbook, holds macros, would
    unpack to more than 200 MB, or has no such table.
    """
    _refuse_what_is_dangerous(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, ValueError, OSError) as error:
        raise Invalid(
            "the file could not be opened as a workbook; save it as XLSX and try again",
            {"file": ["not a readable XLSX workbook"]},
        ) from error
    best: tuple[str, ...] = tuple(c.code for c in columns if c.required)
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        raw = sheet.to_python(skip_empty_area=False, nrows=ROW_LIMIT + HEADER_ROWS + 1)
        table, missing = _table(name, raw, columns)
        if table is not None:
            return table
        best = min(best, missing, key=len)
    titles = ", ".join(c.title for c in columns if c.code in best)
    raise Invalid(
        f"no sheet has these columns in its first {HEADER_ROWS} rows: {titles}",
        {"file": [f"missing columns: {titles}"]},
    )


def read_cells(content: bytes) -> list[list[str]]:
    """Every row of the first sheet that has any, as texts. Raises as :func:`read_table`."""
    _refuse_what_is_dangerous(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, ValueError, OSError) as error:
        raise Invalid(
            "the file could not be opened as a workbook; save it as XLSX and try again",
            {"file": ["not a readable XLSX workbook"]},
        ) from error
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        raw = sheet.to_python(skip_empty_area=False, nrows=ROW_LIMIT + 2)
        if raw:
            return [[_text(cell) for cell in line] for line in raw]
    return []


def _refuse_what_is_dangerous(content: bytes) -> None:
    if not content.startswith(b"PK"):
        raise Invalid(
            "the file is not an XLSX workbook; open it in a spreadsheet and save it as XLSX",
            {"file": ["not an XLSX workbook"]},
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Invalid("the file is damaged", {"file": ["damaged"]}) from error
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED_LIMIT or unpacked > RATIO_LIMIT * max(len(content), 1024):
        raise Invalid("the workbook unpacks to too much", {"file": ["too large when unpacked"]})
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise Invalid(
            "the workbook holds macros; save it as XLSX without them", {"file": ["holds macros"]}
        )


def _table(
    sheet: str, raw: Sequence[Sequence[Cell]], columns: tuple[Column, ...]
) -> tuple[Table | None, tuple[str, ...]]:
    missing = tuple(c.code for c in columns if c.required)
    for index, cells in enumerate(raw[:HEADER_ROWS]):
        found = recognise([_text(cell) for cell in cells], columns)
        lacking = tuple(
            c.code for c in columns if c.required and not c.satisfied_by(found.positions)
        )
        if not lacking:
            if len(raw) - index - 1 > ROW_LIMIT:
                raise Invalid(
                    f"more than {ROW_LIMIT} rows; split the file", {"file": ["too many rows"]}
                )
            rows = tuple(_rows(raw, index, found.positions))
            return Table(sheet, found.titles, found.unknown, rows), ()
        missing = min(missing, lacking, key=len)
    return None, missing


def _rows(raw: Sequence[Sequence[Cell]], header: int, positions: dict[str, int]) -> Iterator[Row]:
    for index in range(header + 1, len(raw)):
        line = raw[index]
        cells = {
            code: _text(line[position]) if position < len(line) else ""
            for code, position in positions.items()
        }
        if any(cells.values()):
            yield Row(index + 1, cells)


def _text(cell: Cell) -> str:
    """What the cell shows: whole numbers without a point, dates in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).replace("\u00a0", " ").split())
