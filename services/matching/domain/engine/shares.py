"""Many schools matched at once with mentors they share, so that each gets its fair share.

**Share.** Of a mentor whom more mentees could take than have places, each school is due places in
proportion to its mentees who could be led by them, never more than it may or could use. Dues are
fractions; they are rounded together: each up or down, the mentor's whole number kept, and the sum
that a school is due over all mentors rounded up or down as well, so that small schools do not lose
every single place to the large ones. Larger fractions are rounded up first, then the keyed lot.

**Guarantee.** What a school is guaranteed is the most of its own mentees it could serve with its
share alone. The shares of one mentor are no more than the mentor's places, so all schools' own
matchings together are one: every guarantee can hold at once. Raising their number to the most
possible never takes a mentee's place away, only changes mentors: the guarantee costs no pair.

**Order.** Guarantees first, then most mentees served, then the highest score, then the keyed lot;
exact, by min-cost flow where the guaranteed number leaves each school's own node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow, min_cost_flow

from services.matching.domain.engine.graph import Graph, Ints, Matching
from shared.domain.errors import Refused

LOT_BITS: Final = 20
_LIMIT: Final = 2**58
_FEWEST_LOT_BITS: Final = 8
_PLACE: Final = 232_792_560
"""A place in the units in which dues are counted: every number up to 20 divides it, so that dues
of a third and two thirds are one place and not almost one."""
_CELL_LOT_BITS: Final = 12


class TooMany(Refused):
    """The weights would overflow; the round must be divided."""

    code = "too-many"


@dataclass(frozen=True, slots=True)
class Town:
    """``school`` is of shape (seekers,). A cell is a guide whom seekers of a school may take:
    ``cell_guide``, ``cell_school`` and ``cell_places`` (how many of the guide's places the school
    may have) are of shape (cells,), sorted by guide and then by school, one for every guide and
    school that an edge joins. ``score`` and ``lot`` are of shape (edges,), ``cell_lot`` of (cells,);
    no score is below 0, a lot is below 2**20."""

    graph: Graph
    schools: int
    school: Ints
    cell_guide: Ints
    cell_school: Ints
    cell_places: Ints
    score: Ints
    lot: Ints
    cell_lot: Ints

    @property
    def cells(self) -> int:
        return len(self.cell_guide)

    def cell_of_edges(self) -> Ints:
        known = self.cell_guide * self.schools + self.cell_school
        asked = self.graph.guide * self.schools + self.school[self.graph.seeker]
        return np.asarray(np.searchsorted(known, asked))


@dataclass(frozen=True, slots=True)
class Shares:
    """``share`` is of shape (cells,), ``guaranteed`` and ``served`` of (schools,)."""

    matching: Matching
    share: Ints
    guaranteed: Ints
    served: Ints


def divide(town: Town) -> Shares:
    """The same people give the same answer, however they were listed. Raises ``TooMany``."""
    cell = town.cell_of_edges()
    share = fair(town, cell)
    guaranteed = _by_school(town, _most(town, cell, share).edge >= 0)
    most = _most(town, cell, town.cell_places).served
    matching = _best(town, cell, guaranteed, most)
    return Shares(matching, share, guaranteed, _by_school(town, matching.edge >= 0))


def _by_school(town: Town, chosen: NDArray[np.bool_]) -> Ints:
    return np.bincount(town.school[chosen], minlength=town.schools).astype(np.int64)


# Shares


def fair(town: Town, cell: Ints) -> Ints:
    """Whole places by cell: what was due, rounded together."""
    able = np.bincount(cell, minlength=town.cells).astype(np.int64)
    use = np.minimum(able, town.cell_places)
    wanted = np.bincount(town.cell_guide, use, town.graph.guides).astype(np.int64)
    scarce = wanted[town.cell_guide] > town.graph.places[town.cell_guide]
    due = use * _PLACE
    due[scarce] = _dues(town, scarce, able[scarce], use[scarce])
    return _rounded(town, due)


def _dues(town: Town, scarce: NDArray[np.bool_], able: Ints, use: Ints) -> Ints:
    """In proportion to ``able``, at most ``use``; what a school cannot use goes to the others. The
    dues of one guide add up to the places exactly."""
    guide = town.cell_guide[scarce]
    left = town.graph.places * _PLACE
    due, is_open = np.zeros(len(guide), np.int64), np.ones(len(guide), bool)
    while True:
        weight = np.bincount(guide, able * is_open, len(left)).astype(np.int64)[guide]
        full = is_open & (left[guide] * able >= use * _PLACE * weight)
        if not full.any():
            break
        due[full] = use[full] * _PLACE
        left = left - np.bincount(guide, due * full, len(left)).astype(np.int64)
        is_open &= ~full
    part, remainder = np.divmod(left[guide] * able, np.maximum(weight, 1))
    due[is_open] = part[is_open]
    short = left - np.bincount(guide, part * is_open, len(left)).astype(np.int64)
    remainder *= is_open
    order = np.lexsort((town.cell_lot[scarce], -remainder, guide))
    return due + _first(guide, order, short) * (remainder > 0)


def _first(guide: Ints, order: Ints, number: Ints) -> Ints:
    """1 for the first ``number`` of each guide in ``order``, 0 for the others."""
    start = np.searchsorted(guide[order], guide[order])
    among = np.zeros(len(guide), np.int64)
    among[order] = np.arange(len(guide)) - start < number[guide[order]]
    return among


def _rounded(town: Town, due: Ints) -> Ints:
    """Each cell up or down, every guide's sum kept, every school's sum up or down."""
    whole, part = np.divmod(due, _PLACE)
    cells = np.flatnonzero(part)
    if not len(cells):
        return np.asarray(whole)
    guides, row = np.unique(town.cell_guide[cells], return_inverse=True)
    column = town.cell_school[cells]
    ups = np.bincount(row, part[cells]).astype(np.int64) // _PLACE
    sums = np.bincount(column, part[cells], town.schools).astype(np.int64)
    least, most = sums // _PLACE, -(-sums // _PLACE)
    schools, sink = len(guides) + np.arange(town.schools), len(guides) + town.schools
    lot = town.cell_lot[cells] >> LOT_BITS - _CELL_LOT_BITS
    solver = min_cost_flow.SimpleMinCostFlow()
    _add(solver, row, schools[column], np.ones_like(cells),
         -(part[cells] << _CELL_LOT_BITS | lot))  # fmt: skip
    _add(solver, schools, np.full_like(schools, sink), most - least, np.zeros_like(schools))
    supplies = np.concatenate([ups, -least, [least.sum() - ups.sum()]])
    solver.set_nodes_supplies(np.arange(sink + 1), supplies)
    _require(solver.solve(), solver.OPTIMAL)
    whole[cells] += solver.flows(np.arange(len(cells)))
    return np.asarray(whole)


# Flows


def _most(town: Town, cell: Ints, places: Ints) -> Matching:
    """The most seekers that can be served with at most ``places`` in each cell."""
    graph = town.graph
    cells = graph.seekers + np.arange(town.cells)
    guides = graph.seekers + town.cells + np.arange(graph.guides)
    source = graph.seekers + town.cells + graph.guides
    seekers = np.arange(graph.seekers)
    solver = max_flow.SimpleMaxFlow()
    solver.add_arcs_with_capacity(graph.seeker, cells[cell], np.ones_like(cell))
    solver.add_arcs_with_capacity(cells, guides[town.cell_guide], places)
    solver.add_arcs_with_capacity(guides, np.full_like(guides, source + 1), graph.places)
    solver.add_arcs_with_capacity(np.full_like(seekers, source), seekers, np.ones_like(seekers))
    _require(solver.solve(source, source + 1), solver.OPTIMAL)
    return _read(graph, solver.flows(np.arange(graph.edges)))


def _best(town: Town, cell: Ints, guaranteed: Ints, most: int) -> Matching:
    """``most`` served, at least ``guaranteed`` of each school, at the highest score and lot."""
    graph = town.graph
    if not graph.edges:
        return Matching(np.full(graph.seekers, -1))
    binding = np.flatnonzero(town.cell_places < graph.places[town.cell_guide])
    node = graph.seekers + town.cell_guide
    node[binding] = graph.seekers + graph.guides + np.arange(len(binding))
    guides = graph.seekers + np.arange(graph.guides)
    schools = graph.seekers + graph.guides + len(binding) + np.arange(town.schools)
    source = int(schools[-1]) + 1
    seekers = np.arange(graph.seekers)
    enrolled = np.bincount(town.school, minlength=town.schools)
    solver = min_cost_flow.SimpleMinCostFlow()
    _add(solver, graph.seeker, node[cell], np.ones_like(cell), -_value(town, source + 2))
    _add(solver, node[binding], guides[town.cell_guide[binding]], town.cell_places[binding])
    _add(solver, guides, np.full_like(guides, source + 1), graph.places)
    _add(solver, schools[town.school], seekers, np.ones_like(seekers))
    _add(solver, np.full_like(schools, source), schools, enrolled - guaranteed)
    solver.set_nodes_supplies(schools, guaranteed)
    solver.set_nodes_supplies(
        np.array([source, source + 1]), np.array([most - guaranteed.sum(), -most])
    )
    _require(solver.solve(), solver.OPTIMAL)
    return _read(graph, solver.flows(np.arange(graph.edges)))


def _value(town: Town, nodes: int) -> Ints:
    """Score and lot in one number: no sum of lots reaches one point of the score."""
    seekers = max(1, town.graph.seekers)
    room = _LIMIT // nodes // seekers // (int(town.score.max()) + 1)
    bits = min(LOT_BITS, room.bit_length() - 1)
    if bits < _FEWEST_LOT_BITS:
        raise TooMany(f"{seekers} mentees in {nodes} nodes at once")
    return (town.score * seekers << bits) + (town.lot >> LOT_BITS - bits)


def _add(
    solver: min_cost_flow.SimpleMinCostFlow,
    tails: Ints,
    heads: Ints,
    capacities: Ints,
    costs: Ints | None = None,
) -> None:
    solver.add_arcs_with_capacity_and_unit_cost(
        tails, heads, capacities, np.zeros_like(tails) if costs is None else costs
    )


def _read(graph: Graph, flows: Ints) -> Matching:
    edge = np.full(graph.seekers, -1)
    chosen = np.flatnonzero(flows[: graph.edges])
    edge[graph.seeker[chosen]] = chosen
    return Matching(edge)


def _require(status: object, wanted: object) -> None:
    if status != wanted:
        raise ArithmeticError(f"the solver answered {status}")
