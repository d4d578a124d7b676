"""One aim after another, each exactly: a later one chooses only among what is best for all before.

After each solve the prices say which edges some best matching can have (those that weigh exactly
their two prices) and who is served, which guide is full, in every best matching (whose price is
above 0). On that face of the problem the next level is solved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from services.matching.domain.engine import duals, flow
from services.matching.domain.engine.aims import Aim, Floor, weight
from services.matching.domain.engine.duals import Prices
from services.matching.domain.engine.graph import Bools, Graph, Ints, Matching

Tick = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """What was proven of a level; ``floor`` is what the worst pair reaches (``worst`` only)."""

    name: str
    value: int
    prices: Prices
    floor: int = 0


@dataclass(slots=True)
class Solution:
    """``matching`` on the edges that ``aims`` weigh; ``stickiness`` are the points in them that
    standing pairs got."""

    matching: Matching
    aims: Sequence[Aim | Floor]
    steps: list[Step] = field(default_factory=list)
    stickiness: int | None = None

    def weight(self, step: Step, edges: Ints) -> Ints:
        """What these edges weigh in a step; in ``worst`` their score."""
        return weight(self.aims, step.name, edges)


@dataclass(frozen=True, slots=True)
class Face:
    """The edges (numbers in the whole graph) and duties that the levels so far have left."""

    graph: Graph
    edges: Ints
    must_seek: Bools
    must_guide: Bools

    def cut(self, prices: Prices, weight: Ints) -> Face:
        here = self.only(prices.slack(self.graph, weight) == 0)
        return Face(
            here.graph, here.edges, self.must_seek | (prices.seekers > 0),
            self.must_guide | (prices.guides > 0),
        )  # fmt: skip

    def only(self, where: Bools) -> Face:
        graph, keep = self.graph, np.nonzero(where)[0]
        less = Graph(
            graph.seekers, graph.guides, graph.seeker[keep], graph.guide[keep], graph.places
        )
        return Face(less, self.edges[keep], self.must_seek, self.must_guide)

    def solve(self, weight: Ints, amount: int) -> Matching:
        return flow.exactly(self.graph, weight, amount, self.must_seek, self.must_guide)

    def prices(self, weight: Ints, matching: Matching) -> Prices:
        return duals.prices(self.graph, weight, matching, self.must_seek, self.must_guide)

    def value(self, weight: Ints, matching: Matching) -> int:
        return int(weight[matching.chosen()].sum())

    def back(self, matching: Matching) -> Matching:
        """The same matching with the numbers that its edges have in the whole graph."""
        return Matching(matching.own(self.edges, -1))


def solve(graph: Graph, aims: Sequence[Aim | Floor], tick: Tick) -> Solution:
    """Most seekers served, then each aim in order. The last should tell every two edges apart, so
    that one matching is left."""
    face, first = whole(graph), aims[0]
    value = np.zeros(graph.edges, np.int64)
    if isinstance(first, Aim):
        value = first.on(face.edges)
    tick("served")
    matching = flow.most(graph, value)
    served = duals.cover(graph, matching)
    solution = Solution(matching, aims, [_step(graph, "served", matching.served, served)])
    face = face.cut(served, np.ones(graph.edges, np.int64))
    found = _within(face, matching) if value.any() else None
    return descend(face, aims, matching.served, found, solution, tick)


def descend(
    face: Face, aims: Sequence[Aim | Floor], amount: int, found: Matching | None,
    solution: Solution, tick: Tick,
) -> Solution:  # fmt: skip
    """The levels after the first. ``found`` is the best matching for the first of them where the
    solve before has brought it along."""
    for aim in aims:
        if isinstance(aim, Floor):
            tick("worst")
            face, step = raise_floor(face, aim, amount, solution.matching)
        else:
            tick(aim.name)
            value = aim.on(face.edges)
            if not value.any():
                step = Step(aim.name, 0, no_prices(face.graph))
            else:
                here = face.solve(value, amount) if found is None else found
                prices = face.prices(value, here)
                solution.matching = face.back(here)
                step = _step(face.graph, aim.name, face.value(value, here), prices)
                face = face.cut(prices, value)
        solution.steps.append(step)
        found = None
    return solution


def _step(graph: Graph, name: str, value: int, prices: Prices) -> Step:
    if prices.bound(graph.places) != value:
        raise ArithmeticError(f"the prices of “{name}” do not prove the value")
    return Step(name, value, prices)


def raise_floor(face: Face, aim: Floor, amount: int, found: Matching) -> tuple[Face, Step]:
    """Tries the threshold, then halves the scores between it and what the matching ``found`` keeps,
    until the highest floor is there that some matching of the face keeps; the prices prove that
    the next score is out of reach."""
    score = aim.on(face.edges)
    floors = np.append(np.unique(score[score < aim.threshold]), aim.threshold)
    kept = aim.on(found.chosen()).min(initial=aim.threshold)
    low = max(0, int(np.searchsorted(floors, kept, side="right")) - 1)
    high = probe = len(floors) - 1
    count, prices = 0, no_prices(face.graph)
    while low < high:
        weight = -(score < floors[probe]).astype(np.int64)
        here = face.solve(weight, amount)
        below = face.value(weight, here)
        if below == 0:
            low = probe
        else:
            high, count, prices = probe - 1, below, face.prices(weight, here)
        probe = (low + high + 1) // 2
    floor = int(floors[low])
    return face.only(score >= floor), Step("worst", count, prices, floor)


def no_prices(graph: Graph) -> Prices:
    return Prices(np.zeros(graph.seekers, np.int64), np.zeros(graph.guides, np.int64))


def whole(graph: Graph) -> Face:
    return Face(
        graph, np.arange(graph.edges), np.zeros(graph.seekers, bool), np.zeros(graph.guides, bool)
    )


def _within(face: Face, matching: Matching) -> Matching:
    """The matching with the numbers that its edges have on the face."""
    edge = matching.edge
    if len(face.edges) == 0:
        return matching
    found = np.searchsorted(face.edges, np.maximum(edge, 0))
    return Matching(np.where(edge >= 0, np.minimum(found, len(face.edges) - 1), -1))
