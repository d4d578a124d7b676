"""A municipal round of 200 schools against one bare min-cost flow on the same edges.

Each school has about a hundred mentees and mentors of its own; one mentor in ten is shared with
some other schools. Bare means: arcs, solve, flows of OR-tools, most mentees served at the highest
score, with each school's bound on a shared mentor's places and without any guarantee. Alone:
``python -m infra.bench.matching_round``."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from ortools.graph.python import min_cost_flow

from infra.bench import peaks
from infra.bench.report import Row, alternate
from services.matching.domain.engine import shares
from services.matching.domain.engine.criteria import DEFAULT_WEIGHTS
from services.matching.domain.engine.graph import Graph, Ints
from services.matching.domain.engine.problem import Guide, Problem, Seeker
from services.matching.domain.engine.shares import Shares, Town
from services.matching.domain.engine.town import Asked, Part, compute
from shared.contracts.features import THEMES, Features

SCHOOLS, MENTEES, MENTORS, EACH, SHARED = 200, 100, 50, 50, 0.1
TARGET = 2.0
_GROUP = f"municipal round: {SCHOOLS} schools"
_FORM: Final = "student_pupil"
_TIMES = tuple(f"{day}-{hour}" for day in ("mon", "tue", "wed", "sat") for hour in (10, 15, 17))
_INTERESTS = tuple(f"interest {number}" for number in range(30))


@dataclass(frozen=True, slots=True)
class Bare:
    """``by_school`` is of shape (schools,)."""

    served: int
    score: int
    by_school: Ints


def town(schools: int = SCHOOLS, seed: int = 7) -> Town:
    """Four mentees of five find a place: shared mentors are what schools contend for."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(MENTEES * 4 // 5, MENTEES * 6 // 5 + 1, schools)
    guides = schools * MENTORS
    home = np.repeat(np.arange(schools), MENTORS)
    shared = np.flatnonzero(rng.random(guides) < SHARED)
    reach = [home == school for school in range(schools)]
    for mentor in shared:
        for number in rng.choice(schools, rng.integers(2, 7), replace=False):
            reach[number][mentor] = True
    school = np.repeat(np.arange(schools), sizes)
    seeker: list[Ints] = []
    guide: list[Ints] = []
    for number in range(len(school)):
        known = np.flatnonzero(reach[school[number]])
        found = np.sort(rng.choice(known, min(EACH, len(known)), replace=False))
        seeker.append(np.full(len(found), number))
        guide.append(found)
    seekers, chosen = np.concatenate(seeker), np.concatenate(guide)
    cells = np.unique(np.stack([chosen, school[seekers]], axis=1), axis=0)
    places = rng.integers(1, 4, guides)
    return Town(
        graph=Graph(len(school), guides, seekers, chosen, places),
        schools=schools,
        school=school,
        cell_guide=cells[:, 0],
        cell_school=cells[:, 1],
        cell_places=np.minimum(places[cells[:, 0]], rng.integers(1, 4, len(cells))),
        score=rng.integers(200, 1000, len(chosen)),
        lot=rng.integers(0, 2**20, len(chosen)),
        cell_lot=rng.integers(0, 2**20, len(cells)),
    )


def bare(one: Town) -> Bare:
    """One call of the solver with everything added in bulk."""
    graph, cell = one.graph, one.cell_of_edges()
    cells = graph.seekers + np.arange(one.cells)
    guides = cells[-1] + 1 + np.arange(graph.guides)
    source = int(guides[-1]) + 1
    seekers = np.arange(graph.seekers)
    solver = min_cost_flow.SimpleMinCostFlow()
    for tails, heads, capacities, costs in (
        (graph.seeker, cells[cell], np.ones_like(cell), -one.score),
        (cells, guides[one.cell_guide], one.cell_places, np.zeros_like(cells)),
        (guides, np.full_like(guides, source + 1), graph.places, np.zeros_like(guides)),
        (np.full_like(seekers, source), seekers, np.ones_like(seekers), np.zeros_like(seekers)),
    ):
        solver.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities, costs)
    solver.set_nodes_supplies(
        np.array([source, source + 1]), np.array([graph.seekers, -graph.seekers])
    )
    status = solver.solve_max_flow_with_min_cost()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"the solver answered {status}")
    chosen = np.flatnonzero(solver.flows(np.arange(graph.edges)))
    by_school = np.bincount(one.school[graph.seeker[chosen]], minlength=one.schools)
    return Bare(len(chosen), int(one.score[chosen].sum()), by_school)


def check(one: Town, found: Shares) -> None:
    """Without the solver: nothing beyond any number of places, and every guarantee kept."""
    chosen, cell = found.matching.chosen(), one.cell_of_edges()
    graph = one.graph
    _bounded(np.bincount(graph.guide[chosen], minlength=graph.guides), graph.places)
    _bounded(np.bincount(cell[chosen], minlength=one.cells), one.cell_places)
    _bounded(np.bincount(one.cell_guide, found.share, graph.guides).astype(int), graph.places)
    _bounded(found.guaranteed, found.served)


def _bounded(numbers: Ints, most: Ints) -> None:
    if (numbers > most).any():
        raise AssertionError("a bound is broken")


def _seconds(work: Callable[[Town], object], one: Town) -> float:
    begun = time.perf_counter()
    work(one)
    return time.perf_counter() - begun


def people(schools: int = SCHOOLS, seed: int = 7) -> Asked:
    """As :func:`town`, with answers instead of pairs: what a worker hands to the computation."""
    chance = random.Random(seed)
    left = {f"m{n}": chance.randint(1, 3) for n in range(schools * MENTORS)}
    mentors = {name: _features(chance, adult=True) for name in left}
    reach: list[list[str]] = [
        [f"m{number * MENTORS + n}" for n in range(MENTORS)] for number in range(schools)
    ]
    for name in left:
        if chance.random() < SHARED:
            for school in chance.sample(range(schools), chance.randint(2, 6)):
                reach[school].append(name)
    parts = []
    for number in range(schools):
        known = sorted(set(reach[number]))
        mentees = [
            Seeker(f"s{number}-{n}", _features(chance, adult=False))
            for n in range(chance.randint(MENTEES * 4 // 5, MENTEES * 6 // 5))
        ]
        guides = [Guide(name, mentors[name], left[name], (_FORM,)) for name in known]
        problem = Problem(
            tuple(mentees), tuple(guides), (_FORM,), DEFAULT_WEIGHTS, seed=f"school {number}"
        )
        parts.append(Part(f"school-{number:03}", problem, {name: name for name in known}))
    return Asked(tuple(parts), left, "round")


def _features(chance: random.Random, *, adult: bool) -> Features:
    return Features(
        forms=(_FORM,), themes=tuple(chance.sample(THEMES, 3)),
        times=tuple(chance.sample(_TIMES, 4)), adult=adult,
        age_band="18-24" if adult else "14-15", interests=tuple(chance.sample(_INTERESTS, 3)),
    )  # fmt: skip


def rows() -> Iterator[Row]:
    one = town()
    plain, found = bare(one), shares.divide(one)
    check(one, found)
    if found.matching.served != plain.served:
        raise AssertionError("the guarantee cost a pair")
    ours, raw, ratio = alternate(lambda: _seconds(shares.divide, one), lambda: _seconds(bare, one))
    size = f"{one.graph.seekers} mentees, {one.graph.guides} mentors, {one.graph.edges} pairs"
    yield Row(_GROUP, "shares, guarantee, matching", ours, raw, "s", ratio, TARGET, False, size)
    taken, least = _memory("shares"), _memory("bare")
    yield Row(
        _GROUP, "memory beyond the pairs themselves", taken, least, "MiB", taken / least, None,
        False, "peak, each in a process of its own",
    )  # fmt: skip
    chosen = found.matching.chosen()
    score = int(one.score[chosen].sum())
    yield Row(
        _GROUP, "score with the guarantee", score, plain.score, "points", score / plain.score,
        0.99, True, f"{found.matching.served} served by both",
    )  # fmt: skip
    yield _fairness(one, found, plain)
    asked = people()
    begun = time.perf_counter()
    portions = compute(asked, lambda phase, done, total: None)
    seconds = time.perf_counter() - begun
    short = [one for one in portions if one.served < one.guaranteed]
    if short:
        raise AssertionError(f"{len(short)} schools get less than they are guaranteed")
    yield Row(
        _GROUP, "from answers to proposals with reasons", seconds, raw, "s", seconds / raw, None,
        False, f"{sum(one.served for one in portions)} pairs explained",
    )  # fmt: skip


def _fairness(one: Town, found: Shares, plain: Bare) -> Row:
    """How many schools the bare flow would leave below what the round guarantees them."""
    below = int((plain.by_school < found.guaranteed).sum())
    kept = int((found.served >= found.guaranteed).sum())
    return Row(
        _GROUP, "schools that get what is guaranteed", kept, one.schools - below, "schools",
        kept / one.schools, 1.0, True, f"without it {below} get less",
    )  # fmt: skip


_WORK: Final[dict[str, Callable[[Town], object]]] = {"shares": shares.divide, "bare": bare}


def _memory(work: str) -> float:
    """What this program says in a process of its own: whatever ran here before would be in it."""
    command = [sys.executable, "-m", "infra.bench.matching_round", "--memory", work]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(said.split()[-1])


def main() -> None:
    if "--memory" in sys.argv:
        one = town()
        print(peaks.beyond(lambda: _WORK[sys.argv[-1]](one)))
        return
    for row in rows():
        met = {True: "met", False: "MISSED", None: ""}[row.met]
        print(
            f"{row.name:38} {row.ours:12.2f} {row.bare:12.2f} {row.unit:8} {row.ratio:6.2f}"
            f" {row.target or '':>5} {met:6} {row.note}"
        )


if __name__ == "__main__":
    main()
