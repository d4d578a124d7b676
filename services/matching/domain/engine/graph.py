"""Who may be joined with whom, as arrays: what every way of matching computes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Graph:
    """Edge ``e`` says that ``seeker[e]`` may go to ``guide[e]``. Both are of shape (edges,), sorted
    by seeker and then by guide, no pair twice; ``places`` is of shape (guides,), none below 0.

    Seekers and guides are numbered in the order of their ids, so that the same people give the same
    graph however they were listed."""

    seekers: int
    guides: int
    seeker: Ints
    guide: Ints
    places: Ints

    @property
    def edges(self) -> int:
        return len(self.seeker)

    def starts(self) -> Ints:
        """Where the edges of each seeker begin and, last, where all end."""
        return np.asarray(np.searchsorted(self.seeker, np.arange(self.seekers + 1)))

    def part(self, edges: Ints) -> Graph:
        """The same people with these edges (numbers, rising) only."""
        return Graph(self.seekers, self.guides, self.seeker[edges], self.guide[edges], self.places)


@dataclass(frozen=True, slots=True)
class Matching:
    """``edge`` is of shape (seekers,): the number of the edge that each got, -1 for none."""

    edge: Ints

    @property
    def served(self) -> int:
        return int(np.count_nonzero(self.edge >= 0))

    def chosen(self) -> Ints:
        """The numbers of the edges that were chosen, rising."""
        return np.asarray(self.edge[self.edge >= 0])

    def own(self, values: NDArray[Any], none: int) -> NDArray[Any]:
        """What each seeker's edge has among the ``values`` of all edges, ``none`` without one."""
        found = np.full(len(self.edge), none, dtype=values.dtype)
        served = self.edge >= 0
        found[served] = values[self.edge[served]]
        return found

    def among(self, edges: Ints) -> Matching:
        """The same matching with the numbers that its edges have among ``edges`` (rising)."""
        return Matching(np.where(self.edge >= 0, np.searchsorted(edges, self.edge), -1))
