"""The statistics of before and after on data that were published with their results.

Nothing is compared with itself: references are closed formulas in exact fractions, an enumeration of
all signs, or digits printed by the source that is named.
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.domain.paired import paired

# Cushny and Peebles, J. Physiology 32 (1905) 501, as printed by Student, Biometrika 6 (1908) 1-25,
# and as data set `sleep` of R: hours of sleep gained by ten patients under two drugs.
SLEEP_1 = ["0.7", "-1.6", "-0.2", "-1.2", "-0.1", "3.4", "3.7", "0.8", "0.0", "2.0"]
SLEEP_2 = ["1.9", "0.8", "1.1", "0.1", "-0.1", "4.4", "5.5", "1.6", "4.6", "3.4"]
# Darwin, The Effects of Cross and Self Fertilisation (1876), in eighths of an inch, as printed by
# Fisher, The Design of Experiments (1935), section 17: fifteen pairs of maize, crossed and selfed.
MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
# S. Sawyer, Mathematical Statistics 408, Washington University in St. Louis, “WcxSignRankMr”:
# eleven pairs with ties; the source prints T- = 5.5 and T+ = 60.5.
SAWYER = [
    (26, 37), (25, 29), (59, 62), (27, 25), (34, 47), (38, 40), (51, 58), (48, 52), (39, 42),
    (37, 34), (30, 42),
]  # fmt: skip


def moments(changes: list[Fraction]) -> tuple[Fraction, float]:
    """Mean and standard deviation by their definitions, without rounding before the root."""
    mean = sum(changes, Fraction(0)) / len(changes)
    square = sum(((c - mean) ** 2 for c in changes), Fraction(0)) / (len(changes) - 1)
    return mean, math.sqrt(square)


def by_all_signs(changes: list[Fraction]) -> tuple[Fraction, float]:
    """W+ and the two-sided p of the signed ranks, from every one of the 2^n signs."""
    moved = [c for c in changes if c]
    order = sorted(abs(c) for c in moved)
    ranks = [
        Fraction(order.index(abs(c)) * 2 + order.count(abs(c)) + 1, 2) for c in moved
    ]  # the middle of a tie, from 1
    plus = sum((r for r, c in zip(ranks, moved) if c > 0), Fraction(0))
    middle = sum(ranks, Fraction(0)) / 2
    far = sum(
        abs(sum((r for r, up in zip(ranks, signs) if up), Fraction(0)) - middle)
        >= abs(plus - middle)
        for signs in itertools.product((False, True), repeat=len(moved))
    )
    return plus, far / 2 ** len(moved)


def exactly(value: float | Fraction) -> object:
    return pytest.approx(float(value), rel=1e-9, abs=1e-9)


SETS = {
    "sleep": [Fraction(b) - Fraction(a) for a, b in zip(SLEEP_1, SLEEP_2)],
    "maize": [Fraction(eighths, 8) for eighths in MAIZE],
    "sawyer": [Fraction(after - before) for before, after in SAWYER],
}


@pytest.mark.parametrize("name", SETS)
def test_moments_and_effect_sizes_are_those_of_the_closed_formulas(name: str) -> None:
    changes = SETS[name]
    found = paired([0.0] * len(changes), [float(c) for c in changes])
    mean, spread = moments(changes)
    assert found.mean_change == exactly(mean)
    assert found.effect_size == exactly(float(mean) / spread)
    assert found.t == exactly(float(mean) / spread * math.sqrt(len(changes)))
    middle = sorted(changes)
    half = len(changes) // 2
    median = middle[half] if len(changes) % 2 else (middle[half - 1] + middle[half]) / 2
    assert found.median_change == exactly(median)


@pytest.mark.parametrize("name", ["sleep", "sawyer"])
def test_small_sets_are_tested_over_all_signs(name: str) -> None:
    changes = SETS[name]
    found = paired([0.0] * len(changes), [float(c) for c in changes])
    plus, p = by_all_signs(changes)
    ranks = Fraction(sum(1 for c in changes if c) * (sum(1 for c in changes if c) + 1), 2)
    assert found.wilcoxon == exactly(min(plus, ranks - plus))
    assert found.rank_biserial == exactly((2 * plus - ranks) / ranks)
    assert (found.wilcoxon_p, found.wilcoxon_method) == (exactly(p), "exact")


def test_the_maize_is_tested_exactly_without_ties_in_its_absolute_changes() -> None:
    """W- of 15 pairs with ranks 11 and 14 against it is 24; the exact p counts the sums up to 24."""
    changes = SETS["maize"]
    found = paired([0.0] * 15, [float(c) for c in changes])
    plus, p = by_all_signs(changes)
    assert (plus, found.wilcoxon) == (96, 24)
    assert found.wilcoxon_p == exactly(p)
    assert found.rank_biserial == exactly(Fraction(96 - 24, 120))


def test_the_sleep_data_give_the_digits_that_r_prints() -> None:
    """`t.test(extra ~ group, data = sleep, paired = TRUE)`: t = 4.0621, p = 0.002833,
    interval 0.7001142 to 2.4598858 (R for Dummies, “How to compare paired data with R”)."""
    found = paired([float(x) for x in SLEEP_1], [float(x) for x in SLEEP_2])
    assert found.t == pytest.approx(4.0621, abs=5e-5)
    assert found.t_p == pytest.approx(0.002833, abs=5e-7)
    assert found.mean_interval == pytest.approx((0.7001142, 2.4598858), abs=5e-8)
    assert (found.n, found.unchanged) == (10, 1)


def test_the_maize_gives_fishers_t() -> None:
    """Fisher prints a mean of 20.93 eighths and t = 2.148 with 14 degrees of freedom."""
    found = paired([0.0] * 15, [float(x) for x in MAIZE])
    assert found.mean_change == pytest.approx(20.93, abs=5e-3)
    assert found.t == pytest.approx(2.148, abs=5e-4)
    assert found.t_p is not None
    assert 0.045 < found.t_p < 0.05, "just below five in a hundred, as he remarks"


def test_ties_take_the_middle_rank_as_the_source_prints() -> None:
    found = paired([b for b, _ in SAWYER], [a for _, a in SAWYER])
    assert found.wilcoxon == 5.5
    assert found.rank_biserial == exactly((60.5 - 5.5) / 66)


@pytest.mark.parametrize(("name", "left_out"), [("sleep", 8), ("maize", 25), ("sawyer", 10)])
def test_the_medians_interval_is_cut_from_the_walsh_averages(name: str, left_out: int) -> None:
    """The lower 0.025 critical values of the signed-rank sum for n = 10, 15 and 11 are 8, 25 and 10
    (Wilcoxon and Wilcox, Some Rapid Approximate Statistical Procedures, 1964, two-sided 0.05);
    the interval runs from the next Walsh average to the same from above."""
    changes = SETS[name]
    found = paired([0.0] * len(changes), [float(c) for c in changes])
    walsh = sorted((a + b) / 2 for a, b in itertools.combinations_with_replacement(changes, 2))
    low, high = walsh[left_out], walsh[-1 - left_out]
    assert found.median_interval == (exactly(low), exactly(high))
    middle = len(walsh) // 2
    pseudomedian = walsh[middle] if len(walsh) % 2 else (walsh[middle - 1] + walsh[middle]) / 2
    assert found.pseudomedian == exactly(pseudomedian)


def test_under_six_pairs_no_interval_of_the_median_reaches_ninety_five_percent() -> None:
    assert paired([0.0] * 5, [1, 2, 3, 4, 5]).median_interval is None
    assert paired([0.0] * 6, [1, 2, 3, 4, 5, 6]).median_interval == (1, 6)


def test_changes_that_do_not_vary_say_nothing_of_chance() -> None:
    same = paired([1, 2, 3], [2, 3, 4])
    assert (same.effect_size, same.t, same.mean_interval) == (None, None, None)
    assert same.rank_biserial == 1
    none = paired([1.0, 2.0], [1.0, 2.0])
    assert (none.wilcoxon_p, none.wilcoxon_method, none.unchanged) == (None, "none", 2)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(-9, 9), min_size=2, max_size=9))
def test_any_small_set_agrees_with_the_enumeration(changes: list[int]) -> None:
    found = paired([0.0] * len(changes), [float(c) for c in changes])
    if any(changes):
        plus, p = by_all_signs([Fraction(c) for c in changes])
        assert found.wilcoxon_p == exactly(p)
        moved = sum(1 for c in changes if c)
        assert found.rank_biserial == exactly(
            (4 * plus - moved * (moved + 1)) / (moved * (moved + 1))
        )


def test_many_pairs_take_the_normal_approximation() -> None:
    found = paired([0.0] * 60, [float(n % 7 - 2) for n in range(60)])
    assert found.wilcoxon_method == "approximate"
    low, high = found.median_interval or (math.nan, math.nan)
    assert low <= found.pseudomedian <= high
