"""Public instances with known answers, as arrays: from files, or made by a published formula.

Files are read from the directory that ``MENTORBASE_INSTANCES`` names; none is kept here. Known are
``assign*.txt`` of OR-Library (J. E. Beasley, Journal of the Operational Research Society 41, 1990;
MIT licence), and ``*.instance`` in the Glasgow format for hospitals and residents with ties (as in
IP-MATCH's pyhrtc)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from services.matching.domain.engine import levels
from services.matching.domain.engine.aims import Aim
from services.matching.domain.engine.graph import Graph, Ints, Matching
from services.matching.domain.engine.ranks import Ranks

OPTIMA: Final = {
    "assign100": 305, "assign200": 475, "assign300": 626, "assign400": 804,
    "assign500": 991, "assign600": 1176, "assign700": 1362, "assign800": 1552,
}  # fmt: skip
"""The least costs that OR-Library publishes in ``assignopt.txt``."""
EFFORT: Final = 20.0


def directory() -> Path | None:
    named = os.environ.get("MENTORBASE_INSTANCES", "")
    return Path(named) if named else None


def files(pattern: str) -> list[Path]:
    here = directory()
    return sorted(here.glob(pattern)) if here else []


def read_assignment(text: str) -> Ints:
    """Costs of shape (n, n): the number n, then the rows."""
    size, *costs = (int(word) for word in text.split())
    if len(costs) != size * size:
        raise ValueError(f"{len(costs)} costs of {size * size}")
    return np.array(costs, dtype=np.int64).reshape(size, size)


def machol_wien(size: int) -> tuple[Ints, int]:
    """Costs i · j and the least sum, n (n + 1) (n + 2) / 6 (Machol and Wien, Operations Research 24,
    1976): hard for methods that repair an assignment row by row."""
    number = np.arange(1, size + 1)
    return np.outer(number, number), size * (size + 1) * (size + 2) // 6


def assignment(costs: Ints) -> tuple[Graph, Ints]:
    """Everybody may go to everybody with one place, and scores that are high where costs are low."""
    rows, columns = costs.shape
    seeker, guide = np.repeat(np.arange(rows), columns), np.tile(np.arange(columns), rows)
    graph = Graph(rows, columns, seeker, guide, np.ones(columns, dtype=np.int64))
    return graph, np.asarray(int(costs.max()) + 1 - costs.ravel())


def least_cost(costs: Ints) -> int:
    """By the engine's own way: everybody served, and the highest score."""
    graph, score = assignment(costs)
    found = levels.solve(graph, [Aim("score", lambda edges: score[edges])], lambda name: None)
    if found.matching.served != min(costs.shape):
        raise AssertionError(f"{found.matching.served} pairs")
    return int(costs.ravel()[found.matching.chosen()].sum())


def read_residents(text: str) -> tuple[Graph, Ranks]:
    """The Glasgow format: 0, the numbers of residents and hospitals, a line for each; a hospital's
    has its places before the list; brackets hold a tie. Whom the other side does not list is no
    edge."""
    lines = [line for line in text.splitlines() if line.strip()]
    residents, hospitals = int(lines[1]), int(lines[2])
    mine: dict[tuple[int, int], int] = {}
    theirs: dict[tuple[int, int], int] = {}
    places = np.zeros(hospitals, dtype=np.int64)
    for line in lines[3 : 3 + residents]:
        name, words = line.split(maxsplit=1) if " " in line.strip() else (line, "")
        mine |= {(int(name) - 1, other): rank for other, rank in _tiers(words)}
    for line in lines[3 + residents : 3 + residents + hospitals]:
        name, room, words = (*line.split(maxsplit=2), "")[:3]
        places[int(name) - 1] = int(room)
        theirs |= {(other, int(name) - 1): rank for other, rank in _tiers(words)}
    both = sorted(mine.keys() & theirs.keys())
    seeker, guide = (np.array([pair[side] for pair in both], np.int64) for side in (0, 1))
    by_seeker, by_guide = (np.array([one[pair] for pair in both]) for one in (mine, theirs))
    return Graph(residents, hospitals, seeker, guide, places), Ranks(by_seeker, by_guide)


def _tiers(words: str) -> Iterator[tuple[int, int]]:
    """(number from 0, rank) of a list; those in brackets have one rank."""
    for rank, tier in enumerate(re.findall(r"\(([^)]*)\)|(\d+)", words)):
        for word in " ".join(tier).split():
            yield int(word) - 1, rank


def largest_stable(
    graph: Graph, ranks: Ranks, known: Matching, effort: float = EFFORT
) -> tuple[int, int]:
    """How many the largest stable matching found serves, ``known`` or a larger one, and a bound;
    equal where it is proven. Without ``effort`` the bound counts people and places only.

    CP-SAT with one worker, a fixed seed and a limit of deterministic time. Where a pair is not
    together, the resident has nobody worse or the hospital is full of nobody worse (after Kwanashie
    and Manlove, 2014)."""
    most = min(len(np.unique(graph.seeker)), int(graph.places[np.unique(graph.guide)].sum()))
    if effort <= 0:
        return known.served, most
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in range(graph.edges)]
    for edges in _parts(graph.seeker):
        model.add_at_most_one(taken[e] for e in edges)
    for edges in _parts(graph.guide):
        _stable_with(model, taken, edges, graph, ranks)
    model.maximize(sum(taken))
    chosen = set(known.chosen().tolist())
    for edge, variable in enumerate(taken):
        model.add_hint(variable, edge in chosen)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    served = max(known.served, int(solver.objective_value) if found else 0)
    return served, min(most, int(solver.best_objective_bound + 1e-6))


def _parts(owner: Ints) -> list[Ints]:
    """The edges of each owner who has any."""
    order = np.argsort(owner, kind="stable")
    return np.split(order, np.nonzero(np.diff(owner[order]))[0] + 1)


def _stable_with(
    model: cp_model.CpModel, taken: list[cp_model.IntVar], edges: Ints, graph: Graph, ranks: Ranks
) -> None:
    room = int(graph.places[graph.guide[edges[0]]])
    model.add(sum(taken[e] for e in edges) <= room)
    for rank in np.unique(ranks.by_guide[edges]):
        full = model.new_bool_var("")
        model.add(sum(taken[e] for e in edges[ranks.by_guide[edges] <= rank]) >= room * full)
        for edge in edges[ranks.by_guide[edges] == rank]:
            mine = np.nonzero(graph.seeker == graph.seeker[edge])[0]
            good = mine[ranks.by_seeker[mine] <= ranks.by_seeker[edge]]
            model.add_bool_or([full, *(taken[e] for e in good)])
