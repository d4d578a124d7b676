"""Stable matching and groups against one bare min-cost flow on the same eligible pairs.

Bare means: arcs, solve, flows of OR-tools, most mentees served at the highest score. Ours is the
whole call on ranks that are there already: lists, proposals, answer. ``rows`` gives the rows of
report.py one by one; alone: ``python -m infra.bench.matching_stable``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from infra.bench import instances
from infra.bench.report import Row, alternate
from services.matching.domain.engine import groups, stable
from services.matching.domain.engine.graph import Graph, Ints
from services.matching.domain.engine.ranks import Ranks, from_ballots

SIZES = ((1_000, 500, 4), (1_000, 500, 3), (5_000, 2_500, 4), (5_000, 2_500, 3), (20_000, 8_000, 3))
"""Mentees, mentors, the most places of one: with 4 places are ample; with 3 there are as many as
mentees, which makes the longest chains of proposals, and at 20,000 fewer."""
EACH = 50
PROPOSALS, AUDIT, GAP, FLOWS = 0.3, 15.0, 0.01, 20
TIER = 50


@dataclass(frozen=True, slots=True)
class Crowd:
    """``strict`` ranks everybody by the score and something of one's own; by ``ballots`` three are
    chosen so and the rest ranked by score, equal scores being a tie; in ``tiers`` 50 points are."""

    graph: Graph
    score: Ints
    key: Ints
    strict: Ranks
    ballots: Ranks
    tiers: Ranks


def crowd(mentees: int, mentors: int, most: int, each: int = EACH, seed: int = 1) -> Crowd:
    dice = np.random.default_rng(seed)
    drawn = dice.integers(0, mentors, (mentees, each)) + np.arange(mentees)[:, None] * mentors
    seeker, guide = np.divmod(np.unique(drawn), mentors)
    graph = Graph(mentees, mentors, seeker, guide, dice.integers(1, most + 1, mentors))
    liked = 75 * dice.standard_normal(mentors)[guide] + 120 * dice.standard_normal(graph.edges)
    score = np.clip(np.rint(500 + liked), 1, 1000).astype(np.int64)
    mine, theirs = (
        _order(owner, score + 120 * dice.standard_normal(graph.edges)) for owner in (seeker, guide)
    )
    voted = (np.where(mine < 3, mine + 1, 0), np.where(theirs < 3, theirs + 1, 0), score)
    return Crowd(
        graph, score, dice.integers(0, 2**32, graph.edges), Ranks(mine, theirs),
        from_ballots(*voted), from_ballots(*voted, tier=TIER),
    )  # fmt: skip


def _order(owner: Ints, liking: NDArray[np.float64]) -> Ints:
    """0 for the one whom the owner likes best, 1, 2 …"""
    order = np.lexsort((-liking, owner))
    rank = np.empty(len(owner), dtype=np.int64)
    rank[order] = np.arange(len(owner)) - np.searchsorted(owner[order], owner[order])
    return rank


def bare(graph: Graph, score: Ints) -> int:
    """How many the flow serves."""
    source, sink = graph.seekers + graph.guides, graph.seekers + graph.guides + 1
    seekers, guides = np.arange(graph.seekers), graph.seekers + np.arange(graph.guides)
    tails = np.concatenate([graph.seeker, np.full(graph.seekers, source), guides])
    heads = np.concatenate([graph.seekers + graph.guide, seekers, np.full(graph.guides, sink)])
    room = np.concatenate([np.ones(graph.edges + graph.seekers, dtype=np.int64), graph.places])
    cost = np.concatenate([-score, np.zeros(graph.seekers + graph.guides, dtype=np.int64)])
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tails, heads, room, cost)
    solver.set_node_supply(source, graph.seekers)
    solver.set_node_supply(sink, -graph.seekers)
    solver.solve_max_flow_with_min_cost()
    return int(solver.flows(np.arange(graph.edges)).sum())


def rows() -> Iterator[Row]:
    """Each row as soon as it is measured."""
    for size in SIZES:
        yield from _proposals(size)
    for mentees, mentors, each in ((100, 60, 60), (1_000, 500, EACH), (5_000, 2_500, EACH)):
        yield from _groups(mentees, mentors, each)
    yield from _published()


def _proposals(size: tuple[int, int, int]) -> Iterator[Row]:
    one = crowd(*size)
    most, name = bare(one.graph, one.score), f"stable: {size[0]} × {size[1]}, most {size[2]}"
    times = max(1, SIZES[-1][0] // size[0])

    def flow() -> float:
        return _seconds(lambda: bare(one.graph, one.score), times)

    for kind, ranks in (("strict", one.strict), ("ballots", one.ballots), ("tiers", one.tiers)):

        def ours(ranks: Ranks = ranks) -> float:
            return _seconds(lambda: stable.match(one.graph, ranks, one.key), times)

        made = stable.match(one.graph, ranks, one.key)
        found = stable.blocking(one.graph, ranks, made)
        if len(found):
            raise AssertionError(f"{len(found)} pairs block")
        mine, raw, ratio = alternate(ours, flow)
        note = f"{made.served} served, by the flow {most}"
        yield Row(
            name, f"proposals, {kind}", mine * 1e3, raw * 1e3, "ms", ratio, PROPOSALS, False, note
        )
    audits = [_seconds(lambda: stable.blocking(one.graph, one.tiers, made)) for _ in range(5)]
    spent = sorted(audits)[2] / one.graph.edges * 1e9
    yield Row(
        name, "audit of blocking pairs, ns an edge", spent, AUDIT, "ns", spent / AUDIT, 1.0, False,
        f"{one.graph.edges} edges",
    )  # fmt: skip


def _groups(mentees: int, mentors: int, each: int) -> Iterator[Row]:
    """Three to six places a mentor; how far below the bound, and in how many bare flows."""
    one = crowd(mentees, mentors, 2, each)
    places = np.random.default_rng(2).integers(3, 7, mentors)
    graph = replace(one.graph, places=places)
    kind = np.random.default_rng(3).integers(0, 4, mentees)
    raw = sorted(_seconds(lambda: bare(graph, one.score)) for _ in range(3))[1]
    for composition in groups.COMPOSITIONS:
        begun = time.perf_counter()
        effort = groups.EFFORT if composition == "any" else 0.0
        made = groups.form(graph, one.score, one.key, groups.Wish(composition, kind), effort)
        spent = time.perf_counter() - begun
        yield Row(
            f"groups: {mentees} × {mentors}", f"{composition}, below the bound", made.value,
            made.bound, "points", made.gap, GAP if composition == "any" else None, False,
            f"{made.matching.served} served, {spent:.1f} s",
        )  # fmt: skip
    quick = _seconds(lambda: groups.form(graph, one.score, one.key, effort=0.0))
    solves = groups.form(graph, one.score, one.key, effort=0.0).solves
    yield Row(
        f"groups: {mentees} × {mentors}", "the dive alone, flows", solves, FLOWS, "flows",
        solves / FLOWS, 1.0, False, f"{quick:.2f} s, {quick / raw:.1f} bare flows",
    )  # fmt: skip


def _published() -> Iterator[Row]:
    """Instances whose optima others published; files where MENTORBASE_INSTANCES says."""
    costs, least = instances.machol_wien(200)
    assignments = [("Machol and Wien 200", costs, least)]
    for path in instances.files("assign*.txt"):
        costs = instances.read_assignment(path.read_text())
        assignments.append((path.stem, costs, instances.OPTIMA[path.stem]))
    for name, costs, least in assignments:
        got = instances.least_cost(costs)
        yield Row("published", name, got, least, "cost", got / least, 1.0, False)
    for path in instances.files("*.instance"):
        graph, ranks = instances.read_residents(path.read_text())
        key = np.random.default_rng(7).integers(0, 2**32, graph.edges)
        made = stable.match(graph, ranks, key)
        effort = instances.EFFORT if graph.edges <= 10_000 else 0.0
        largest, bound = instances.largest_stable(graph, ranks, made, effort)
        note = "proven" if largest == bound else f"found {largest}, bound {bound}"
        yield Row(
            "published", f"{path.stem}, served beside the bound", made.served, bound, "people",
            made.served / bound, 2 / 3, True, note,
        )  # fmt: skip


def _seconds(work: Callable[[], object], times: int = 1) -> float:
    """Of one call; short ones are repeated, since a single one measures what else runs."""
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begun) / times


def main() -> None:
    for row in rows():
        met = {True: "met", False: "MISSED", None: ""}[row.met]
        target = "" if row.target is None else f"{row.target:.3g}"
        print(
            f"{row.group + ': ' + row.name:62} {row.ours:11.2f} {row.bare:11.2f} {row.unit:6}"
            f" {row.ratio:7.4f} {target:>6} {met:6} {row.note}",
            flush=True,
        )


if __name__ == "__main__":
    main()
