"""One aim after another, each exactly: a later one chooses only among what is best for all before.

After each solve the prices say which edges some best matching can have (those that weigh exactly
their two prices) and who is served, which guide is full, in every best matching (whose price is
above 0). On that face of the problem the next level is solved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from services.matching.domain.engine import duals, flow
from services.matching.domain.engine.aims import Aim, Floor, weight
from services.matching.domain.engine.duals import Prices
from services.matching.domain.engine.graph import Bools, Graph, Ints, Matching

Tick = Callable[[str], None]
PACKED: Final = ("kept", "first", "second", "third")
"""Levels whose weights are counts from 0 to 2: as many as fit are solved as one."""
_SMALL: Final = 2


@dataclass(frozen=True, slots=True)
class Step:
    """What was proven: ``scales`` join the weights of the levels ``names`` to one; ``floor`` is
    what the worst pair reaches (level ``worst`` only)."""

    names: tuple[str, ...]
    scales: tuple[int, ...]
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
        return weight(self.aims, step.names, step.scales, edges)


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
    face, joined = whole(graph), join(graph, aims)
    first = joined[0] if joined and isinstance(joined[0], Joined) else None
    value = np.zeros(graph.edges, np.int64) if first is None else first.on(face.edges)
    tick("served")
    matching = flow.most(graph, value)
    served = duals.cover(graph, matching)
    solution = Solution(matching, aims, [_step(graph, ("served",), (1,), matching.served, served)])
    face = face.cut(served, np.ones(graph.edges, np.int64))
    found = _within(face, matching) if first is not None and value.any() else None
    return descend(face, joined, matching.served, found, solution, tick)


def descend(
    face: Face, aims: Sequence[Joined | Floor], amount: int, found: Matching | None,
    solution: Solution, tick: Tick,
) -> Solution:  # fmt: skip
    """The levels after the first. ``found`` is the best matching for the first of them where the
    solve before has brought it along."""
    for aim in aims:
        if isinstance(aim, Floor):
            tick("worst")
            face, step = raise_floor(face, aim, amount)
        else:
            tick(aim.names[-1])
            value = aim.on(face.edges)
            if not value.any():
                solution.steps.append(Step(aim.names, aim.scales, 0, no_prices(face.graph)))
                continue
            here = face.solve(value, amount) if found is None else found
            prices = face.prices(value, here)
            solution.matching = face.back(here)
            whole = face.value(value, here)
            step = _step(face.graph, aim.names, aim.scales, whole, prices)
            face = face.cut(prices, value)
        solution.steps.append(step)
        found = None
    return solution


def _step(
    graph: Graph, names: tuple[str, ...], scales: tuple[int, ...], value: int, prices: Prices
) -> Step:
    if prices.bound(graph.places) != value:
        raise ArithmeticError(f"the prices of {names} do not prove the value")
    return Step(names, scales, value, prices)


def raise_floor(face: Face, aim: Floor, amount: int) -> tuple[Face, Step]:
    """Tries the threshold, then halves the scores below it, until the highest floor is found that
    some matching of the face keeps; the prices prove that the next score is out of reach."""
    score = aim.on(face.edges)
    floors = np.append(np.unique(score[score < aim.threshold]), aim.threshold)
    low, high, probe = 0, len(floors) - 1, len(floors) - 1
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
    return face.only(score >= floor), Step(("worst",), (1,), count, prices, floor)


def no_prices(graph: Graph) -> Prices:
    return Prices(np.zeros(graph.seekers, np.int64), np.zeros(graph.guides, np.int64))


@dataclass(frozen=True, slots=True)
class Joined:
    """Aims solved as one: the sum of their weights times their scales."""

    aims: tuple[Aim, ...]
    scales: tuple[int, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(aim.name for aim in self.aims)

    def on(self, edges: Ints) -> Ints:
        if len(self.aims) == 1:
            return self.aims[0].on(edges)
        return weight(self.aims, self.names, self.scales, edges)


def join(graph: Graph, aims: Sequence[Aim | Floor]) -> list[Joined | Floor]:
    """Neighbouring aims with small weights (kept pairs, ranks) as one, where the bound says that
    they neither run into one another nor overflow."""
    joined: list[Joined | Floor] = []
    for aim in aims:
        last = joined[-1] if joined else None
        if isinstance(aim, Floor):
            joined.append(aim)
        elif isinstance(last, Joined) and _pack(graph, last, aim):
            scale = _SMALL * graph.seekers + 1
            joined[-1] = Joined((*last.aims, aim), (*(one * scale for one in last.scales), 1))
        else:
            joined.append(Joined((aim,), (1,)))
    return joined


def _pack(graph: Graph, high: Joined, low: Aim) -> bool:
    if low.name not in PACKED or not set(high.names) <= set(PACKED):
        return False
    largest = (high.scales[0] * _SMALL + 1) * (_SMALL * graph.seekers + 1)
    return flow.fits(graph, largest * (graph.seekers + graph.guides))


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
