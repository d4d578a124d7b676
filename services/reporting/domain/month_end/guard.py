"""Tries to work hidden numbers out of everything published, as an adversary would.

The adversary knows every table of the year, the rule (a hidden number is at least one; parts add up to
their whole, schools to their municipality), which numbers never fall and which never change once they are
not zero. Alternative worlds that agree with all that are found by integer programming; a number is protected
while the worlds leave it at least :data:`POSSIBLE` values apart. One world serves all numbers at once, so
that few need one of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, lil_matrix

from services.reporting.domain.month_end.groups import MUNICIPALITY, Cell, Group, Table

POSSIBLE: Final = 4
"""As many values as a number from 1 to 4 could have for somebody who knows nothing."""
_MOST: Final = 10_000
_TRIES: Final = 6
_SURE: Final = {"presolve": False}
"""With its presolve HiGHS 1.12 (scipy 1.17) gives some of these whole-number problems too great a least
value: 12 where 7 is possible, as a test of the attack shows. A world that it finds is a world all the
same, so that at worst more is hidden than must be; that there is none is believed without presolve only."""
_SECONDS: Final = 20.0
_IMPOSSIBLE: Final = 2
Place: TypeAlias = tuple[int, Cell]
"""Which table, counted from the first, and which cell of it."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """The sum of some hidden numbers with their signs lies between ``low`` and ``high``. ``link`` is
    the later number of a rule between two tables; nothing may be hidden in such a rule."""

    terms: tuple[tuple[Place, int], ...]
    low: float
    high: float
    link: Place | None = None


def narrow(
    group: Group,
    tables: Sequence[Table],
    asked: Collection[Place],
    corrected: Collection[Place] = (),
) -> set[Place]:
    """Which of the hidden numbers asked for can be worked out too closely from all the tables, without
    the links of those that were corrected."""
    if not asked:
        return set()
    rules = [r for r in _rules(group, tables) if r.terms and r.link not in corrected]
    found = _Worlds(_hidden(tables), rules, asked).narrow()
    return set(asked) if found is None else found


def corrections(
    group: Group, tables: Sequence[Table], known: Collection[Place] = ()
) -> frozenset[Place]:
    """The numbers that a correction moved as they never move, the last table being the exact one: as
    few as possible must be left without a link, so that the tables agree."""
    rules = [rule for rule in _rules(group, tables) if rule.link is None or rule.link not in known]
    fell = {r.link for r in rules if r.link and not r.terms and not r.low <= 0 <= r.high}
    rules = [rule for rule in rules if rule.terms]
    places = _hidden(tables)
    if any(rule.link for rule in rules) and _Worlds(places, rules, ()).narrow() is None:
        fell |= _giving_way(places, rules)
    return frozenset(known) | fell


def _hidden(tables: Sequence[Table]) -> list[Place]:
    return [
        (number, cell)
        for number, table in enumerate(tables)
        for cell, value in table.items()
        if value is None
    ]


def _rules(group: Group, tables: Sequence[Table]) -> Iterator[_Rule]:
    for number, table in enumerate(tables):
        rows = {row for row, _ in table}
        for row in rows:
            yield from _adds_up(
                number, table, (row, group.whole), [(row, part) for part in group.parts]
            )
        for column in group.columns:
            schools = [(row, column) for row in rows if row != MUNICIPALITY]
            yield from _adds_up(number, table, (MUNICIPALITY, column), schools)
    for number in range(1, len(tables)):
        yield from _links(group, number, tables[number - 1], tables[number])


def _adds_up(number: int, table: Table, whole: Cell, parts: Sequence[Cell]) -> Iterator[_Rule]:
    known, terms = 0, []
    for cell, sign in ((whole, -1), *((part, 1) for part in parts)):
        value = table[cell]
        if value is None:
            terms.append(((number, cell), sign))
        else:
            known += sign * value
    if terms:
        yield _Rule(tuple(terms), -known, -known)


def _links(group: Group, number: int, before: Table, after: Table) -> Iterator[_Rule]:
    """What a number says of the same one a month earlier. The municipality's follow from its
    schools', which may become more."""
    for cell in after.keys() & before.keys():
        row, column = cell
        settled = group.settled and before[row, group.whole] != 0
        if row == MUNICIPALITY or not (settled or column in group.rising):
            continue
        terms = [
            ((number - step, cell), sign)
            for step, sign, value in ((0, 1, after[cell]), (1, -1, before[cell]))
            if value is None
        ]
        low = (before[cell] or 0) - (after[cell] or 0)
        yield _Rule(tuple(terms), low, low if settled else np.inf, (number, cell))


def _giving_way(places: list[Place], rules: list[_Rule]) -> set[Place]:
    links = {number: rule.link for number, rule in enumerate(rules) if rule.link}
    index = {place: i for i, place in enumerate(places)}
    count = len(places)
    width = count + 2 * len(links)  # two more for each link: by how much it falls short or exceeds
    matrix = lil_matrix((len(rules), width))
    for number, rule in enumerate(rules):
        for place, sign in rule.terms:
            matrix[number, index[place]] = sign
    for short, number in zip(range(count, width, 2), links):
        matrix[number, short], matrix[number, short + 1] = 1, -1
    price = np.concatenate([np.zeros(count), np.ones(2 * len(links))])
    limits = LinearConstraint(matrix.tocsr(), [r.low for r in rules], [r.high for r in rules])
    answer = milp(
        price, integrality=np.ones(width), bounds=Bounds(1 - price, _MOST), constraints=limits,
        options={"time_limit": _SECONDS, **_SURE},
    )  # fmt: skip
    if answer.x is None:
        return set(links.values())
    gaps = answer.x[count:].reshape(-1, 2).sum(axis=1)
    return {link for link, gap in zip(links.values(), gaps) if gap > 0.5}


class _Worlds:
    """What each hidden number was in the worlds found so far."""

    def __init__(self, places: list[Place], rules: list[_Rule], asked: Collection[Place]) -> None:
        self._places = places
        self._asked = np.array([place in asked for place in places], dtype=bool)
        index = {place: i for i, place in enumerate(places)}
        entries = [(r, index[p], sign) for r, rule in enumerate(rules) for p, sign in rule.terms]
        rows, columns, signs = (list(part) for part in zip(*entries)) if entries else ([], [], [])
        shape = (len(rules), len(places))
        self._matrix = csr_matrix((signs, (rows, columns)), shape=shape)
        self._low = np.array([rule.low for rule in rules])
        self._high = np.array([rule.high for rule in rules])
        self._least = np.full(len(places), np.inf)
        self._most = np.full(len(places), -np.inf)

    def narrow(self) -> set[Place] | None:
        """``None`` where no world agrees with what was published."""
        if not self._places:
            return set()
        if self._look(np.zeros(len(self._places))) == "impossible":
            return None
        random = np.random.default_rng(0)
        for _ in range(_TRIES):
            unsure = self._unsure()
            if len(unsure) <= _TRIES:
                break
            aims = np.zeros(len(self._places))
            aims[unsure] = random.choice((-1.0, 1.0), len(unsure))
            self._look(aims)
            self._look(-aims)
        for one in self._unsure():
            if self._most[one] - self._least[one] >= POSSIBLE - 1:
                continue  # a world that was looked up for another one has settled it
            aims = np.zeros(len(self._places))
            aims[one] = 1.0
            self._look(aims)
            self._look(-aims)
        return {self._places[i] for i in self._unsure()}

    def _unsure(self) -> np.ndarray:
        close = self._most - self._least < POSSIBLE - 1
        return np.flatnonzero(close & self._asked)

    def _look(self, aims: np.ndarray) -> str:
        """Notes the world in which the weighted sum of the numbers is least."""
        answer = self._solved(aims, {})
        if answer.status == _IMPOSSIBLE:
            answer = self._solved(aims, _SURE)
        if answer.x is not None:
            world = np.round(answer.x)
            self._least = np.minimum(self._least, world)
            self._most = np.maximum(self._most, world)
        return "impossible" if answer.status == _IMPOSSIBLE else "found"

    def _solved(self, aims: np.ndarray, more: dict[str, bool]) -> Any:
        rules: Any = LinearConstraint(self._matrix, self._low, self._high)
        return milp(
            aims, integrality=np.ones(len(aims)), bounds=Bounds(1, _MOST),
            constraints=rules if self._matrix.shape[0] else (),
            options={"time_limit": _SECONDS, "mip_rel_gap": 0.0, **more},
        )  # fmt: skip
