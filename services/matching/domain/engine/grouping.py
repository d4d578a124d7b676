"""Groups in a whole problem: who may share a mentor is joined in groups, the others in pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from services.matching.domain.engine import aims, groups, levels
from services.matching.domain.engine.aims import Ground
from services.matching.domain.engine.graph import Bools, Graph, Ints, Matching
from services.matching.domain.engine.groups import Wish
from services.matching.domain.engine.levels import Solution
from services.matching.domain.engine.pairs import Instance
from services.matching.domain.engine.problem import Guide, Seeker

Tick = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Formed:
    """``gap`` is the share by which the groups may be below the best, at most."""

    solution: Solution
    gap: float


def settle(instance: Instance, ground: Ground, tick: Tick) -> Formed:
    """Groups of two to six where both sides accept one: most mentees, then the highest score. Then
    pairs with mentors who lead none, level by level: of those of whom one wants no group, and last
    of those who found none, one with a mentor. Mentors of fixed pairs lead none.

    Groups are no flow, so that nothing is proven but ``gap``."""
    graph = ground.graph
    mine = _accept(instance.problem.seekers)
    theirs = _accept(instance.problem.guides)
    edge = np.full(graph.seekers, -1, dtype=np.int64)
    tick("groups")
    both = mine[graph.seeker] & theirs[graph.guide]
    gap = _join(instance, ground, np.nonzero(both)[0], edge)
    leads = np.zeros(graph.guides, dtype=bool)
    leads[graph.guide[edge[edge >= 0]]] = True
    for edges, most in ((~both, np.max(graph.places, initial=0)), (both, 1)):
        alone = np.nonzero(edges & (edge[graph.seeker] < 0) & ~leads[graph.guide])[0]
        taken = np.bincount(graph.guide[edge[edge >= 0]], minlength=graph.guides)
        left = np.where(leads, 0, np.minimum(graph.places - taken, most))
        _pair(instance, ground, alone, left, edge, tick)
    return Formed(Solution(Matching(edge), []), gap)


def _join(instance: Instance, ground: Ground, shared: Ints, edge: Ints) -> float:
    places = np.where(_held(ground) > 0, 0, ground.graph.places)
    graph = _part(ground.graph, shared, places)
    score = ground.pairs.score[ground.edges[shared]].astype(np.int64)
    key = aims.hashing(instance, ground.graph)(shared)
    wish = Wish(instance.problem.composition, _themes(instance.problem.seekers))
    formed = groups.form(graph, groups.serving_first(graph, score), key, wish)
    got = formed.matching.edge
    edge[got >= 0] = shared[got[got >= 0]]
    return formed.gap


def _pair(
    instance: Instance, ground: Ground, alone: Ints, places: Ints, edge: Ints, tick: Tick
) -> None:
    graph = _part(ground.graph, alone, places)
    if graph.edges == 0:
        return
    standing = np.nonzero(np.isin(alone, ground.standing, assume_unique=True))[0]
    rest = replace(ground, edges=ground.edges[alone], graph=graph, standing=standing)
    found = levels.solve(graph, aims.aims(instance, rest), tick).matching.edge
    edge[found >= 0] = alone[found[found >= 0]]


def _part(graph: Graph, edges: Ints, places: Ints) -> Graph:
    return Graph(graph.seekers, graph.guides, graph.seeker[edges], graph.guide[edges], places)


def _held(ground: Ground) -> Ints:
    graph = ground.pairs.graph
    return np.bincount(graph.guide[ground.fixed], minlength=graph.guides)


def _accept(people: tuple[Seeker, ...] | tuple[Guide, ...]) -> Bools:
    return np.array([one.features.group_ok for one in people], dtype=bool)


def _themes(people: tuple[Seeker, ...]) -> Ints:
    """The theme that each names first, as a number."""
    first = [next(iter(one.features.themes), "") for one in people]
    known = {theme: number for number, theme in enumerate(sorted(set(first)))}
    return np.array([known[theme] for theme in first], dtype=np.int64)
