"""What a matching is like beyond its levels: ranks, pairs that would rather be others, alternatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from services.matching.domain.engine import pairs
from services.matching.domain.engine.beyond import CHOICE
from services.matching.domain.engine.graph import Graph, Ints, Matching
from services.matching.domain.engine.pairs import Instance, Pairs
from services.matching.domain.engine.people import Array

ALTERNATIVES: Final = 3
_TOP: Final = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Liking:
    """How much each side of every edge likes the other: ballot first, then the score; the higher
    the better. Equal numbers are a tie."""

    forth: Array
    back: Array


def liking(instance: Instance, found: Pairs) -> Liking:
    graph = found.graph
    key = pairs.keys(instance, graph.seeker, graph.guide)
    place, value = pairs.laid(instance.ranked, key)
    if len(place) == 0:
        return Liking(found.score, found.score)
    sides = []
    for rank in (value // 4, value % 4):
        side = found.score.astype(np.int32)
        side[place] += np.where(rank > 0, 4 - rank.astype(np.int32), 0) * CHOICE
        sides.append(side)
    return Liking(sides[0], sides[1])


@dataclass(frozen=True, slots=True)
class Figures:
    """``rank`` is the place of the own guide in each served seeker's list, 1 for the best, 0 for
    who has none; guides liked as much as the own do not count before. ``blocking`` counts the
    pairs that would both rather have each other."""

    rank: Ints
    blocking: int


def figures(instance: Instance, found: Pairs, matching: Matching, fixed: Ints) -> Figures:
    graph, likes = found.graph, liking(instance, found)
    got = matching.own(likes.forth, _TOP)
    better = likes.forth > got[graph.seeker]
    before = np.bincount(graph.seeker[better], minlength=graph.seekers)
    count = len(blocking(graph, likes, matching, fixed))
    return Figures(np.where(matching.edge >= 0, before + 1, 0), count)


def blocking(graph: Graph, liking: Liking, matching: Matching, fixed: Ints) -> Ints:
    """The edges whose two people would both rather have each other than what they got. A fixed
    pair is not to be had."""
    got, worst = standards(graph, liking, matching, fixed)
    keen = np.nonzero(liking.forth > got[graph.seeker])[0]
    return np.asarray(keen[liking.back[keen] > worst[graph.guide[keen]]])


def standards(graph: Graph, liking: Liking, matching: Matching, fixed: Ints) -> tuple[Array, Array]:
    """How much each seeker likes what they got, and each guide the least liked of theirs."""
    got = matching.own(liking.forth, -1)
    got[graph.seeker[fixed]] = _TOP
    chosen = matching.chosen()
    taken = np.bincount(graph.guide[chosen], minlength=graph.guides)
    worst = np.full(graph.guides, _TOP, np.int32)
    free = np.setdiff1d(chosen, fixed, assume_unique=True) if len(fixed) else chosen
    np.minimum.at(worst, graph.guide[free], liking.back[free].astype(np.int32))
    worst[taken < graph.places] = -1
    return got, worst


def alternatives(instance: Instance, found: Pairs, matching: Matching) -> Ints:
    """The edges to the best other guides of each seeker by score, shape (seekers, 3), -1 for none.
    Equals are told apart by a keyed order of the guides."""
    graph = found.graph
    best = np.full((graph.seekers, ALTERNATIVES), -1, np.int64)
    if graph.edges == 0:
        return best
    order = np.argsort(np.argsort(instance.keys[1], kind="stable"), kind="stable")
    value = (found.score.astype(np.int64) << 32) | order[graph.guide]
    value[matching.chosen()] = -1
    first = np.nonzero(np.diff(graph.seeker, prepend=-1))[0]
    count = np.diff(np.append(first, graph.edges))
    for turn in range(ALTERNATIVES):
        high = np.maximum.reduceat(value, first)
        hit = np.nonzero(value == np.repeat(high, count))[0]
        hit = hit[value[hit] >= 0]
        best[graph.seeker[hit], turn] = hit
        value[hit] = -1
    return best
