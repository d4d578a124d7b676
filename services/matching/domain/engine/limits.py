"""At most so many standing pairs may change, whatever it costs: exact where kept pairs are a level.

How many pairs can be kept is a concave function of how many mentees are served (both are amounts of
one flow), so the most that can be served within the limit is found by halving. Where standing pairs
only get points, the least points that honour the limit are searched instead (a Lagrange multiplier):
the limit holds and most are served, but another matching within the limit may have a higher score."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from services.matching.domain.engine import levels
from services.matching.domain.engine.aims import Aim, Floor, nobody, with_nobody
from services.matching.domain.engine.face import Face
from services.matching.domain.engine.graph import Graph
from services.matching.domain.engine.levels import Solution, Step, Tick


def within(graph: Graph, aims: Sequence[Aim | Floor], most: int, need: int, tick: Tick) -> Solution:
    """At least ``need`` pairs kept (the first aim); ``most`` served would keep fewer."""
    kept = aims[0]
    assert isinstance(kept, Aim)
    low, high = need, most - 1
    proof = _try(graph, kept, most)
    while low < high:
        tick("kept")
        middle = (low + high + 1) // 2
        tried = _try(graph, kept, middle)
        if tried.value >= need:
            low = middle
        else:
            high, proof = middle - 1, tried
    face = _face(graph, low)
    known = face.solve(kept.on(face.edges), graph.seekers)
    start = Solution(face.back(known), aims, [proof])
    return levels.descend(face, aims, known, start, tick)


def _face(graph: Graph, amount: int) -> Face:
    whole, edges = with_nobody(graph, amount)
    return Face(whole, edges, np.ones(whole.seekers, bool), nobody(whole))


def _try(graph: Graph, kept: Aim, amount: int) -> Step:
    """The most pairs kept when ``amount`` mentees are served, proven by prices."""
    face = _face(graph, amount)
    weight = kept.on(face.edges)
    here = face.solve(weight, face.graph.seekers)
    return Step("limit", face.value(weight, here), face.prices(weight, here), amount)


def stickier(
    solve: Callable[[int], Solution], changed: Callable[[Solution], int], start: int, limit: int,
    top: int,
) -> Solution | None:  # fmt: skip
    """The solution with the least points from ``start`` that changes at most ``limit`` pairs; None
    where ``top`` points are not enough."""
    found = solve(start)
    if changed(found) <= limit:
        return found
    low, high, found = start, top, solve(top)
    if changed(found) > limit:
        return None
    while low + 1 < high:
        middle = (low + high) // 2
        tried = solve(middle)
        if changed(tried) <= limit:
            high, found = middle, tried
        else:
            low = middle
    return found
