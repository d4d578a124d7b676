"""All pairs of a crowd in which nearly everybody may go to nearly everybody: looked at row by row,
never stored. No solver is needed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np

from services.matching.domain.engine import keyed, pairs
from services.matching.domain.engine.graph import Ints
from services.matching.domain.engine.pairs import Instance
from services.matching.domain.engine.people import Array
from services.matching.domain.engine.problem import Proof

_MANY: Final = 5_000_000
_EACH: Final = 200
_SAMPLE: Final = 64
_ADDED: Final = 64
"""So many new pairs of one mentee at most are taken in at a time."""
CHOICE: Final = 2**20
"""A choice on the ballot counts more than any score."""
Share = Callable[[float], None]


def dense(instance: Instance) -> bool:
    """Whether there are too many pairs to list: judged by a few mentees spread over all."""
    if instance.seekers * instance.guides <= _MANY:
        return False
    some = np.unique(np.linspace(0, instance.seekers - 1, _SAMPLE).astype(np.int64))
    possible = int((pairs.broken_of(instance, some) == 0).sum())
    return possible > _EACH * len(some)


def rows(instance: Instance, tick: Share) -> Iterator[tuple[int, Array, Array]]:
    """The first mentee of each block, whether the pairs of the block break no rule, their points."""
    for first, last in pairs.blocks(instance):
        yield (
            first,
            pairs.broken_rows(instance, first, last) == 0,
            pairs.score_rows(instance, first, last),
        )
        tick(last / instance.seekers)


def best(instance: Instance, each: int, tick: Share) -> Ints:
    """The keys, rising, of the pairs with the most points of each mentee, and of all that a ballot,
    a fixed or a standing pair names."""
    found = [named(instance)]
    each = min(each, instance.guides)
    for first, allowed, score in rows(instance, tick):
        score[~allowed] = -1
        top = np.argpartition(score, -each, axis=1)[:, -each:]
        row, place = np.nonzero(np.take_along_axis(score, top, axis=1) >= 0)
        found.append((row + first) * instance.guides + top[row, place])
    return np.unique(np.concatenate(found))


def named(instance: Instance) -> Ints:
    """The keys, rising, of pairs that a ballot, a fixed or a standing pair names."""
    locks, standing = instance.problem.locks, instance.problem.standing
    named = (pairs.named(instance, locks), pairs.named(instance, standing))
    return np.unique(np.concatenate([*named, instance.ranked.key]))


def violated(
    instance: Instance,
    proofs: Sequence[Proof],
    known: Ints,
    fixed: Ints,
    tick: Share = lambda _: None,
) -> Ints:
    """The keys of pairs outside ``known`` (rising), of mentees who are not ``fixed``, that weigh
    more than their prices at the first level that tells: with none left the proofs hold for all
    pairs. Such a pair weighs nothing at the levels of standing pairs and ranks, because all those
    are known."""
    found = []
    for first, alive, score in rows(instance, tick):
        start, end = first * instance.guides, (first + len(score)) * instance.guides
        here = slice(*np.searchsorted(known, [start, end]))
        alive.reshape(-1)[known[here] - start] = False
        alive[fixed[(fixed >= first) & (fixed < first + len(score))] - first] = False
        wrong = np.zeros_like(alive)
        for proof in proofs:
            mine = np.array(proof.seekers[first : first + len(score)])[:, None]
            theirs = np.array(proof.guides[: instance.guides])[None, :]
            if proof.level == "hash":
                _ties(instance, first, mine, theirs, alive, wrong)
                break
            _level(proof, _narrow(mine), _narrow(theirs), score, alive, wrong)
            if not alive.any():
                break
        row, column = np.nonzero(_fewer(wrong, score))
        found.append((row + first) * instance.guides + column)
    return np.concatenate(found)


def _narrow(prices: Array) -> Array:
    """In half the width where that is enough."""
    largest = int(np.abs(prices).max(initial=0))
    return prices.astype(np.int32) if largest < 2**29 else prices


def _level(
    proof: Proof, mine: Array, theirs: Array, score: Array, alive: Array, wrong: Array
) -> None:
    """Who violates the level is marked, who weighs exactly the prices stays alive. In place."""
    if proof.level == "limit":
        wrong |= alive & (mine + theirs < 0)
        return
    slack = mine + theirs
    if proof.level == "served":
        slack -= 1
    elif proof.level == "score":
        slack -= score
    elif proof.level == "worst":
        wrong |= alive & (slack < -(score <= proof.floor).astype(np.int8)) & (proof.value < 0)
        alive &= score >= proof.floor
        return
    wrong |= alive & (slack < 0)
    alive &= slack == 0


def _ties(
    instance: Instance, first: int, mine: Array, theirs: Array, alive: Array, wrong: Array
) -> None:
    row, column = np.nonzero(alive)
    mixed = keyed.mixed(instance.keys[0][row + first], instance.keys[1][column])
    more = mixed > mine[row, 0] + theirs[0, column]
    wrong[row[more], column[more]] = True


def _fewer(wrong: Array, score: Array) -> Array:
    """At most so many to a mentee, those with the most points."""
    for row in np.nonzero(wrong.sum(axis=1) > _ADDED)[0].tolist():
        columns = np.nonzero(wrong[row])[0]
        order = np.argsort(-score[row, columns], kind="stable")
        wrong[row, columns[order[_ADDED:]]] = False
    return wrong


def figures(
    instance: Instance, own: Array, got: Array, worst: Array, tick: Share
) -> tuple[Ints, int]:
    """Of all pairs: how many mentors each mentee likes better than the ``own`` (by points and
    ballot), and how many pairs would both rather have each other than ``got`` and ``worst``."""
    before, blocking = np.zeros(instance.seekers, np.int64), 0
    for first, allowed, score in rows(instance, tick):
        forth = score.astype(np.int32)
        back = forth
        key, value = pairs.within(instance.ranked, instance, first, first + len(score))
        if len(key):
            back = forth.copy()
            forth.reshape(-1)[key] += _choice(value // 4)
            back.reshape(-1)[key] += _choice(value % 4)
        part = slice(first, first + len(score))
        before[part] = (allowed & (forth > own[part, None])).sum(axis=1)
        better = allowed & (forth > got[part, None])
        blocking += int((better & (back > worst[None, :])).sum())
    return before, blocking


def _choice(rank: Array) -> Array:
    return np.where(rank > 0, 4 - rank.astype(np.int32), 0) * CHOICE
