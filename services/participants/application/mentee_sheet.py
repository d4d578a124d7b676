"""The base of mentees as a workbook, in the words of the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from services.participants.application.shipped import wording
from shared.documents.sheets import Cell, Sheet, as_xlsx

_COLUMNS: Final = (
    "name", "group", "status", "priority", "reasons", "note", "themes", "forms", "missing",
    "requested_on",
)  # fmt: skip
_SEVERAL: Final = ("reasons", "themes", "forms", "missing")


def sheet(rows: Iterable[Mapping[str, Any]], year: str, language: str) -> bytes:
    words = wording(language)
    headings = tuple(words["columns"][column] for column in _COLUMNS)
    lines = [[_cell(row, column, words) for column in _COLUMNS] for row in rows]
    return as_xlsx(Sheet(f"{words['title']} {year}", headings, lines))


def _cell(row: Mapping[str, Any], column: str, words: Mapping[str, Any]) -> Cell:
    value = row.get(column)
    if not value:
        return None
    if column == "requested_on":
        return date.fromisoformat(value)
    table: Mapping[str, str] = words.get(column, {})
    if column in _SEVERAL:
        return ", ".join(table.get(code, code) for code in value)
    return table.get(value, str(value))
