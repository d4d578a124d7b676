"""Better groups from known ones on: by flows, then by CP-SAT, which also bounds them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
from ortools.sat.python import cp_model

from services.matching.domain.engine.graph import Ints, Matching
from services.matching.domain.engine.group_flow import Network

_SEED = 1


def polish(network: Network, known: Matching, composition: str, turns: int) -> Matching:
    """Opens and closes one mentor after another and solves again, as long as that gains something
    and at most ``turns`` mentors. A mentor who leads is given two mentees first."""
    leading = np.zeros(network.graph.guides, dtype=bool)
    leading[network.graph.guide[known.chosen()]] = True
    network.least = np.where(leading, 2, 0)
    network.limit[~leading[network.owner]] = 0
    best, reached = known, network.total(known)
    quiet = 0
    for guide in itertools.islice(itertools.cycle(range(network.graph.guides)), turns):
        for limit in _otherwise(network, guide, composition):
            before = network.limit, network.least
            network.limit, network.least = limit, network.least.copy()
            network.least[guide] = 2 if limit[network.owner == guide].any() else 0
            other = network.solve()
            sound = not len(network.faults(other, composition).guides)
            if sound and network.total(other) > reached:
                best, reached, quiet = other, network.total(other), 0
            else:
                network.limit, network.least = before
        quiet += 1
        if quiet > network.graph.guides:
            break
    return best


def _otherwise(network: Network, guide: int, composition: str) -> Iterator[Ints]:
    """The limits with this guide closed, or open, or open for another kind."""
    mine = np.nonzero(network.owner == guide)[0]
    places = int(network.graph.places[guide])
    closed = network.limit.copy()
    closed[mine] = 0
    leads = network.limit[mine].any()
    if leads:
        yield closed
    if places < 2 or (leads and composition != "homogeneous"):
        return
    for chosen in mine[:, None] if composition == "homogeneous" else [mine]:
        limit = closed.copy()
        limit[chosen] = places - 1 if composition == "mixed" else places
        if (limit != network.limit).any():
            yield limit


def improve(
    network: Network, composition: str, known: Matching, effort: float
) -> tuple[Matching, int]:
    """The best grouping found within ``effort`` deterministic seconds, and a bound on all.

    One worker, a fixed seed and no clock: the same input gives the same answer."""
    graph, kind = network.graph, network.kind[network.graph.seeker]
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in range(graph.edges)]
    for edges in _by(graph.seeker, graph.seekers):
        model.add_at_most_one(taken[e] for e in edges)
    for guide, edges in enumerate(_by(graph.guide, graph.guides)):
        _lead(model, taken, edges, int(graph.places[guide]), kind, composition)
    model.maximize(cp_model.LinearExpr.weighted_sum(taken, network.value.tolist()))
    before = np.zeros(graph.edges, dtype=bool)
    before[known.chosen()] = True
    for variable, chosen in zip(taken, before.tolist()):
        model.add_hint(variable, chosen)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = _SEED
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model)
    bound = int(np.floor(solver.best_objective_bound + 1e-6))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return known, bound
    found = np.array([e for e in range(graph.edges) if solver.boolean_value(taken[e])], np.int64)
    edge = np.full(graph.seekers, -1, dtype=np.int64)
    edge[graph.seeker[found]] = found
    return Matching(edge), bound


def _by(owner: Ints, owners: int) -> list[list[int]]:
    order = np.argsort(owner, kind="stable")
    begins = np.searchsorted(owner[order], np.arange(1, owners))
    return [part.tolist() for part in np.split(order, begins)] if owners else []


def _lead(
    model: cp_model.CpModel,
    taken: list[cp_model.IntVar],
    edges: list[int],
    places: int,
    kind: Ints,
    composition: str,
) -> None:
    """None or from two to ``places``; of one kind, or of more than one."""
    leads = model.new_bool_var("")
    everybody = sum(taken[e] for e in edges)
    model.add(everybody >= 2 * leads)
    model.add(everybody <= places * leads)
    if composition == "any":
        return
    kinds = np.unique(kind[edges]).tolist()
    chosen = [model.new_bool_var("") for _ in kinds]
    if composition == "homogeneous":
        model.add(sum(chosen) == leads)
    for one, of_kind in zip(kinds, chosen):
        members = [taken[e] for e in edges if kind[e] == one]
        if composition == "homogeneous":
            model.add(sum(members) <= places * of_kind)
            for member in members:
                model.add_implication(member, of_kind)
        else:
            model.add(sum(members) <= everybody - leads)
