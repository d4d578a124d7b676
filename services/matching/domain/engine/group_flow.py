"""Groups by flows: what a mentor may take of each kind, and who breaks a rule of composition."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from services.matching.domain.engine.graph import Graph, Ints, Matching

_LIMIT = 2**62
_HASH_BITS = 20
_FIRST = 4
"""So many times the largest weight is a place worth that must be filled."""
Bools = NDArray[np.bool_]


class TooLarge(ArithmeticError):
    """The values would overflow; the instance must be divided first."""


@dataclass(frozen=True, slots=True)
class Faults:
    """The ``guides`` whose groups break a rule, the cheapest to mend first; by guide, who has one
    seeker ``alone`` and which class would be ``kept``; by class, how many are there."""

    guides: Ints
    alone: Bools
    kept: Ints
    count: Ints


class Network:
    """Seekers → classes → guides. A class is a guide and a kind; ``limit`` is how many of it may be
    taken, ``owner`` its guide, and ``member[e]`` the class that edge ``e`` leads to. Guides are
    given ``least`` seekers first, as far as there are any."""

    def __init__(self, graph: Graph, value: Ints, key: Ints, kind: Ints) -> None:
        self.graph, self.value, self.kind = graph, value, kind
        kinds = int(kind.max(initial=0)) + 1
        made, member = np.unique(graph.guide * kinds + kind[graph.seeker], return_inverse=True)
        self.owner, self.member = made // kinds, member.astype(np.int64)
        self.limit = graph.places[self.owner]
        self.least = np.zeros(graph.guides, dtype=np.int64)
        self._weight = _with_key(graph, value, key)

    def solve(self) -> Matching:
        """The grouping of the largest value within the limits; not everybody need be served."""
        graph, seekers = self.graph, self.graph.seekers
        open_edges = np.nonzero(self.limit[self.member] > 0)[0]
        guides = seekers + len(self.owner) + np.arange(graph.guides)
        classes = np.arange(seekers, seekers + len(self.owner))
        source = np.array([seekers + len(self.owner) + graph.guides])
        sink, rest = np.broadcast_to(source + 1, guides.shape), graph.places - self.least
        weight = self._weight[open_edges]
        first = -_FIRST * int(self._weight.max(initial=0))
        arcs = (
            (graph.seeker[open_edges], seekers + self.member[open_edges], 1, -weight),
            (np.broadcast_to(source, seekers), np.arange(seekers), 1, 0),
            (classes, guides[self.owner], self.limit, 0),
            (guides, sink, self.least, first),
            (guides, sink, rest, 0),
            (source, source + 1, seekers, 0),
        )
        solver = min_cost_flow.SimpleMinCostFlow()
        for tails, heads, room, cost in arcs:
            solver.add_arcs_with_capacity_and_unit_cost(
                tails, heads, *(np.broadcast_to(one, tails.shape) for one in (room, cost))
            )
        solver.set_nodes_supplies(np.append(source, source + 1), np.array([seekers, -seekers]))
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise ArithmeticError(f"the solver answered {status}")
        chosen = open_edges[solver.flows(np.arange(len(open_edges))) > 0]
        edge = np.full(seekers, -1, dtype=np.int64)
        edge[graph.seeker[chosen]] = chosen
        return Matching(edge)

    def total(self, matching: Matching) -> int:
        return int(self.value[matching.chosen()].sum())

    def faults(self, matching: Matching, composition: str) -> Faults:
        chosen, guides = matching.chosen(), self.graph.guides
        member, value = self.member[chosen], self.value[chosen].astype(float)
        count = np.bincount(member, minlength=len(self.owner))
        worth = np.bincount(member, value, minlength=len(self.owner)).astype(np.float64)
        size = np.bincount(self.owner, count, minlength=guides)
        whole = np.bincount(self.owner, worth, minlength=guides)
        alone = size == 1
        cost = np.where(alone, whole, np.inf)
        kept = _richest(self.owner, worth.astype(float), guides)
        if composition == "homogeneous":
            several = np.bincount(self.owner, count > 0, minlength=guides) > 1
            cost = np.where(several, whole - worth[kept], cost)
        if composition == "mixed":
            alike = ~alone & (size > 0) & (count[kept] == size)
            least = np.full(len(self.owner), np.inf)
            np.minimum.at(least, member, value)
            cost = np.where(alike, least[kept], cost)
        guide = np.nonzero(np.isfinite(cost))[0]
        return Faults(guide[np.lexsort((guide, cost[guide]))], alone, kept, count)

    def mend(self, faults: Faults, composition: str) -> None:
        """Tightens the limits of the cheaper half: a guide with one seeker is closed; of several
        kinds only the richest stays; of one kind one fewer may come."""
        guides = faults.guides[: (len(faults.guides) + 1) // 2]
        mine = np.isin(self.owner, guides)
        closed = mine & faults.alone[self.owner]
        if composition == "homogeneous":
            closed |= mine & (np.arange(len(self.owner)) != faults.kept[self.owner])
        if composition == "mixed":
            fewer = faults.kept[guides[~faults.alone[guides]]]
            self.limit[fewer] = faults.count[fewer] - 1
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
    room = _LIMIT // ((_FIRST + 1) * nodes * max(int(value.max()), 1))
    if room < 1:
        raise TooLarge(f"{graph.seekers} mentees and {graph.guides} mentors at once")
    bits = min((room // (graph.seekers + 1)).bit_length() - 1, _HASH_BITS)
    if bits < 1:
        return value
    width = int(key.max(initial=0)).bit_length()
    low = key >> max(width - bits, 0)
    return np.asarray(value * (graph.seekers << bits) + low)
