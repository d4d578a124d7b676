"""Matching against one bare min-cost flow on the same eligible pairs: ``make bench-matching``.

Bare means: arcs, solve, flows of OR-tools, most mentees served at the highest score, in the same
process. Ours begins with people as arrays and ends with the answer: rules, points, levels with
their proofs, audit, contributions, three alternatives each."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import click
import numpy as np

from infra.bench import matching_crowds as crowds
from infra.bench import matching_round, matching_stable, peaks
from infra.bench.report import Row, alternate, publish
from services.matching.domain.engine import aims, levels, pairs, settle, telling, verify
from services.matching.domain.engine.explain import Explainer
from services.matching.domain.engine.graph import Ints
from services.matching.domain.engine.match import match, prepare
from services.matching.domain.engine.pairs import Instance
from services.matching.domain.engine.problem import Problem, Result

EACH = 50
WHOLE = ((1_000, 500, 3.0), (5_000, 2_500, 1.8), (20_000, 8_000, 1.4))
"""Mentees, mentors, and how much the whole call may cost in bare flows."""
SMALL, SMALL_MS = (100, 60), 15.0
LEVELS, AGAIN, CHANGED, LOSSES = 2.8, 1.6, 0.01, 0.06
CHURN = 0.03
"""So large a share of mentees leaves, of mentors leaves, of mentees joins: 9 % in all."""
DENSE, DENSE_WHOLE = (5_000, 2_500), (20_000, 8_000)
DENSE_MIB = 500.0
Candidates = tuple[Ints, Ints]


def rows(full: bool = False) -> Iterator[Row]:
    yield from _small()
    for mentees, mentors, target in WHOLE:
        yield _whole(mentees, mentors, target)
    for mentees, mentors, _ in WHOLE[:2]:
        yield from _levels(mentees, mentors)
        yield from _again(mentees, mentors)
    for mentees, mentors, _ in WHOLE[:2]:
        yield _losses(mentees, mentors)
    yield _dense(*(DENSE_WHOLE if full else DENSE))


def answered(instance: Instance, candidates: Candidates) -> Result:
    """The whole call on these candidates."""
    found = pairs.among(instance, *candidates)
    ground = aims.lay(instance, found)
    return telling.result(instance, ground, settle.settle(instance, ground, lambda phase: None))


def bare(found: pairs.Pairs) -> int:
    return matching_stable.bare(found.graph, found.score.astype(np.int64))


def _small() -> Iterator[Row]:
    instance = crowds.instance(*SMALL)
    seeker, guide = (axis.ravel() for axis in np.indices(SMALL))
    found = pairs.among(instance, seeker, guide)
    ours, plain, _ = alternate(
        lambda: _ms(lambda: answered(instance, (seeker, guide)), 20),
        lambda: _ms(lambda: bare(found), 20),
    )
    yield Row("matching 100×60", "whole call beyond the bare flow", ours, plain, "ms", ours - plain,
              SMALL_MS, False, "ms beyond")  # fmt: skip


def _whole(mentees: int, mentors: int, target: float) -> Row:
    instance = crowds.instance(mentees, mentors)
    candidates, found = crowds.eligible(instance, EACH)
    ours, plain, ratio = alternate(
        lambda: _ms(lambda: answered(instance, (candidates[0], candidates[1]))),
        lambda: _ms(lambda: bare(found)),
    )
    name = f"matching {mentees:,}×{mentors:,}, {EACH} each"
    return Row(name, "whole call", ours, plain, "ms", ratio, target, False,
               f"{found.graph.edges:,} pairs")  # fmt: skip


def _levels(mentees: int, mentors: int) -> Iterator[Row]:
    """Solving alone. In a proposal's order: served, kept, first, second, third, worst, score, hash;
    and those six that are there when nothing stands and no threshold is set."""
    made = crowds.problem(mentees, mentors, ballots=True)
    standing = {one.id: made.guides[n % mentors].id for n, one in enumerate(made.seekers[::5])}
    name = f"matching {mentees:,}×{mentors:,}, {EACH} each"
    every = replace(made, standing=standing, threshold=300)
    yield _solved(name, "all eight levels, solving only", every)
    yield _solved(name, "served, three ranks, score, hash only", made)


def _solved(group: str, name: str, asked: Problem) -> Row:
    instance = prepare(asked)
    candidates, found = crowds.eligible(instance, EACH)
    ground = aims.lay(instance, found)
    ours, plain, ratio = alternate(
        lambda: _ms(
            lambda: levels.solve(ground.graph, aims.aims(instance, ground), lambda phase: None)
        ),
        lambda: _ms(lambda: bare(found)),
    )
    return Row(group, name, ours, plain, "ms", ratio, LEVELS, False,
               f"{len(candidates[0]):,} candidates")  # fmt: skip


def _again(mentees: int, mentors: int) -> Iterator[Row]:
    """Some leave, some join; the pairs of the first answer stand."""
    dice = random.Random(2)
    before = crowds.problem(round(mentees * (1 + CHURN)), mentors)
    late = {one.id for one in dice.sample(before.seekers, round(mentees * CHURN))}
    first = replace(before, seekers=tuple(s for s in before.seekers if s.id not in late))
    instance = prepare(first)
    made = answered(instance, crowds.eligible(instance, EACH)[0])  # type: ignore[arg-type]
    gone = {one.id for one in dice.sample(first.seekers, round(mentees * CHURN))}
    lost = {one.id for one in dice.sample(first.guides, round(mentors * CHURN))}
    standing = {
        fit.mentee: fit.mentor
        for fit in made.fits
        if fit.mentee not in gone and fit.mentor not in lost
    }
    now = _left(before, gone, lost, standing)
    again = prepare(now)
    wanted = pairs.named(again, standing)
    listed = np.union1d(_keys(again, crowds.candidates(again, EACH)), wanted)
    seeker, guide = np.divmod(listed, again.guides)
    found = pairs.among(again, seeker, guide)
    ground = aims.lay(again, found)
    results: list[Result] = []

    def solve() -> None:
        solution = settle.settle(again, ground, lambda phase: None)
        results.append(telling.result(again, ground, solution))

    def settled() -> None:
        settle.settle(again, ground, lambda phase: None)

    ours, plain, ratio = alternate(lambda: _ms(settled), lambda: _ms(lambda: bare(found)))
    solve()
    changed = results[-1].summary.changed / len(standing)
    name = f"matching {mentees:,}×{mentors:,}, {EACH} each"
    yield Row(name, "again after 9 % churn, solving", ours, plain, "ms", ratio, AGAIN, False,
              f"{results[-1].summary.served:,} served")  # fmt: skip
    yield Row(name, "standing pairs changed", results[-1].summary.changed, len(standing), "pairs",
              changed, CHANGED, False)  # fmt: skip


def _left(before: Problem, gone: set[str], lost: set[str], standing: dict[str, str]) -> Problem:
    return replace(
        before,
        seekers=tuple(one for one in before.seekers if one.id not in gone),
        guides=tuple(one for one in before.guides if one.id not in lost),
        standing=standing,
    )


def _keys(instance: Instance, candidates: tuple[Ints, ...]) -> Ints:
    return np.asarray(candidates[0] * instance.guides + candidates[1])


def _losses(mentees: int, mentors: int) -> Row:
    """The exact price of every other mentor of one mentee, once the answer is known."""
    made = crowds.problem(mentees, mentors)
    instance = prepare(made)
    found = pairs.everyone(instance)
    ground = aims.lay(instance, found)
    solution = settle.settle(instance, ground, lambda phase: None)
    explainer = Explainer(made, telling.result(instance, ground, solution))
    some = [one.id for one in made.seekers[:: mentees // 7]]
    explainer.table(some[0])  # what all questions share is computed once
    ours, plain, ratio = alternate(
        lambda: _ms(lambda: [explainer.table(one) for one in some[1:4]]) / 3,
        lambda: _ms(lambda: bare(found)),
    )
    return Row(f"matching {mentees:,}×{mentors:,}, all pairs", "losses of one mentee's alternatives",
               ours, plain, "ms", ratio, LOSSES, False, f"{found.graph.edges:,} pairs")  # fmt: skip


def _dense(mentees: int, mentors: int) -> Row:
    """In a process of its own, whose peak is all its memory: the whole call and the check."""
    command = [sys.executable, "-m", "infra.bench.matching", "--crowd", f"{mentees}x{mentors}"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    seconds, peak, served, possible = (float(word) for word in said[-4:])
    return Row(f"matching {mentees:,}×{mentors:,}, all pairs", "peak memory, exact and proven", peak,
               DENSE_MIB, "MiB", peak, DENSE_MIB, False,
               f"{seconds:.0f} s, {possible:,.0f} pairs, {served:,.0f} served")  # fmt: skip


def _crowd(mentees: int, mentors: int) -> str:
    asked = crowds.problem(mentees, mentors)
    begun = time.perf_counter()
    result = match(asked)
    verify.recheck(asked, result)
    seconds = time.perf_counter() - begun
    return f"{seconds:.1f} {peaks.highest():.0f} {result.summary.served} {mentees * mentors}"


def _ms(work: Callable[[], object], times: int = 1) -> float:
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begun) / times * 1000


@click.command()
@click.option("--full", is_flag=True, help="160 million pairs too: some minutes")
@click.option("--crowd", default="", hidden=True)
def main(full: bool, crowd: str) -> None:
    """Measure the matching and write bench-results/matching/bench.json."""
    if crowd:
        print(_crowd(*(int(side) for side in crowd.split("x"))))
        return
    found: list[Row] = []
    for part in (rows(full), matching_stable.rows(), matching_round.rows()):
        for row in part:
            found.append(row)
            print(".", end="", file=sys.stderr, flush=True)
    publish(found, Path("bench-results/matching"))


if __name__ == "__main__":
    main()
