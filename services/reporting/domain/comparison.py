"""Before and after, by parameter: complete pairs of one instrument version, no word on causes.

What is counted of the changes stands in :mod:`services.reporting.domain.paired`. Fewer than five
complete pairs are told by their number only: anything more would speak of single people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final, Literal

from services.reporting.domain.paired import Paired, paired

SHOWN_FROM: Final = 5
"""Fewer complete pairs than this are counted and not compared."""
Status = Literal["comparable", "incomparable"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One pseudonym's values at one stage."""

    pseudonym: str
    stage: int
    instrument: str
    version: int
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Change:
    """``missing`` are those measured in this parameter at one stage only. The rest is ``None`` for
    fewer than :data:`SHOWN_FROM` complete pairs."""

    parameter: str
    n: int
    missing: int
    before_median: float | None = None
    after_median: float | None = None
    changes: Paired | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """``n`` complete pairs; ``missing`` measured once; ``incomparable`` under two versions."""

    instrument: str
    versions: tuple[int, ...]
    status: Status
    n: int
    missing: int
    incomparable: int
    parameters: tuple[Change, ...]


_Pair = tuple[Measured | None, Measured | None]


def compare(measured: Iterable[Measured]) -> tuple[Comparison, ...]:
    """One comparison for each instrument; a later value of a pseudonym and stage wins."""
    by_instrument: defaultdict[str, dict[str, dict[int, Measured]]] = defaultdict(dict)
    for one in measured:
        stages = by_instrument[one.instrument].setdefault(one.pseudonym, {})
        stages[one.stage] = one
    return tuple(
        _compare(instrument, [(s.get(1), s.get(2)) for s in people.values()])
        for instrument, people in sorted(by_instrument.items())
    )


def _compare(instrument: str, pairs: list[_Pair]) -> Comparison:
    versions = sorted({one.version for pair in pairs for one in pair if one})
    both = [(before, after) for before, after in pairs if before and after]
    complete = [(b, a) for b, a in both if b.version == a.version]
    status: Status = "incomparable" if both and not complete else "comparable"
    comparable = [p for p in pairs if not (p[0] and p[1] and p[0].version != p[1].version)]
    names = sorted({name for pair in comparable for one in pair if one for name in one.values})
    return Comparison(
        instrument=instrument,
        versions=tuple(versions),
        status=status,
        n=len(complete),
        missing=len(pairs) - len(both),
        incomparable=len(both) - len(complete),
        parameters=tuple(_change(name, comparable) for name in names) if complete else (),
    )


def _change(parameter: str, pairs: list[_Pair]) -> Change:
    values = [
        (
            before.values.get(parameter) if before else None,
            after.values.get(parameter) if after else None,
        )
        for before, after in pairs
    ]
    whole = [(b, a) for b, a in values if b is not None and a is not None]
    missing = sum((b is None) != (a is None) for b, a in values)
    if len(whole) < SHOWN_FROM:
        return Change(parameter, len(whole), missing)
    before, after = [b for b, _ in whole], [a for _, a in whole]
    return Change(
        parameter, len(whole), missing, median(before), median(after), paired(before, after)
    )
