"""The cheapest ways to make room: shortest chains of moves, measured by reduced costs.

From a mentor one may go to each of the own mentees (who would have to leave), from a mentee to
another mentor or outside (left without a pair), from a mentor with a place left to outside, and
from outside to whoever has no pair and to every mentor who has somebody (a place falls empty). By
the prices no such step is a gain, level by level in their order, so one search finds the chain
that costs least from every mentor to one mentee."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from services.matching.domain.engine.duals import Prices
from services.matching.domain.engine.graph import Graph, Ints, Matching

_EXACT = 2**53
"""Whole numbers up to here are exact as floats."""
Costs = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Arcs:
    """``cost`` is of shape (levels, arcs): what each step loses, the first level counting most."""

    tail: Ints
    head: Ints
    cost: Ints


@dataclass(frozen=True, slots=True)
class Chains:
    """``onward`` is the next node on the way to the target, -1 where there is none; ``cost``, of
    shape (levels, nodes), what the way loses, exactly (0 where none is ``reached``)."""

    onward: Ints
    reached: NDArray[np.bool_]
    cost: Ints

    def path(self, node: int) -> Iterator[int]:
        while node >= 0:
            yield node
            node = int(self.onward[node])


def arcs(graph: Graph, matching: Matching, levels: list[tuple[Prices, Ints]]) -> Arcs:
    """Nodes are the seekers, then the guides, then outside. ``levels`` are prices and weights."""
    seekers, guides, outside = graph.seekers, graph.guides, graph.seekers + graph.guides
    own = matching.own(graph.guide, -1)
    served, alone = np.nonzero(own >= 0)[0], np.nonzero(own < 0)[0]
    taken = np.bincount(own[served], minlength=guides)
    open_, busy = np.nonzero(taken < graph.places)[0], np.nonzero(taken > 0)[0]
    tail = [graph.seeker, seekers + own[served], served, np.full(len(alone), outside),
            seekers + open_, np.full(len(busy), outside)]  # fmt: skip
    head = [seekers + graph.guide, served, np.full(len(served), outside), alone,
            np.full(len(open_), outside), seekers + busy]  # fmt: skip
    cost = []
    for prices, weight in levels:
        free = np.zeros(len(served) + len(alone) + len(open_), np.int64)
        leave = free[: len(served)], prices.seekers[served], free[: len(alone)]
        rest = free[: len(open_)], prices.guides[busy]
        cost.append(np.concatenate([prices.slack(graph, weight), *leave, *rest]))
    return Arcs(np.concatenate(tail), np.concatenate(head), np.array(cost))


class Residual:
    """Chains to any seeker over the same arcs."""

    def __init__(self, nodes: int, found: Arcs) -> None:
        self._nodes = nodes
        scalar, self._scales = _scalar(found.cost, nodes)
        self._matrix = None
        if scalar is not None:
            shape = (nodes, nodes)
            self._matrix = csr_matrix((scalar, (found.head, found.tail)), shape=shape)
        else:
            order = np.argsort(found.head, kind="stable")
            first = np.searchsorted(found.head[order], np.arange(nodes + 1))
            self._first, self._tail = first.tolist(), found.tail[order]
            self._cost = found.cost[:, order]

    def to(self, seeker: int) -> Chains:
        """The cheapest chains from every node to the seeker."""
        if self._matrix is None:
            return self._search(seeker)
        far, onward = dijkstra(self._matrix, indices=seeker, return_predecessors=True)
        reached = np.isfinite(far)
        cost = _levels(np.where(reached, far, 0), self._scales)
        return Chains(np.where(onward < 0, -1, onward).astype(np.int64), reached, cost)

    def _search(self, seeker: int) -> Chains:
        """The same where the levels together are too large for a float: exact, but slower."""
        onward = np.full(self._nodes, -1, np.int64)
        done = np.zeros(self._nodes, bool)
        best: dict[int, Costs] = {seeker: (0,) * len(self._cost)}
        queue = [(best[seeker], seeker)]
        while queue:
            far, node = heapq.heappop(queue)
            if done[node]:
                continue
            done[node] = True
            part = slice(self._first[node], self._first[node + 1])
            steps = zip(*self._cost[:, part].tolist())
            for tail, step in zip(self._tail[part].tolist(), steps):
                there = tuple(a + b for a, b in zip(far, step))
                if not done[tail] and (tail not in best or there < best[tail]):
                    best[tail], onward[tail] = there, node
                    heapq.heappush(queue, (there, tail))
        cost = np.zeros((len(self._cost), self._nodes), np.int64)
        for node, loss in best.items():
            cost[:, node] = loss
        return Chains(onward, done, cost)


def _scalar(cost: Ints, nodes: int) -> tuple[NDArray[np.float64] | None, tuple[int, ...]]:
    """The levels as one number per arc, each scaled above all that a chain can lose below it, and
    the scales; None where that is not exact."""
    whole, scale, reach = np.zeros(cost.shape[1]), 1, 0
    scales: list[int] = []
    for level in cost[::-1]:
        largest = int(np.abs(level).max(initial=0))
        reach += scale * largest * nodes
        if reach >= _EXACT:
            return None, ()
        whole += level * float(scale)
        scales.append(scale)
        scale = 2 * reach + 1
    return whole, tuple(scales[::-1])


def _levels(whole: NDArray[np.float64], scales: tuple[int, ...]) -> Ints:
    """The levels again: what is below a level is less than half its scale, either way."""
    rest, found = np.rint(whole).astype(np.int64), []
    for scale in scales:
        found.append((rest + scale // 2) // scale)
        rest = rest - found[-1] * scale
    return np.array(found)
