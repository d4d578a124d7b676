"""What the levels so far have left of a problem."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from services.matching.domain.engine import duals, flow
from services.matching.domain.engine.duals import Prices
from services.matching.domain.engine.graph import Bools, Graph, Ints, Matching


@dataclass(frozen=True, slots=True)
class Face:
    """The edges (numbers in the whole graph) and duties that the levels so far have left."""

    graph: Graph
    edges: Ints
    must_seek: Bools
    must_guide: Bools

    def cut(self, prices: Prices, tight: Bools) -> Face:
        """The edges that weigh exactly their prices are left, and who has a price above 0 must be
        served or full."""
        here = self.only(np.nonzero(tight)[0])
        return Face(
            here.graph, here.edges, self.must_seek | (prices.seekers > 0),
            self.must_guide | (prices.guides > 0),
        )  # fmt: skip

    def only(self, edges: Ints) -> Face:
        """With these edges (numbers of the face, rising)."""
        return Face(self.graph.part(edges), self.edges[edges], self.must_seek, self.must_guide)

    def solve(self, weight: Ints, amount: int) -> Matching:
        return flow.exactly(self.graph, weight, amount, self.must_seek, self.must_guide)

    def prices(self, weight: Ints, matching: Matching, largest: int | None = None) -> Prices:
        """``largest`` is given where edges were left aside that may weigh more."""
        if largest is None:
            largest = int(np.abs(weight).max(initial=0))
        return duals.prices(self.graph, weight, matching, self.must_seek, self.must_guide, largest)

    def value(self, weight: Ints, matching: Matching) -> int:
        return int(weight[matching.chosen()].sum())

    def back(self, matching: Matching) -> Matching:
        """The same matching with the numbers that its edges have in the whole graph."""
        return Matching(matching.own(self.edges, -1))


def whole(graph: Graph) -> Face:
    return Face(
        graph, np.arange(graph.edges), np.zeros(graph.seekers, bool), np.zeros(graph.guides, bool)
    )
