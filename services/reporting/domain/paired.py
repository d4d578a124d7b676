"""Changes of paired values: how large, how sure, and whether chance alone would do it.

``effect_size`` is Cohen's d_z: the mean change by the standard deviation of the changes.
``rank_biserial`` is the matched-pairs rank-biserial correlation (W+ - W-) / (W+ + W-) of King and
Minium as simplified by Kerby (Comprehensive Psychology 3, 2014, 11.IT.3.1).

The interval of the mean is Student's. The interval of the median is that of Hodges and Lehmann: the
middle order statistics of the Walsh averages, cut where the exact signed-rank distribution leaves at
most 2.5 % on either side (Hollander and Wolfe, Nonparametric Statistical Methods, 2nd ed., 3.3);
above fifty pairs the normal approximation gives the cut. Under six pairs no such cut exists.

The test is Wilcoxon's signed-rank test without the unchanged; it assumes that the changes are
independent of one another and lie symmetrically about their median. The paired t test stands beside
it and assumes that they are roughly normal. Neither says what caused a change.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy import stats

CONFIDENCE: Final = 0.95
_EXACT_UP_TO: Final = 50
_ALL_SIGNS_UP_TO: Final = 13
"""So few changes with ties are tested over all their signs; more take the normal approximation."""

Interval = tuple[float, float]
Method = Literal["exact", "approximate", "none"]


@dataclass(frozen=True, slots=True)
class Paired:
    """``None`` where the changes do not vary, or are too few to say."""

    n: int
    unchanged: int
    mean_change: float
    mean_interval: Interval | None
    median_change: float
    pseudomedian: float
    median_interval: Interval | None
    effect_size: float | None
    rank_biserial: float | None
    wilcoxon: float | None
    wilcoxon_p: float | None
    wilcoxon_method: Method
    t: float | None
    t_p: float | None


def paired(before: Sequence[float], after: Sequence[float]) -> Paired:
    """The statistics of at least one pair, in the order given.

    Differences that differ by less than a billionth are taken for equal, so that 0.3 - 0.2 and
    0.2 - 0.1 share a rank.
    """
    changes = np.round(np.asarray(after, float) - np.asarray(before, float), 9)
    varied = len(changes) > 1 and float(np.ptp(changes)) > 0
    plus, minus = _rank_sums(changes)
    w_p, method = _wilcoxon(changes)
    walsh = _walsh(changes)
    t = stats.ttest_1samp(changes, 0.0) if varied else None
    return Paired(
        n=len(changes),
        unchanged=int(np.count_nonzero(changes == 0)),
        mean_change=float(changes.mean()),
        mean_interval=_mean_interval(changes) if varied else None,
        median_change=float(np.median(changes)),
        pseudomedian=float(np.median(walsh)),
        median_interval=_median_interval(walsh, len(changes)),
        effect_size=float(changes.mean() / changes.std(ddof=1)) if varied else None,
        rank_biserial=(plus - minus) / (plus + minus) if plus + minus else None,
        wilcoxon=min(plus, minus) if plus + minus else None,
        wilcoxon_p=w_p,
        wilcoxon_method=method,
        t=float(t.statistic) if t else None,
        t_p=float(t.pvalue) if t else None,
    )


def _rank_sums(changes: np.ndarray) -> tuple[float, float]:
    """Ranks of the growing and of the falling, the unchanged left out, ties at their middle."""
    moved = changes[changes != 0]
    if not len(moved):
        return 0.0, 0.0
    ranks = stats.rankdata(np.abs(moved))
    return float(ranks[moved > 0].sum()), float(ranks[moved < 0].sum())


def _wilcoxon(changes: np.ndarray) -> tuple[float | None, Method]:
    moved = changes[changes != 0]
    if not len(moved):
        return None, "none"
    tied = len(np.unique(np.abs(moved))) < len(moved)
    if tied and len(moved) <= _ALL_SIGNS_UP_TO:
        every = stats.PermutationMethod(n_resamples=2**_ALL_SIGNS_UP_TO + 1)
        return float(stats.wilcoxon(moved, method=every).pvalue), "exact"
    if not tied and len(moved) <= _EXACT_UP_TO:
        return float(stats.wilcoxon(moved, method="exact").pvalue), "exact"
    return float(stats.wilcoxon(moved, method="asymptotic").pvalue), "approximate"


def _mean_interval(changes: np.ndarray) -> Interval:
    n = len(changes)
    half = stats.t.ppf((1 + CONFIDENCE) / 2, n - 1) * changes.std(ddof=1) / math.sqrt(n)
    return float(changes.mean() - half), float(changes.mean() + half)


def _walsh(changes: np.ndarray) -> np.ndarray:
    """The means of all pairs of changes, each with itself too, in order."""
    first, second = np.triu_indices(len(changes))
    return np.sort((changes[first] + changes[second]) / 2)


def _median_interval(walsh: np.ndarray, n: int) -> Interval | None:
    cut = _cut(n)
    if cut < 1:
        return None
    return float(walsh[cut - 1]), float(walsh[len(walsh) - cut])


def _cut(n: int) -> int:
    """How many Walsh averages to leave out on either side, plus one; 0 where none may be kept."""
    tail = (1 - CONFIDENCE) / 2
    if n > _EXACT_UP_TO:
        middle, spread = n * (n + 1) / 4, math.sqrt(n * (n + 1) * (2 * n + 1) / 24)
        return math.floor(middle + float(stats.norm.ppf(tail)) * spread)
    ways = _signed_rank_ways(n)
    below, total = 0, 2**n
    for value, count in enumerate(ways):
        below += count
        if below / total > tail:
            return value
    return 0


def _signed_rank_ways(n: int) -> list[int]:
    """In how many of the 2^n signs the ranks of the growing add up to each number."""
    ways = [1] + [0] * (n * (n + 1) // 2)
    for rank in range(1, n + 1):
        for total in range(len(ways) - 1, rank - 1, -1):
            ways[total] += ways[total - rank]
    return ways
