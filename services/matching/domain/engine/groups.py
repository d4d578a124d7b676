"""Groups of mentees: a mentor leads none or at least two, at most the places.

The bound is what could be reached if a mentor might lead one as well and kinds did not matter: a
flow. From there a dive fixes the groups that break a rule, the cheapest half of them at a time, and
solves again. Up to ``EXACT`` mentees CP-SAT goes on from there with one worker, a fixed seed and a
limit that counts steps, not seconds, so that every machine stops at the same point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from services.matching.domain.engine.graph import Graph, Ints, Matching
from services.matching.domain.engine.group_flow import Network
from services.matching.domain.engine.group_search import improve

LEAST: Final = 2
MOST: Final = 6
EXACT: Final = 150
EFFORT: Final = 8.0
"""CP-SAT's deterministic time, about as many seconds on a machine of 2020."""
COMPOSITIONS: Final = ("any", "homogeneous", "mixed")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a group may be: of seekers of one ``kind``, of at least two kinds, or of any. ``kind``
    is of shape (seekers,), none below 0: a theme or a grade."""

    composition: str = "any"
    kind: Ints | None = None

    def kinds(self, seekers: int) -> Ints:
        if self.composition == "any" or self.kind is None:
            return np.zeros(seekers, dtype=np.int64)
        return np.unique(self.kind, return_inverse=True)[1].astype(np.int64)


@dataclass(frozen=True, slots=True)
class Groups:
    """``value`` is reached, ``bound`` can be exceeded by no grouping; ``proven`` where they are one
    or CP-SAT closed the gap. ``solves`` counts flows."""

    matching: Matching
    value: int
    bound: int
    solves: int

    @property
    def proven(self) -> bool:
        return self.value == self.bound

    @property
    def gap(self) -> float:
        """How far below the bound, as a share of it."""
        return (self.bound - self.value) / self.bound if self.bound else 0.0


def serving_first(graph: Graph, score: Ints) -> Ints:
    """Values with which serving one more is worth more than any score."""
    return np.asarray(score + graph.seekers * int(score.max(initial=0)) + 1)


def form(
    graph: Graph, value: Ints, key: Ints, wish: Wish | None = None, effort: float = EFFORT
) -> Groups:
    """Groups of a large sum of ``value`` (whole numbers above 0, by edge); ``key`` breaks ties.

    With ``effort`` 0 nothing but the dive is done."""
    wish = wish or Wish()
    graph = replace(graph, places=np.minimum(graph.places, MOST))
    kind = wish.kinds(graph.seekers)
    found = _dive(graph, value, key, kind, wish.composition)
    if effort <= 0 or found.proven or graph.seekers > EXACT:
        return found
    matching, bound = improve(graph, value, kind, wish.composition, found.matching, effort)
    reached = _total(value, matching)
    if reached <= found.value:
        matching, reached = found.matching, found.value
    return Groups(matching, reached, min(bound, found.bound), found.solves)


def _dive(graph: Graph, value: Ints, key: Ints, kind: Ints, composition: str) -> Groups:
    network = Network(graph, value, key, kind)
    matching = network.solve()
    bound, solves = _total(value, matching), 1
    while network.mend(matching, composition):
        matching, solves = network.solve(), solves + 1
    return Groups(matching, _total(value, matching), bound, solves)


def _total(value: Ints, matching: Matching) -> int:
    return int(value[matching.chosen()].sum())
