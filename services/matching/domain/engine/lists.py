"""Preference lists as arrays, from ranks on edges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from services.matching.domain.engine.graph import Graph, Ints
from services.matching.domain.engine.ranks import Ranks, packing, sorted_edges

_BITS: Final = 64


@dataclass(frozen=True, slots=True)
class Turns:
    """Who goes first with a guide, by edge: less is better, no two are equal, and those of one guide
    are together. Asking for the second time it is less by ``lead``, which takes it before its equals
    and before nobody better. Its last bits, those of ``mask``, say whose it is: a place in ``who``."""

    turn: Ints
    lead: int
    mask: int
    who: Ints


@dataclass(frozen=True, slots=True)
class Lists:
    """The edges in the order in which their seekers like them. Seeker ``s`` owns the positions
    ``starts[s]`` to ``starts[s + 1]``; ``edge``, ``guide`` and ``turn`` are by position, and
    ``until`` is where the tie of a position ends.

    ``lead``, ``mask`` and ``who`` are those of the turns; without a lead nobody asks twice."""

    starts: Ints
    edge: Ints
    guide: Ints
    until: Ints
    turn: Ints
    lead: int
    mask: int
    who: Ints

    def without_ties(self) -> Lists:
        """The same order with everybody before the next: the key has decided."""
        return replace(self, lead=0, until=np.arange(1, len(self.edge) + 1))

    def only(self, kept: Ints, before: Ints) -> Lists:
        """With the positions ``kept`` only; ``before`` counts those before each."""
        return replace(
            self, starts=before[self.starts], edge=self.edge[kept], guide=self.guide[kept],
            until=before[self.until[kept]], turn=self.turn[kept],
        )  # fmt: skip


def lists_of(graph: Graph, ranks: Ranks, key: Ints) -> Lists:
    edge, ties = sorted_edges(graph.seeker, ranks.by_seeker, key)
    until = ties[1:] if len(ties) > graph.edges else np.repeat(ties[1:], np.diff(ties))
    turns = _packed(graph, ranks, key) or _sorted(graph, ranks, key)
    return Lists(
        graph.starts(), edge, graph.guide.take(edge), until,
        turns.turn.take(edge), turns.lead, turns.mask, turns.who,
    )  # fmt: skip


def _packed(graph: Graph, ranks: Ranks, key: Ints) -> Turns | None:
    """What sorting would pack, with a bit behind the rank that those who ask first have: that needs
    no sorting. None where it does not fit. All are lowered by half the range, so that 64 bits do."""
    bits = packing(graph.guide, ranks.by_guide, key)
    bits = replace(bits, numbers=graph.edges.bit_length())
    if not bits.fits or bits.owners + bits.ranks + 1 + bits.room + bits.numbers > _BITS:
        return None
    turn, lead = bits.packed(graph.guide, ranks.by_guide, key, 1), 1 << (bits.room + bits.numbers)
    turn += lead - (1 << (_BITS - 1))
    return Turns(turn, lead, (1 << bits.numbers) - 1, graph.seeker)


def _sorted(graph: Graph, ranks: Ranks, key: Ints) -> Turns:
    """The number of the tie in all guides' lines, a bit for those who ask first, and the place."""
    line, ties = sorted_edges(graph.guide, ranks.by_guide, key)
    numbers = graph.edges.bit_length()
    turn = np.empty_like(line)
    turn[line] = np.repeat(np.arange(len(ties) - 1) * 2 + 1, np.diff(ties)) << numbers
    turn[line] |= np.arange(graph.edges)
    return Turns(turn, 1 << numbers, (1 << numbers) - 1, graph.seeker[line])
