"""Prices that prove a matching optimal: what a mentee's turn and a mentor's place are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.engine.graph import Bools, Graph, Ints, Matching

Signed = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, slots=True)
class Prices:
    """``seekers[i] + guides[j]`` is at least the weight of every edge (i, j), and exactly that of
    the chosen ones. Who goes without has 0, a guide with a place left too; nobody who need not
    be served and no guide who need not be full is below 0. So no matching weighs more than
    the sum of the seekers' prices and of the guides' prices times their places."""

    seekers: Ints
    guides: Ints

    def bound(self, places: Ints) -> int:
        return int(self.seekers.sum()) + int(self.guides @ places)

    def slack(self, graph: Graph, weight: Ints | np.int8) -> Ints:
        """How much less than its two prices each edge weighs (its reduced cost)."""
        found = self.seekers[graph.seeker]
        found += self.guides[graph.guide]
        found -= weight
        return found


def cover(graph: Graph, matching: Matching) -> Prices:
    """Prices of the matching as the largest one: 1 for the people of a smallest cover."""
    own = matching.edge
    partner = matching.own(graph.guide, -1)
    reached, marked = own < 0, np.zeros(graph.guides, dtype=bool)
    fresh, starts = reached, graph.starts()
    while fresh.any():
        edges, _ = _edges_of(starts, np.nonzero(fresh)[0])
        new = np.zeros(graph.guides, dtype=bool)
        new[graph.guide[edges]] = True
        new &= ~marked
        marked |= new
        fresh = (partner >= 0) & new[partner] & ~reached
        reached = reached | fresh
    return Prices((~reached).astype(np.int64), marked.astype(np.int64))


def prices(
    graph: Graph, weight: Ints, matching: Matching, must_seek: Bools, must_guide: Bools,
    largest: int,
) -> Prices:  # fmt: skip
    """The least prices, by relaxing over all edges at once until nothing rises any more. No edge
    weighs more than ``largest``, above or below 0.

    Raises ArithmeticError where the matching is not the heaviest. A place of a guide who must
    be full may cost less than 0: such start far below and rise as others ask for them."""
    if graph.edges == 0:
        return Prices(np.zeros(graph.seekers, np.int64), np.zeros(graph.guides, np.int64))
    served = matching.edge >= 0
    partner, mine = matching.own(graph.guide, 0), matching.own(weight.astype(np.int64), 0)
    deep = (2 * graph.guides + 2) * largest + 1
    small: type[np.signedinteger[Any]] = np.int32 if 4 * deep < 2**31 else np.int64
    price: Signed = np.where(must_guide, -deep, 0).astype(small)
    gain: Signed = np.subtract(weight.astype(small), mine.astype(small)[graph.seeker])
    loose = np.nonzero(~served[graph.seeker])[0]
    np.maximum.at(price, graph.guide[loose], gain[loose])
    _relax(graph, gain, partner, served, price)
    guides = price.astype(np.int64)
    seekers = np.where(served, mine - guides[partner], 0)
    if (seekers[~must_seek] < 0).any():
        raise ArithmeticError("the matching is not optimal: somebody would rather go without")
    return Prices(seekers, guides)


def _relax(
    graph: Graph, gain: Signed, partner: Ints, served: Bools,
    price: Signed,
) -> None:  # fmt: skip
    """A seeker would pay for another place what the own costs and the gain. In place."""
    risen, starts = np.ones(graph.guides, dtype=bool), graph.starts()
    for _ in range(graph.seekers + graph.guides + 2):
        asking = np.nonzero(served & risen[partner])[0]
        if len(asking) == 0:
            return
        edges, count = _edges_of(starts, asking)
        offer, guide = gain[edges] + np.repeat(price[partner[asking]], count), graph.guide[edges]
        higher = np.nonzero(offer > price[guide])[0]
        wanted = guide[higher]
        np.maximum.at(price, wanted, offer[higher])
        risen = np.zeros(graph.guides, dtype=bool)
        risen[wanted] = True
    raise ArithmeticError("the matching is not optimal: prices rise without end")


def _edges_of(starts: Ints, seekers: Ints) -> tuple[Ints, Ints]:
    """The numbers of all edges of these seekers, rising, and how many each has."""
    first = starts[seekers]
    count = starts[seekers + 1] - first
    skip = np.cumsum(count) - count
    return np.arange(int(count.sum())) + np.repeat(first - skip, count), count
