"""Pairs of a problem as arrays: who may go to whom and with how many points.

The dense part of a rule or a criterion is computed for whole blocks or lists of pairs; what only a
few pairs have (a veto, a ban, a rank) is kept as marks and laid over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from services.matching.domain.engine import keyed, people, rules, score
from services.matching.domain.engine.graph import Graph, Ints
from services.matching.domain.engine.people import Array, Side
from services.matching.domain.engine.problem import Problem

_CHUNK: Final = 2**16
"""So many pairs at a time stay in the processor's cache."""
_BLOCK: Final = 2**19


@dataclass(frozen=True, slots=True)
class Marks:
    """Values of a few pairs; ``key`` is seeker · guides + guide, rising."""

    key: Ints
    value: Array


@dataclass(frozen=True, slots=True)
class Instance:
    """A problem whose people are sorted by id, as arrays. ``apart`` are the bits of rules that say
    no to single pairs, ``ranked`` is 4 · rank by the mentee + rank by the mentor, ``keys`` are
    the numbers of mentees and mentors for the last tie-break, ``words`` what bits stand for."""

    problem: Problem
    mine: Side
    theirs: Side
    scale: score.Scale
    pupils: int
    apart: Marks
    ranked: Marks
    keys: tuple[keyed.Keys, keyed.Keys]
    words: Mapping[str, Sequence[str]]

    @property
    def seekers(self) -> int:
        return len(self.problem.seekers)

    @property
    def guides(self) -> int:
        return len(self.problem.guides)


@dataclass(frozen=True, slots=True)
class Pairs:
    """The edges that break no rule, and the points of each."""

    graph: Graph
    score: Array


def encode(problem: Problem) -> Instance:
    """``problem`` as arrays; its people are sorted by id and nobody is there twice."""
    bits = rules.BIT
    blocked = (
        np.array([bits.get(one.blocked, 0) for one in problem.seekers], np.uint16),
        np.array(
            [
                bits.get(one.blocked, 0) | (bits["no_place"] if one.free <= 0 else 0)
                for one in problem.guides
            ],
            np.uint16,
        ),
    )
    mine, theirs, words = people.sides(problem, blocked)
    pupils = 0
    if "pupil_pupil" in problem.forms:
        pupils = 1 << problem.forms.index("pupil_pupil")
    scale = score.scale(problem.weights, mine.soft, theirs.soft)
    keys = (
        keyed.keys(problem.seed, "mentee", [one.id for one in problem.seekers]),
        keyed.keys(problem.seed, "mentor", [one.id for one in problem.guides]),
    )
    apart, ranked = _apart(problem), _ranked(problem)
    return Instance(problem, mine, theirs, scale, pupils, apart, ranked, keys, words)


def _apart(problem: Problem) -> Marks:
    row = {one.id: number for number, one in enumerate(problem.seekers)}
    column = {one.id: number for number, one in enumerate(problem.guides)}
    width, found = len(column), dict[int, int]()

    def mark(mentee: str, mentor: str, code: str) -> None:
        if mentee in row and mentor in column:
            key = row[mentee] * width + column[mentor]
            found[key] = found.get(key, 0) | int(rules.BIT[code])

    for seeker in problem.seekers:
        mark(seeker.id, seeker.id, "same_person")
        for mentor in seeker.vetoes:
            mark(seeker.id, mentor, "veto")
    for guide in problem.guides:
        for mentee in guide.vetoes:
            mark(mentee, guide.id, "veto")
    for mentor, mentee in problem.bans:
        mark(mentee, mentor, "banned")
    return _marks(found, np.uint16)


def _ranked(problem: Problem) -> Marks:
    row = {one.id: number for number, one in enumerate(problem.seekers)}
    column = {one.id: number for number, one in enumerate(problem.guides)}
    width, found = len(column), dict[int, int]()
    for seeker in problem.seekers:
        for rank, mentor in enumerate(seeker.ranking[: score.RANKS], 1):
            if mentor in column:
                found.setdefault(row[seeker.id] * width + column[mentor], 4 * rank)
    both = dict(found)
    for guide in problem.guides:
        seen = set()
        for rank, mentee in enumerate(guide.ranking[: score.RANKS], 1):
            if mentee in row and mentee not in seen:
                seen.add(mentee)
                key = row[mentee] * width + column[guide.id]
                both[key] = found.get(key, 0) + rank
    return _marks(both, np.uint8)


def _marks(found: Mapping[int, int], kind: type[np.unsignedinteger[Any]]) -> Marks:
    keys = sorted(found)
    return Marks(np.array(keys, np.int64), np.array([found[key] for key in keys], kind))


def keys(instance: Instance, seeker: Ints, guide: Ints) -> Ints:
    return np.asarray(seeker * np.int64(instance.guides) + guide)


def laid(marks: Marks, key: Ints) -> tuple[Ints, Array]:
    """Which of the pairs with these keys (rising) are marked, and their values."""
    if len(marks.key) == 0 or len(key) == 0:
        return np.zeros(0, np.int64), marks.value[:0]
    place = np.searchsorted(key, marks.key)
    here = key[np.minimum(place, len(key) - 1)] == marks.key
    return place[here], marks.value[here]


def broken(instance: Instance, seeker: Ints, guide: Ints) -> Array:
    """The bits of the rules that each pair breaks; pairs sorted by seeker, then guide."""
    bits = np.empty(len(seeker), np.uint16)
    for part in _chunks(len(seeker)):
        mine, theirs = instance.mine.hard.at(seeker[part]), instance.theirs.hard.at(guide[part])
        bits[part] = rules.broken(mine, theirs, instance.pupils)
    place, value = laid(instance.apart, keys(instance, seeker, guide))
    bits[place] |= value
    return bits


def broken_rows(instance: Instance, first: int, last: int) -> Array:
    """The same for all mentors of the mentees from ``first`` to before ``last``."""
    return broken_of(instance, np.arange(first, last))


def broken_of(instance: Instance, seekers: Ints) -> Array:
    """The same for some mentees (numbers, rising)."""
    mine, theirs = instance.mine.hard.at((seekers, None)), instance.theirs.hard.at(None)
    bits = rules.broken(mine, theirs, instance.pupils)
    marks, width = instance.apart, instance.guides
    row, column = np.divmod(marks.key, width)
    place = np.minimum(np.searchsorted(seekers, row), len(seekers) - 1)
    here = seekers[place] == row
    bits[place[here], column[here]] |= marks.value[here]
    return np.asarray(bits)


def forms(instance: Instance, seeker: Ints, guide: Ints) -> Array:
    """The number of the programme's first form that suits both, -1 for none."""
    mine, theirs = instance.mine.hard.at(seeker), instance.theirs.hard.at(guide)
    bits = rules.suiting(mine, theirs, instance.pupils).astype(np.int64)
    return np.asarray(np.where(bits, np.bitwise_count((bits & -bits) - 1).astype(np.int64), -1))


def contributions(instance: Instance, seeker: Ints, guide: Ints) -> dict[str, Array]:
    """Points by criterion; pairs sorted by seeker, then guide."""
    found = score.points(
        instance.scale, instance.mine.soft.at(seeker), instance.theirs.soft.at(guide)
    )
    if "ballot" in instance.scale.tables:
        table = instance.scale.tables["ballot"].reshape(-1)
        votes = np.zeros(len(seeker), table.dtype)
        place, value = laid(instance.ranked, keys(instance, seeker, guide))
        votes[place] = table[value]
        found["ballot"] = votes
    return {name: found[name] for name in instance.scale.names}


def total(instance: Instance, seeker: Ints, guide: Ints) -> Array:
    """The points of each pair; pairs sorted by seeker, then guide."""
    whole = np.zeros(len(seeker), np.int32)
    for part in _chunks(len(seeker)):
        mine, theirs = instance.mine.soft.at(seeker[part]), instance.theirs.soft.at(guide[part])
        for points in score.points(instance.scale, mine, theirs).values():
            whole[part] += points
    if "ballot" in instance.scale.tables:
        place, value = laid(instance.ranked, keys(instance, seeker, guide))
        whole[place] += instance.scale.tables["ballot"].reshape(-1)[value]
    return whole


def named(instance: Instance, joined: Mapping[str, str]) -> Ints:
    """The keys, rising, of pairs mentee → mentor; those with somebody unknown are left out."""
    row = {one.id: number for number, one in enumerate(instance.problem.seekers)}
    column = {one.id: number for number, one in enumerate(instance.problem.guides)}
    known = [
        row[mentee] * instance.guides + column[mentor]
        for mentee, mentor in joined.items()
        if mentee in row and mentor in column
    ]
    return np.array(sorted(known), np.int64)


def among(instance: Instance, seeker: Ints, guide: Ints) -> Pairs:
    """Those of the given pairs (sorted by seeker, then guide) that break no rule."""
    keep = np.nonzero(broken(instance, seeker, guide) == 0)[0]
    return scored(instance, seeker[keep], guide[keep])


def everyone(instance: Instance, tick: Callable[[float], None] = lambda _: None) -> Pairs:
    """All pairs that break no rule."""
    seekers, guides = [], []
    for first, last in blocks(instance):
        rows, columns = np.nonzero(broken_rows(instance, first, last) == 0)
        seekers.append(rows + first)
        guides.append(columns)
        tick(last / instance.seekers)
    if not seekers:
        return scored(instance, np.zeros(0, np.int64), np.zeros(0, np.int64))
    return scored(instance, np.concatenate(seekers), np.concatenate(guides))


def blocks(instance: Instance) -> Iterator[tuple[int, int]]:
    """Rows of mentees whose pairs with all mentors are handled at once."""
    step = max(1, _BLOCK // max(1, instance.guides))
    for first in range(0, instance.seekers, step):
        yield first, min(first + step, instance.seekers)


def score_rows(instance: Instance, first: int, last: int) -> Array:
    """The points of the mentees from ``first`` to before ``last`` with all mentors."""
    mine, theirs = instance.mine.soft.at((slice(first, last), None)), instance.theirs.soft.at(None)
    whole = np.zeros((last - first, instance.guides), np.int16)
    for points in score.points(instance.scale, mine, theirs).values():
        whole += points
    if "ballot" in instance.scale.tables:
        table = instance.scale.tables["ballot"].reshape(-1)
        key, value = within(instance.ranked, instance, first, last)
        whole.reshape(-1)[key] += table[value]
    return whole


def within(marks: Marks, instance: Instance, first: int, last: int) -> tuple[Ints, Array]:
    """The marks of some rows, numbered within them."""
    width = instance.guides
    here = slice(*np.searchsorted(marks.key, [first * width, last * width]))
    return marks.key[here] - first * width, marks.value[here]


def scored(instance: Instance, seeker: Ints, guide: Ints) -> Pairs:
    places = np.array([one.free for one in instance.problem.guides], np.int64)
    places = np.clip(places, 0, instance.seekers)
    graph = Graph(instance.seekers, instance.guides, seeker, guide, places)
    return Pairs(graph, total(instance, seeker, guide))


def _chunks(length: int) -> Iterator[slice]:
    return (slice(first, first + _CHUNK) for first in range(0, length, _CHUNK))
