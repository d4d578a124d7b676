"""Whom each side prefers, as a rank per edge: 0 is best, equal ranks are a tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.engine.graph import Graph, Ints

CHOICES: Final = 3
_WORD: Final = 63
_ENOUGH: Final = 12
"""Bits of the key that make a tie between people an accident."""


@dataclass(frozen=True, slots=True)
class Ranks:
    """``by_seeker[e]`` is how edge ``e`` stands with its seeker, ``by_guide[e]`` how it stands with
    its guide; both of shape (edges,), none below 0. They are compared within a person only."""

    by_seeker: Ints
    by_guide: Ints


def from_ballots(by_seeker: Ints, by_guide: Ints, score: Ints, tier: int = 1) -> Ranks:
    """Choices first, in their order, then everybody else by score.

    A choice is 1, 2 or 3, and 0 where the other was not chosen. Scores of one tier, ``tier`` points
    wide and counted down from the best of all, are a tie."""
    below = (int(score.max(initial=0)) - score) // tier
    return Ranks(_after_choices(by_seeker, below), _after_choices(by_guide, below))


def _after_choices(choice: Ints, below: Ints) -> Ints:
    return np.asarray(np.where(choice > 0, choice - 1, CHOICES + below))


def without(graph: Graph, vetoed: NDArray[np.bool_]) -> tuple[Graph, Ints]:
    """The graph without what a veto rules out, and the number that each edge had before."""
    kept = np.nonzero(~vetoed)[0]
    rest = Graph(graph.seekers, graph.guides, graph.seeker[kept], graph.guide[kept], graph.places)
    return rest, kept


@dataclass(frozen=True, slots=True)
class Packing:
    """How an edge's owner, rank, key (none below 0) and number go into one number, and in how many
    bits; of the key the first, for which there is room. Numbers that differ are sorted fast, and
    the same by every method of sorting."""

    owners: int
    ranks: int
    keys: int
    room: int
    numbers: int

    @property
    def fits(self) -> bool:
        return self.room >= min(self.keys, _ENOUGH)

    def packed(self, owner: Ints, rank: Ints, key: Ints, spare: int = 0) -> Ints:
        """With so many spare bits, all 0, between rank and key."""
        made = owner << self.ranks
        made |= rank
        made <<= self.room + spare
        made |= key >> (self.keys - self.room)
        made <<= self.numbers
        made |= np.arange(len(made))
        return made


def packing(owner: Ints, rank: Ints, key: Ints) -> Packing:
    number, ranks, owners, keys = (
        int(most).bit_length() for most in (len(owner) - 1, rank.max(), owner.max(), key.max())
    )
    return Packing(owners, ranks, keys, min(keys, _WORD - number - ranks - owners), number)


def sorted_edges(owner: Ints, rank: Ints, key: Ints) -> tuple[Ints, Ints]:
    """The edges by owner, then rank, then key (none below 0), then number; and where in that order
    an owner's tie begins, ending with the number of all."""
    edges = len(owner)
    if edges == 0:
        return np.zeros(0, dtype=np.int64), np.zeros(1, dtype=np.int64)
    bits = packing(owner, rank, key)
    if not bits.fits:
        order = np.lexsort((key, rank, owner))
        before, after = order[:-1], order[1:]
        fresh = (owner[before] != owner[after]) | (rank[before] != rank[after])
        return order, _bounds(fresh)
    packed = bits.packed(owner, rank, key)
    packed.sort()
    order = packed & ((1 << bits.numbers) - 1)
    packed >>= bits.room + bits.numbers
    return order, _bounds(packed[1:] != packed[:-1])


def _bounds(fresh: NDArray[np.bool_]) -> Ints:
    return np.concatenate([[0], np.nonzero(fresh)[0] + 1, [len(fresh) + 1]])
