"""The assignment: most mentees served, then the highest score, then a keyed hash, exactly."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from services.matching.domain.engine.tables import Bools

_HASH_BITS = 20
_LIMIT = 2**62

Ints = NDArray[np.int64]


class TooLarge(ArithmeticError):
    """The packed weights would overflow; the instance must be divided first."""


def assign(
    eligible: Bools, score: Ints, free: Ints, rows: Sequence[str], columns: Sequence[str], seed: str
) -> list[tuple[int, int]]:
    """(mentee, mentor) index pairs. Rows and columns are sorted by id, which with the hash makes
    the answer the same for every order of the input."""
    mentees, mentors = np.nonzero(eligible)
    if len(mentees) == 0:
        return []
    scale = len(rows) * 2**_HASH_BITS
    value = score[mentees, mentors] * scale + _hashes(seed, rows, columns, mentees, mentors)
    nodes = len(rows) + len(columns) + 2
    if int(value.max()) * nodes >= _LIMIT:
        raise TooLarge(f"{len(rows)} mentees and {len(columns)} mentors at once")
    solver, first = _network(mentees, mentors, value, free, len(rows))
    source, sink = nodes - 2, nodes - 1
    solver.set_nodes_supplies(np.array([source, sink]), np.array([len(rows), -len(rows)]))
    status = solver.solve_max_flow_with_min_cost()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"the solver answered {status}")
    chosen = np.nonzero(solver.flows(np.arange(first, first + len(mentees))))[0]
    return [(int(mentees[k]), int(mentors[k])) for k in chosen]


def _network(
    mentees: Ints, mentors: Ints, value: Ints, free: Ints, rows: int
) -> tuple[min_cost_flow.SimpleMinCostFlow, int]:
    """Source → mentees → mentors → sink; answers the number of the first mentee–mentor arc."""
    columns = len(free)
    source, sink = rows + columns, rows + columns + 1
    tails = [np.full(rows, source), mentees, np.arange(rows, rows + columns)]
    heads = [np.arange(rows), rows + mentors, np.full(columns, sink)]
    capacities = [np.ones(rows), np.ones(len(mentees)), np.maximum(free, 0)]
    costs = [np.zeros(rows), -value, np.zeros(columns)]
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        *(np.concatenate(parts).astype(np.int64) for parts in (tails, heads, capacities, costs))
    )
    return solver, rows


def _hashes(
    seed: str, rows: Sequence[str], columns: Sequence[str], mentees: Ints, mentors: Ints
) -> Ints:
    """A number below 2**20 per pair that nobody can steer and every machine computes alike."""
    left = np.array([_keyed(seed, "mentee", name) for name in rows], dtype=np.uint64)
    right = np.array([_keyed(seed, "mentor", name) for name in columns], dtype=np.uint64)
    with np.errstate(over="ignore"):
        mixed = left[mentees] ^ (right[mentors] * np.uint64(0x9E3779B97F4A7C15))
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return np.asarray((mixed >> np.uint64(64 - _HASH_BITS)).astype(np.int64))


def _keyed(seed: str, side: str, name: str) -> int:
    key = hashlib.sha256(seed.encode()).digest()
    digest = hashlib.blake2b(f"{side}:{name}".encode(), key=key, digest_size=8).digest()
    return int.from_bytes(digest, "big")
