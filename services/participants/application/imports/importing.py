"""A dry run says row by row what would happen; the import does just that, and twice does nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from services.participants.application.imports.carrying import Carrier
from services.participants.application.imports.columns import COLUMNS
from services.participants.application.imports.planning import KINDS, Kind, PlannedRow, Planner
from services.participants.application.imports.rows import Problem
from services.participants.application.imports.values import ADVICE, REASONS
from services.participants.application.imports.workbook import Table, open_table
from shared.service import Service
from shared.tenancy.scope import Scope


class Import:
    """One workbook of one school and year."""

    def __init__(self, service: Service, scope: Scope, kind: Kind, year: str) -> None:
        self._kind = kind
        self._planner = Planner(service, scope, kind, year)
        self._carrier = Carrier(service, scope, kind, year)

    def open(self, content: bytes) -> Table:
        """Raises UnusableFile for a file that holds no table. Its rows can be read once."""
        return open_table(content, COLUMNS[self._kind])

    def planned(self, table: Table) -> Iterator[list[PlannedRow]]:
        """What each row would do, a batch at a time; changes nothing."""
        return self._planner.planned(table.rows)

    def carry_out(self, rows: list[PlannedRow]) -> list[PlannedRow]:
        """One batch; see :meth:`Carrier.carry_out`. Between two of them one may stop for good."""
        return self._carrier.carry_out(rows)


def counted(rows: Iterable[PlannedRow]) -> dict[str, int]:
    counts = Counter(row.action for row in rows)
    return {action: counts.get(action, 0) for action in ("new", "changed", "same", "wrong")}


def cells(kind: Kind, table: Table, row: PlannedRow) -> list[dict[str, Any]]:
    """What is wrong with which cell, what to do, in two languages; never what stands in it."""
    return [_cell(kind, table, row.number, problem) for problem in row.problems]


def _cell(kind: Kind, table: Table, row: int, problem: Problem) -> dict[str, Any]:
    code = problem.column
    if code not in table.letters:  # a name in parts, a class in two columns
        parts = next((c.parts for c in COLUMNS[kind] if c.code == code), ())
        code = next((part for part in parts if part in table.letters), code)
    titles = {column.code: column.title for column in COLUMNS[kind]}
    letter = table.letters.get(code, "")
    return {
        "row": row,
        "cell": f"{letter}{row}" if letter else "",
        "column": table.headers.get(code, titles.get(code, code)),
        "code": problem.reason,
        "ru": REASONS[problem.reason][0],
        "en": REASONS[problem.reason][1],
        "do_ru": ADVICE[problem.reason][0],
        "do_en": ADVICE[problem.reason][1],
    }


def report(kind: Kind, table: Table, rows: list[PlannedRow], *, dry_run: bool) -> dict[str, Any]:
    """The answer to the coordinator: each row with its number, action and problems."""
    return {
        "kind": kind,
        "dry_run": dry_run,
        "sheet": table.sheet,
        "columns": table.headers,
        "unknown_columns": list(table.unknown),
        "counts": counted(rows),
        "rows": [
            {
                "row": row.number,
                "action": row.action,
                "person": row.person,
                "problems": cells(kind, table, row),
            }
            for row in rows
        ],
    }


__all__ = ["KINDS", "Import", "Kind", "PlannedRow", "cells", "counted", "report"]
