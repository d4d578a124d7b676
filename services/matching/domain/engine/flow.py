"""Min-cost flow on a graph: who goes to whom, for one weight per edge."""

from __future__ import annotations

import numpy as np
from ortools.graph.python import min_cost_flow

from services.matching.domain.engine.graph import Bools, Graph, Ints, Matching

_LIMIT = 2**62


class TooLarge(ArithmeticError):
    """The weights would overflow; the instance must be divided first."""


def fits(graph: Graph, largest: int) -> bool:
    """Whether weights up to this size can be told apart without an overflow."""
    return largest * (graph.seekers + graph.guides + 3) < _LIMIT


def most(graph: Graph, weight: Ints) -> Matching:
    """As many seekers as possible, and among all such matchings the heaviest."""
    source, sink = graph.seekers + graph.guides, graph.seekers + graph.guides + 1
    everyone, all_guides = np.ones(graph.seekers, bool), np.ones(graph.guides, bool)
    solver = _network(graph, weight, everyone, all_guides, source, sink)
    solver.set_node_supply(source, graph.seekers)
    solver.set_node_supply(sink, -graph.seekers)
    return _read(graph, solver, solver.solve_max_flow_with_min_cost())


def exactly(
    graph: Graph, weight: Ints, amount: int, must_seek: Bools, must_guide: Bools
) -> Matching:
    """The heaviest matching of ``amount`` pairs in which who must is served and which guide must
    is full. The caller knows that there is one."""
    hub, sink = graph.seekers + graph.guides, graph.seekers + graph.guides + 1
    solver = _network(graph, weight, ~must_seek, ~must_guide, hub, sink)
    filled = np.where(must_guide, graph.places, 0)
    supply = np.concatenate([must_seek.astype(np.int64), -filled, [0, 0]])
    supply[hub] = amount - int(must_seek.sum())
    supply[sink] = int(filled.sum()) - amount
    solver.set_nodes_supplies(np.arange(len(supply)), supply)
    return _read(graph, solver, solver.solve())


def _network(
    graph: Graph, weight: Ints, entering: Bools, leaving: Bools, source: int, sink: int
) -> min_cost_flow.SimpleMinCostFlow:
    """The edges first, so that their numbers are those of the graph, then source → the seekers
    ``entering`` through it and the guides ``leaving`` through it → sink."""
    if graph.edges and not fits(graph, int(np.abs(weight).max())):
        raise TooLarge(f"{graph.seekers} mentees and {graph.guides} mentors at once")
    seekers, guides = np.nonzero(entering)[0], np.nonzero(leaving)[0]
    rest = len(seekers) + len(guides)
    tails = np.concatenate([graph.seeker, np.full(len(seekers), source), graph.seekers + guides])
    heads = np.concatenate([graph.seekers + graph.guide, seekers, np.full(len(guides), sink)])
    places = graph.places[guides]
    capacities = np.concatenate([np.ones(graph.edges + len(seekers), np.int64), places])
    costs = np.concatenate([-weight.astype(np.int64), np.zeros(rest, np.int64)])
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities, costs)
    return solver


def _read(graph: Graph, solver: min_cost_flow.SimpleMinCostFlow, status: object) -> Matching:
    if status == solver.BAD_COST_RANGE:
        raise TooLarge(f"{graph.seekers} mentees and {graph.guides} mentors at once")
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"the solver answered {status}")
    chosen = np.nonzero(solver.flows(np.arange(graph.edges)))[0]
    edge = np.full(graph.seekers, -1, dtype=np.int64)
    edge[graph.seeker[chosen]] = chosen
    return Matching(edge)
