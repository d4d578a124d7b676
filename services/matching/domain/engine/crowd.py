"""The stable matching, and who would rather have each other, where nearly everybody may go to nearly
everybody: without storing the pairs.

A mentee asks her best mentors first, so that all but the best few of each matter only to who is
refused by those. What such a mentee and a mentor both want is looked for among all pairs, taken in,
and the matching is made again, until there is nothing: then no pair at all blocks. Proposals that
are left out would have been refused, which changes nothing; so where all ranks differ the answer is
the one that all pairs give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from services.matching.domain.engine import aims, audit, beyond, pairs, settle, stably
from services.matching.domain.engine.aims import Ground
from services.matching.domain.engine.beyond import CHOICE, Share
from services.matching.domain.engine.graph import Ints, Matching
from services.matching.domain.engine.levels import Solution
from services.matching.domain.engine.pairs import Instance
from services.matching.domain.engine.people import Array
from services.matching.domain.engine.problem import Result

MOST: Final = 12
"""So many mentors that a mentee would rather have, and who would have the mentee, are named at
most, the best first, where pairs are not stored."""
_FIRST: Final = 40
_ADDED: Final = 64


def settle_stable(instance: Instance, share: Share = lambda _: None) -> tuple[Ground, Solution]:
    known = beyond.best(instance, _FIRST, share)
    while True:
        seeker, guide = np.divmod(known, instance.guides)
        ground = aims.lay(instance, pairs.among(instance, seeker, guide))
        solution = stably.settle(instance, ground)
        got, worst = _standards(instance, ground, settle.whole(ground, solution))
        more = blocking(instance, got, worst, _ADDED, share)
        if len(more) == 0:
            return ground, solution
        wider = np.union1d(known, more)
        if len(wider) == len(known):
            raise ArithmeticError("a stable matching has a blocking pair")
        known = wider


def blocking(
    instance: Instance, got: Array, worst: Array, most: int, share: Share = lambda _: None
) -> Ints:
    """The keys, rising, of pairs who would both rather have each other than ``got`` and ``worst``;
    of a mentee with more than ``most`` those that the mentee likes best."""
    found = []
    for first, allowed, forth, back in _likings(instance, share):
        rows = slice(first, first + len(forth))
        allowed &= (forth > got[rows, None]) & (back > worst[None, :])
        for row in np.nonzero(allowed.sum(axis=1) > most)[0].tolist():
            columns = np.nonzero(allowed[row])[0]
            order = np.argsort(-forth[row, columns], kind="stable")
            allowed[row, columns[order[most:]]] = False
        mentee, mentor = np.nonzero(allowed)
        found.append((mentee + first) * instance.guides + mentor)
    return np.concatenate(found)


def rather(instance: Instance, result: Result) -> tuple[tuple[str, str], ...]:
    """(mentor, mentee) who would both rather have each other, up to ``MOST`` a mentee."""
    own = pairs.named(instance, {fit.mentee: fit.mentor for fit in result.fits})
    ground = aims.lay(instance, pairs.among(instance, *np.divmod(own, instance.guides)))
    edge = np.full(instance.seekers, -1, np.int64)
    edge[ground.pairs.graph.seeker] = np.arange(ground.pairs.graph.edges)
    got, worst = _standards(instance, ground, Matching(edge))
    seeker, guide = np.divmod(blocking(instance, got, worst, MOST), instance.guides)
    people = instance.problem
    return tuple(
        sorted(
            (people.guides[g].id, people.seekers[s].id)
            for s, g in zip(seeker.tolist(), guide.tolist(), strict=True)
        )
    )


def _standards(instance: Instance, ground: Ground, matching: Matching) -> tuple[Array, Array]:
    liking = audit.liking(instance, ground.pairs)
    return audit.standards(ground.pairs.graph, liking, matching, ground.fixed)


def _likings(instance: Instance, share: Share) -> Iterator[tuple[int, Array, Array, Array]]:
    """As :func:`beyond.rows`, with how much each side likes the other (see ``audit.Liking``)."""
    for first, allowed, score in beyond.rows(instance, share):
        forth = back = score.astype(np.int32)
        key, value = pairs.within(instance.ranked, instance, first, first + len(score))
        if len(key):
            back = forth.copy()
            forth.reshape(-1)[key] += _choice(value // 4)
            back.reshape(-1)[key] += _choice(value % 4)
        yield first, allowed, forth, back


def _choice(rank: Array) -> Array:
    return np.where(rank > 0, 4 - rank.astype(np.int32), 0) * CHOICE
