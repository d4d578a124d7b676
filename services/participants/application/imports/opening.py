"""Reads a workbook in a process of its own: run as a script, bytes in, lines of JSON out.

An object begins a sheet or ends the file; a list is a row.

A small workbook can make its reader ask for any amount of memory: two cells at opposite corners of
a sheet are enough. So the reader is a process with a limit, and dies alone. It imports nothing of
the platform.
"""

from __future__ import annotations

import io
import resource
import sys
from datetime import date, datetime, time, timedelta

import msgspec
from python_calamine import CalamineError, CalamineWorkbook

MEMORY_LIMIT = 768 * 2**20
CPU_SECONDS = 30
SHEETS = 30
COLUMNS = 512
LETTERS = 8_000
"""Of one cell: more than any answer may have, so that a longer one is still refused as too long."""

Cell = str | float | int | bool | date | datetime | time | timedelta | None


def text_of(cell: Cell) -> str:
    """What the cell shows: whole numbers without a point, dates in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return " ".join(cell.replace("\u00a0", " ").split())
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def main(row_limit: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    encode = msgspec.json.Encoder().encode
    out = sys.stdout.buffer
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        for name in workbook.sheet_names[:SHEETS]:
            sheet = workbook.get_sheet_by_name(name)
            above, left = sheet.start or (0, 0)
            start = {"sheet": name, "last": above + sheet.height, "above": above}
            out.write(encode(start) + b"\n")
            indent = [""] * min(left, COLUMNS)
            for number, cells in enumerate(sheet.iter_rows()):
                if number > row_limit:
                    break
                texts = [text_of(cell)[:LETTERS] for cell in cells[:COLUMNS]]
                out.write(encode(indent + texts) + b"\n")
        out.write(encode({"end": True}) + b"\n")
    except (CalamineError, ValueError, OSError):
        out.write(encode({"unreadable": True}) + b"\n")
    out.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
