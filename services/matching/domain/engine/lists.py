"""Preference lists as arrays, from ranks on edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.engine.graph import Graph, Ints
from services.matching.domain.engine.ranks import Ranks, sorted_edges


@dataclass(frozen=True, slots=True)
class Lists:
    """The edges in the order in which their seekers like them. Seeker ``s`` owns the positions
    ``starts[s]`` to ``starts[s + 1]``; ``edge``, ``guide``, ``turn`` and ``lead`` are by position.

    ``turn`` is the place in the guide's line, less is better and no two are equal; asking for
    the second time it is less by ``lead``, which takes it before its equals. ``until`` is where the
    tie of a position ends."""

    starts: Ints
    edge: Ints
    guide: Ints
    turn: Ints
    lead: Ints
    until: Ints

    @property
    def seekers_tie(self) -> bool:
        return bool((self.until[:-1] != np.arange(1, len(self.until))).any())

    @property
    def guides_tie(self) -> bool:
        return bool((self.lead > 1).any())


def lists_of(graph: Graph, ranks: Ranks, key: Ints) -> Lists:
    edge = sorted_edges(graph.seeker, ranks.by_seeker, key)
    turn, lead = _lines(graph, ranks, key)
    starts = np.searchsorted(graph.seeker, np.arange(graph.seekers + 1))
    until = _ends(_fresh(graph.seeker, ranks.by_seeker, edge))
    return Lists(starts, edge, graph.guide[edge], turn[edge], lead[edge], until)


def _lines(graph: Graph, ranks: Ranks, key: Ints) -> tuple[Ints, Ints]:
    """Each edge's turn with its guide, and how much earlier it is on the second asking.

    A tie that stands from a to b in the line has the turns 2a to a + b for those who ask again and
    a + b to 2b for those who ask first."""
    line = sorted_edges(graph.guide, ranks.by_guide, key)
    fresh = _fresh(graph.guide, ranks.by_guide, line)
    ends, number = _ends(fresh), np.arange(graph.edges)
    begins = np.maximum.accumulate(np.where(fresh, number, 0))
    turn, lead = np.empty_like(line), np.empty_like(line)
    turn[line] = number + ends
    lead[line] = ends - begins
    return turn, lead


def _fresh(owner: Ints, rank: Ints, order: Ints) -> NDArray[np.bool_]:
    """True where another owner or another rank begins."""
    owner, rank = owner[order], rank[order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (owner[1:] != owner[:-1]) | (rank[1:] != rank[:-1])
    return fresh


def _ends(fresh: NDArray[np.bool_]) -> Ints:
    """For each position the one where the next run begins."""
    begins = np.append(np.nonzero(fresh)[0], len(fresh))
    return np.repeat(begins[1:], np.diff(begins))
