"""Which numbers of a month end are hidden, so that none that speaks of few people can be worked out."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from services.reporting.domain.month_end.groups import MUNICIPALITY, Cell, Group, Table
from services.reporting.domain.month_end.guard import POSSIBLE, Place, corrections, narrow
from services.reporting.domain.progress.suppression import LEAST

Exact = Mapping[Cell, int]


def with_sums(group: Group, schools: Mapping[str, Mapping[str, int]]) -> Exact:
    """Every school's parts with their whole, and the municipality's sums."""
    cells = {(row, part): counts[part] for row, counts in schools.items() for part in group.parts}
    cells |= {
        (MUNICIPALITY, part): sum(counts[part] for counts in schools.values())
        for part in group.parts
    }
    rows = (*schools, MUNICIPALITY)
    return cells | {
        (row, group.whole): sum(cells[row, part] for part in group.parts) for row in rows
    }


def is_small(value: int, last_shown: int | None) -> bool:
    """Whether a number, or its change since it was last shown, speaks of one to four people."""
    if 0 < value < LEAST:
        return True
    return last_shown is not None and 0 < abs(value - last_shown) < LEAST


@dataclass(frozen=True, slots=True)
class Protected:
    """``small`` are the cells for whose sake the others are hidden, ``corrected`` those that moved
    since the table before as they never move; neither is ever shown."""

    table: Table
    small: frozenset[Cell]
    corrected: frozenset[Cell] = frozenset()


def last_shown(cell: Cell, history: Sequence[Protected]) -> int | None:
    shown = (earlier.table.get(cell) for earlier in reversed(history))
    return next((value for value in shown if value is not None), None)


def protect(group: Group, exact: Exact, history: Sequence[Protected]) -> Protected:
    """What may be published after the ``history``. Zero stays, it speaks of nobody.

    Small numbers are hidden first, and what was hidden and has not changed since. While an adversary
    could work out one of them, or an earlier one, neighbours in its row and column are hidden too; in
    the end everything would be but zeros and what was shown and has not changed since.
    """
    small = frozenset(
        cell
        for cell, value in exact.items()
        if value and is_small(value, last_shown(cell, history))
    )
    known, covered = _settled(group, exact, history)
    hidden = set(small | covered)
    asked: set[Place] = {(n, cell) for n, one in enumerate(history) for cell in one.small}
    asked |= {(len(history), cell) for cell in small}
    tables = [one.table for one in history]
    noted = {(n, cell) for n, one in enumerate(history) for cell in one.corrected}
    corrected = corrections(group, [*tables, exact], noted)
    for step in itertools.count(1):
        table = {cell: None if cell in hidden else value for cell, value in exact.items()}
        asked = narrow(group, [*tables, table], asked, corrected)
        shown = sorted((v, c) for c, v in exact.items() if v and c not in hidden and c not in known)
        more = _neighbours(asked, exact, hidden, shown, 2 ** (step - 1)) if asked else set()
        if not more:
            moved = frozenset(cell for number, cell in corrected if number == len(history))
            return Protected(table, small, moved)
        hidden |= more
    raise AssertionError("counting never ends")


def _settled(
    group: Group, exact: Exact, history: Sequence[Protected]
) -> tuple[frozenset[Cell], frozenset[Cell]]:
    """Of schools whose numbers do not change any more: those that were shown, which it is useless to
    hide, and those that were hidden, which would give the earlier ones away."""
    known: set[Cell] = set()
    covered: set[Cell] = set()
    for cell, value in exact.items():
        row = cell[0]
        if not group.settled or row == MUNICIPALITY:
            continue
        told = [one.table[cell] for one in history if one.table.get((row, group.whole), 0) != 0]
        if value in told:
            known.add(cell)
        elif None in told:
            covered.add(cell)
    return frozenset(known), frozenset(covered)


def _neighbours(
    solved: Collection[Place],
    exact: Exact,
    hidden: set[Cell],
    shown: Sequence[tuple[int, Cell]],
    count: int,
) -> set[Cell]:
    """More numbers in each row and column that gives a number away, the smallest first; where none
    does by itself, the smallest of all that are left."""
    left = {cell for _, cell in shown}
    added = {cell for _, cell in solved if cell in left}
    for _, (row, column) in sorted(solved):
        for axis, name in ((0, row), (1, column)):
            behind = [cell for cell in hidden if cell[axis] == name]
            if len(behind) > 1 and sum(exact[c] for c in behind) >= POSSIBLE + len(behind) - 1:
                continue
            if not any(cell[axis] == name for cell in added):
                added.update([cell for _, cell in shown if cell[axis] == name][:count])
    return added or {cell for _, cell in shown[: 2 * count]}
