"""Groups of mentees: a mentor leads none or at least two, at most the places.

The bound is what could be reached if a mentor might lead one as well and kinds did not matter: a
flow. From there a dive mends the groups that break a rule, the cheaper half of them at a time, and
solves again. Then single mentors are opened and closed for as long as that helps, and up to
``EXACT`` mentees CP-SAT goes on. All limits count steps, not seconds, and it has one worker and a
fixed seed, so that every machine stops at the same point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from services.matching.domain.engine.graph import Graph, Ints, Matching
from services.matching.domain.engine.group_cohesion import cohere
from services.matching.domain.engine.group_flow import Network, TooLarge
from services.matching.domain.engine.group_search import improve, polish

__all__ = ["COMPOSITIONS", "EXACT", "Groups", "TooLarge", "Wish", "form", "serving_first"]

MOST: Final = 6
EXACT: Final = 150
EFFORT: Final = 1.0
"""CP-SAT's deterministic time, which is near to seconds on a quiet machine."""
_TURNS: Final = 1000
_WORK: Final = 10_000_000
"""So many edges may be gone through while single mentors are opened and closed."""
COMPOSITIONS: Final = ("any", "homogeneous", "mixed")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a group may be: of seekers of one ``kind``, of at least two kinds, or of any. ``kind``
    is of shape (seekers,): a theme or a grade. Where ``traits``, of shape (seekers, traits), are
    given, groups are made to have more of them in common as far as that costs nothing."""

    composition: str = "any"
    kind: Ints | None = None
    traits: Ints | None = None

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

    With ``effort`` 0 nothing but the dive is done. Raises ``TooLarge``."""
    wish = wish or Wish()
    graph = replace(graph, places=np.minimum(graph.places, MOST))
    if graph.edges == 0:
        return Groups(Matching(np.full(graph.seekers, -1, dtype=np.int64)), 0, 0, 0)
    kind = wish.kinds(graph.seekers)
    found = _best(Network(graph, value, key, kind), wish.composition, effort)
    if wish.traits is None:
        return found
    matching = cohere(graph, value, kind, found.matching, wish.traits)
    return replace(found, matching=matching, value=int(value[matching.chosen()].sum()))


def _best(network: Network, composition: str, effort: float) -> Groups:
    found = _dive(network, composition)
    if effort <= 0 or found.proven:
        return found
    turns = min(_TURNS, _WORK // network.graph.edges)
    matching, bound = polish(network, found.matching, composition, turns), found.bound
    if network.graph.seekers <= EXACT:
        better, proven = improve(network, composition, matching, effort)
        matching, bound = max(matching, better, key=network.total), min(bound, proven)
    return replace(found, matching=matching, value=network.total(matching), bound=bound)


def _dive(network: Network, composition: str) -> Groups:
    matching = network.solve()
    bound, solves = network.total(matching), 1
    while len((faults := network.faults(matching, composition)).guides):
        network.mend(faults, composition)
        matching, solves = network.solve(), solves + 1
    return Groups(matching, network.total(matching), bound, solves)
