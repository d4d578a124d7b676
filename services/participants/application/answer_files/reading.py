"""A forms export as headings and rows, whichever of the usual ways it was saved."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from services.participants.application.imports.sheets import ROW_LIMIT
from services.participants.application.imports.workbook import read_cells
from shared.domain.errors import Invalid

COLUMN_LIMIT: Final = 300
CELL_LIMIT: Final = 20_000
HEADING_LIMIT: Final = 500
_DELIMITERS: Final = ",;\t"


@dataclass(frozen=True, slots=True)
class Sheet:
    """``headings`` are unique: a repeated one has its number behind it. ``rows`` pairs the row's
    number, as a spreadsheet shows it, with as many cells as there are headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheet(content: bytes) -> Sheet:
    """The first row with two cells or more is the header. Raises Invalid with a plain sentence."""
    lines = read_cells(content) if content.startswith(b"PK") else _csv_lines(content)
    if any(len(line) > COLUMN_LIMIT for line in lines):
        raise _unusable(f"the table has more than {COLUMN_LIMIT} columns")
    start = next((i for i, line in enumerate(lines) if sum(1 for c in line if c) >= 2), None)
    if start is None:
        raise _unusable("the file has no header row with the texts of the questions")
    headings = _unique(lines[start])
    rows = tuple(
        (number + 1, (*line[: len(headings)], *[""] * (len(headings) - len(line))))
        for number, line in enumerate(lines)
        if number > start and any(line)
    )
    if len(rows) > ROW_LIMIT:
        raise _unusable(f"the table has more than {ROW_LIMIT} rows; split the file")
    return Sheet(headings, rows)


def _unique(line: list[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    headings = []
    for heading in (cell[:HEADING_LIMIT] for cell in line):
        seen[heading] += 1
        again = seen[heading] > 1 and heading
        headings.append(f"{heading} ({seen[heading]})" if again else heading)
    while headings and not headings[-1]:
        headings.pop()
    return tuple(headings)


def _csv_lines(content: bytes) -> list[list[str]]:
    text = decoded(content)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        lines = []
        for line in reader:
            lines.append([_cell(cell) for cell in line])
            if len(lines) > ROW_LIMIT + 20:
                raise _unusable(f"the table has more than {ROW_LIMIT} rows; split the file")
    except csv.Error as error:
        raise _unusable("the file is not a table: a cell is far too long or holds a zero byte"
                        ) from error  # fmt: skip
    return lines


def decoded(content: bytes) -> str:
    """Unicode by its mark or its form, else the Windows code page of Russian."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _decoded(content, encoding)
    if content[1:2] == b"\0":
        return _decoded(content, "utf-16-le")
    if b"\0" in content[:200]:
        raise _unusable(
            "the file is neither a workbook nor a table of text; save it as XLSX or CSV"
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(content, "cp1251")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unusable(
            "the letters of the file could not be read; save it as XLSX, or as CSV in UTF-8"
        ) from error
    if encoding == "cp1251" and not _looks_russian(text):
        raise _unusable(
            "the letters of the file could not be read; save it as XLSX, or as CSV in UTF-8"
        )
    return text


def _looks_russian(text: str) -> bool:
    """Any bytes are letters of some kind in cp1251; in Russian text the small ones prevail."""
    letters = re.findall(r"[^\x00-\x7f]", text[:20_000])
    small = sum(1 for letter in letters if "а" <= letter <= "я")
    return small * 2 > len(letters)


def _delimiter(text: str) -> str:
    """The one that the first filled line has most of, outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = re.sub(r'"[^"]*"?', "", first)
    return max(_DELIMITERS, key=outside.count)


def _cell(text: str) -> str:
    if len(text) > CELL_LIMIT:
        raise _unusable("a cell of the table is far too long")
    return " ".join(text.replace("\u00a0", " ").split())


def _unusable(sentence: str) -> Invalid:
    return Invalid(sentence, {"file": [sentence]})
