"""Preference lists as arrays, from ranks on edges."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

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
    def guides_tie(self) -> bool:
        return bool((self.lead > 1).any())

    def without_ties(self) -> Lists:
        """The same order with everybody before the next: the key has decided."""
        number = np.arange(1, len(self.edge) + 1)
        return replace(self, lead=np.ones_like(self.lead), until=number)


def lists_of(graph: Graph, ranks: Ranks, key: Ints) -> Lists:
    edge, ties = sorted_edges(graph.seeker, ranks.by_seeker, key)
    turn, lead = _lines(graph, ranks, key)
    starts = np.searchsorted(graph.seeker, np.arange(graph.seekers + 1))
    until = _spread(ties[1:], np.diff(ties), graph.edges)
    lead = lead[edge] if len(lead) > 1 else np.broadcast_to(lead, edge.shape)
    return Lists(starts, edge, graph.guide[edge], turn[edge], lead, until)


def _lines(graph: Graph, ranks: Ranks, key: Ints) -> tuple[Ints, Ints]:
    """Each edge's turn with its guide, and how much earlier it is on the second asking.

    A tie that stands from a to b in the line has the turns 2a to a + b for those who ask again and
    a + b to 2b for those who ask first."""
    line, ties = sorted_edges(graph.guide, ranks.by_guide, key)
    length, turn = np.diff(ties), np.empty_like(line)
    turn[line] = np.arange(graph.edges) + _spread(ties[1:], length, graph.edges)
    if len(length) == graph.edges:  # no ties
        return turn, np.ones(1, np.int64)
    lead = np.empty_like(line)
    lead[line] = _spread(length, length, graph.edges)
    return turn, lead


def _spread(value: Ints, length: Ints, edges: int) -> Ints:
    """The value of each tie for each of its edges."""
    return value if len(value) == edges else np.repeat(value, length)
