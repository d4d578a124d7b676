"""The optimal matching of a problem, by its levels and within its limit of changes."""

from __future__ import annotations

import numpy as np

from services.matching.domain.engine import aims, levels, limits
from services.matching.domain.engine.aims import Ground
from services.matching.domain.engine.criteria import FULL
from services.matching.domain.engine.graph import Matching
from services.matching.domain.engine.levels import Solution, Tick
from services.matching.domain.engine.pairs import Instance


def settle(instance: Instance, ground: Ground, tick: Tick = lambda _: None) -> Solution:
    """Raises ``TooManyChanges``."""
    problem = instance.problem
    limit = aims.limit(instance, ground)
    if problem.rematch == "balanced" and len(ground.standing):
        balanced = _balanced(instance, ground, limit, tick)
        if balanced is not None:
            return balanced
    order = aims.aims(instance, ground)
    found = levels.solve(ground.graph, order, tick)
    if limit is None or _changed(ground, found) <= limit:
        return found
    need = max(0, ground.keepable - limit)
    return limits.within(ground.graph, order, found.steps[0].value, need, tick)


def whole(ground: Ground, solution: Solution) -> Matching:
    """The fixed pairs and those that were decided, as edges of all pairs."""
    graph = ground.pairs.graph
    edge = solution.matching.own(ground.edges, -1)
    edge[graph.seeker[ground.fixed]] = ground.fixed
    return Matching(edge)


def _changed(ground: Ground, solution: Solution) -> int:
    kept = np.isin(ground.standing, solution.matching.chosen(), assume_unique=True)
    return ground.keepable - int(kept.sum())


def _balanced(instance: Instance, ground: Ground, limit: int | None, tick: Tick) -> Solution | None:
    def solve(points: int) -> Solution:
        found = levels.solve(ground.graph, aims.aims(instance, ground, points), tick)
        found.stickiness = points
        return found

    start = instance.problem.stickiness
    if limit is None:
        return solve(start)
    top = start + 2 * FULL * (1 + len(instance.problem.seekers))
    return limits.stickier(solve, lambda found: _changed(ground, found), start, limit, top)
