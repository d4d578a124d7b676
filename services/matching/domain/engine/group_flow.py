"""Groups by flows: what a mentor may take of each kind, and who breaks a rule of composition."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from services.matching.domain.engine.graph import Graph, Ints, Matching

_LIMIT = 2**62
_HASH_BITS = 20
Bools = NDArray[np.bool_]


class TooLarge(ArithmeticError):
    """The values would overflow; the instance must be divided first."""


class Network:
    """Seekers → classes → guides. A class is a guide and a kind; ``limit`` is how many of it may be
    taken, ``owner`` its guide, and ``member[e]`` the class that edge ``e`` leads to."""

    def __init__(self, graph: Graph, value: Ints, key: Ints, kind: Ints) -> None:
        self.graph, self.value = graph, value
        kinds = int(kind.max(initial=0)) + 1
        made, member = np.unique(graph.guide * kinds + kind[graph.seeker], return_inverse=True)
        self.owner, self.member = made // kinds, member.astype(np.int64)
        self.limit = graph.places[self.owner]
        self._weight = _with_key(graph, value, key)

    def solve(self) -> Matching:
        """The grouping of the largest value within the limits; not everybody need be served."""
        graph = self.graph
        open_edges = np.nonzero(self.limit[self.member] > 0)[0]
        seekers, classes, guides = graph.seekers, len(self.owner), graph.guides
        source, sink = seekers + classes + guides, seekers + classes + guides + 1
        first_guide = seekers + classes
        parts = (
            (graph.seeker[open_edges], seekers + self.member[open_edges], 1),
            (np.full(seekers, source), np.arange(seekers), 1),
            (np.arange(seekers, first_guide), first_guide + self.owner, self.limit),
            (np.arange(first_guide, source), np.full(guides, sink), graph.places),
            (np.array([source]), np.array([sink]), seekers),
        )
        tails, heads = (np.concatenate([part[side] for part in parts]) for side in (0, 1))
        room = np.concatenate([np.broadcast_to(part[2], part[0].shape) for part in parts])
        cost = np.zeros(len(tails), dtype=np.int64)
        cost[: len(open_edges)] = -self._weight[open_edges]
        solver = min_cost_flow.SimpleMinCostFlow()
        solver.add_arcs_with_capacity_and_unit_cost(tails, heads, room.astype(np.int64), cost)
        solver.set_node_supply(source, seekers)
        solver.set_node_supply(sink, -seekers)
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise ArithmeticError(f"the solver answered {status}")
        chosen = open_edges[solver.flows(np.arange(len(open_edges))) > 0]
        edge = np.full(seekers, -1, dtype=np.int64)
        edge[graph.seeker[chosen]] = chosen
        return Matching(edge)

    def mend(self, matching: Matching, composition: str) -> bool:
        """Tightens the limits of the cheaper half of the groups that break a rule; false where none
        does."""
        chosen = matching.chosen()
        member, value = self.member[chosen], self.value[chosen].astype(float)
        count = np.bincount(member, minlength=len(self.owner))
        worth = np.bincount(member, value, minlength=len(self.owner))
        size = np.bincount(self.owner, count, minlength=self.graph.guides)
        whole = np.bincount(self.owner, worth, minlength=self.graph.guides)
        alone = size == 1
        cost = np.where(alone, whole, np.inf)
        kept = _richest(self.owner, worth, self.graph.guides)
        if composition == "homogeneous":
            several = np.bincount(self.owner, count > 0, minlength=self.graph.guides) > 1
            cost = np.where(several, whole - worth[kept], cost)
        if composition == "mixed":
            alike = ~alone & (size > 0) & (count[kept] == size)
            least = np.full(len(self.owner), np.inf)
            np.minimum.at(least, member, value)
            cost = np.where(alike, least[kept], cost)
        faulty = np.nonzero(np.isfinite(cost))[0]
        cheapest = faulty[np.lexsort((faulty, cost[faulty]))][: (len(faulty) + 1) // 2]
        self._tighten(cheapest, alone, kept, count, composition)
        return len(faulty) > 0

    def _tighten(
        self, guides: Ints, alone: Bools, kept: Ints, count: Ints, composition: str
    ) -> None:
        """A guide with one seeker is closed; of several kinds only the richest stays; of one kind
        one fewer may come."""
        concerned = np.zeros(self.graph.guides, dtype=bool)
        concerned[guides] = True
        mine = concerned[self.owner]
        closed = mine & alone[self.owner]
        if composition == "homogeneous":
            closed |= mine & (np.arange(len(self.owner)) != kept[self.owner])
        if composition == "mixed":
            fewer = kept[guides[~alone[guides]]]
            self.limit[fewer] = count[fewer] - 1
        self.limit[closed] = 0


def _richest(owner: Ints, worth: NDArray[np.float64], guides: int) -> Ints:
    """The class of the most worth of each guide, the first of equals; 0 for who has none."""
    order = np.lexsort((-np.arange(len(owner)), worth, owner))
    best = np.zeros(guides, dtype=np.int64)
    best[owner[order]] = order
    return best


def _with_key(graph: Graph, value: Ints, key: Ints) -> Ints:
    """The values, and below them as much of the key as there is room for.

    Raises ``TooLarge``."""
    if graph.edges == 0:
        return value
    nodes = 2 * graph.seekers + graph.edges + 2 * graph.guides + 3
    room = _LIMIT // (nodes * max(int(value.max()), 1))
    if room < 1:
        raise TooLarge(f"{graph.seekers} mentees and {graph.guides} mentors at once")
    bits = min((room // (graph.seekers + 1)).bit_length() - 1, _HASH_BITS)
    if bits < 1:
        return value
    width = int(key.max(initial=0)).bit_length()
    low = key >> max(width - bits, 0)
    return np.asarray(value * (graph.seekers << bits) + low)
