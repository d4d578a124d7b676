"""One aim after another, each exactly: a later one chooses only among what is best for all before.

After each solve the prices say which edges some best matching can have (those that weigh exactly
their two prices) and who is served, which guide is full, in every best matching (whose price is
above 0). On that face of the problem the next level is solved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from services.matching.domain.engine import few
from services.matching.domain.engine.aims import Aim, Floor, weight
from services.matching.domain.engine.duals import Prices
from services.matching.domain.engine.face import Face, whole
from services.matching.domain.engine.few import Found
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


def solve(graph: Graph, aims: Sequence[Aim | Floor], tick: Tick) -> Solution:
    """Most seekers served, then each aim in order. The last should tell every two edges apart, so
    that one matching is left."""
    face, first = whole(graph), aims[0]
    value = np.zeros(graph.edges, np.int64)
    if isinstance(first, Aim):
        value = first.on(face.edges)
    tick("served")
    found = few.most(graph, value)
    served = _step(graph, "served", found.matching.served, found.prices)
    solution = Solution(found.matching, aims, [served])
    face, known = _left(face, found)
    drawn = found.drawn[found.tight] if value.any() else None
    return descend(face, aims, known, solution, tick, drawn)


def descend(
    face: Face, aims: Sequence[Aim | Floor], known: Matching, solution: Solution, tick: Tick,
    drawn: Bools | None = None,
) -> Solution:  # fmt: skip
    """The levels after the first. ``known`` is a matching of the face, and the best for the first
    of them on the edges ``drawn`` where the solve before has brought it along."""
    for aim in aims:
        tick(aim.name)
        if isinstance(aim, Floor):
            face, known, step = raise_floor(face, aim, known)
        else:
            value = aim.on(face.edges)
            if not value.any():
                step = Step(aim.name, 0, no_prices(face.graph))
            else:
                found = (
                    few.best(face, value, known, last=aim is aims[-1])
                    if drawn is None
                    else few.proven(face, value, known, drawn)
                )
                solution.matching = face.back(found.matching)
                reached = face.value(value, found.matching)
                step = _step(face.graph, aim.name, reached, found.prices)
                face, known = _left(face, found)
        solution.steps.append(step)
        drawn = None
    return solution


def _left(face: Face, found: Found) -> tuple[Face, Matching]:
    """The face that a level leaves and its matching there."""
    return face.cut(found.prices, found.tight), found.matching.among(np.nonzero(found.tight)[0])


def _step(graph: Graph, name: str, value: int, prices: Prices) -> Step:
    if prices.bound(graph.places) != value:
        raise ArithmeticError(f"the prices of “{name}” do not prove the value")
    return Step(name, value, prices)


def raise_floor(face: Face, aim: Floor, known: Matching) -> tuple[Face, Matching, Step]:
    """Halves the scores between what the matching ``known`` keeps and what everybody who must be
    served could have, until the highest floor is there that some matching of the face keeps; the
    prices prove that the next score is out of reach."""
    score = aim.on(face.edges)
    floors = np.append(np.unique(score[score < aim.threshold]), aim.threshold)
    low = _floor(floors, score[known.chosen()])
    high = _floor(floors, _reach(face, score))
    count, prices = 0, no_prices(face.graph)
    probe = high if low < high else low + 1
    while low < high or (count == 0 and low < len(floors) - 1):
        weight = -(score < floors[probe]).astype(np.int64)
        found = few.best(face, weight, known)
        below = face.value(weight, found.matching)
        if below == 0:
            low, known = probe, found.matching
        else:
            high, count, prices = probe - 1, below, found.prices
        probe = (low + high + 1) // 2 if low < high else low + 1
    keep = np.nonzero(score >= floors[low])[0]
    step = Step("worst", count, prices, int(floors[low]))
    return face.only(keep), known.among(keep), step


def _floor(floors: Ints, score: Ints) -> int:
    """The number of the highest floor that all of these keep."""
    return max(0, int(np.searchsorted(floors, score.min(initial=floors[-1]), side="right")) - 1)


def _reach(face: Face, score: Ints) -> Ints:
    """The best that each has of those who must be served."""
    first = np.nonzero(np.diff(face.graph.seeker, prepend=-1))[0]
    if len(first) == 0:
        return first
    return np.asarray(np.maximum.reduceat(score, first)[face.must_seek[face.graph.seeker[first]]])


def no_prices(graph: Graph) -> Prices:
    return Prices(np.zeros(graph.seekers, np.int64), np.zeros(graph.guides, np.int64))
