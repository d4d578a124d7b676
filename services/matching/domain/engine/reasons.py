"""What stands behind many pairs: points by criterion and what both have said. Computed for all at
once; what is equal is told by the same object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from services.matching.domain.engine import pairs
from services.matching.domain.engine.graph import Ints
from services.matching.domain.engine.pairs import Instance
from services.matching.domain.engine.people import Array, Words
from services.matching.domain.engine.problem import Fit, Problem

Facts = dict[str, tuple[str, ...] | int]


def fits(instance: Instance, seeker: Ints, guide: Ints) -> tuple[Fit, ...]:
    """The pairs, sorted by seeker, then guide, with contributions and facts."""
    problem = instance.problem
    score, parts = contributions(instance, seeker, guide)
    mentees = [problem.seekers[number] for number in seeker.tolist()]
    mentors = [problem.guides[number] for number in guide.tolist()]
    forms = [problem.forms[number] for number in pairs.forms(instance, seeker, guide).tolist()]
    joined = [False] * len(mentees)
    if problem.groups:
        joined = [s.features.group_ok and g.features.group_ok for s, g in zip(mentees, mentors)]
    ids = [one.id for one in mentors], [one.id for one in mentees]
    facts = _facts(instance, seeker, guide)
    return tuple(map(Fit, *ids, forms, joined, score.tolist(), parts, facts))


def contributions(
    instance: Instance, seeker: Ints, guide: Ints
) -> tuple[Array, list[Mapping[str, int]]]:
    """The scores of pairs sorted by seeker, then guide, and what each criterion adds."""
    points = pairs.contributions(instance, seeker, guide)
    score, key = np.zeros(len(seeker), np.int32), np.zeros(len(seeker), np.int64)
    for found in points.values():
        score += found
        key *= int(found.max(initial=0)) + 1
        key += found
    first, place = np.unique(key, return_index=True, return_inverse=True)[1:]
    rows = zip(*(found[first].tolist() for found in points.values()))
    made = [dict(zip(points, row)) for row in rows]
    return score, [made[number] for number in place.tolist()]


def _facts(instance: Instance, seeker: Ints, guide: Ints) -> Iterator[Facts]:
    mine, theirs = instance.mine, instance.theirs
    sides = {
        "themes": (mine.soft.themes, theirs.soft.themes),
        "times": (mine.soft.times, theirs.soft.times),
        "languages": (mine.hard.languages, theirs.hard.languages),
        "interests": (mine.soft.interests, theirs.soft.interests),
        "competences": (mine.soft.competences, theirs.soft.competences),
    }
    shared = (
        _shared(instance.words[name], ours, others, seeker, guide)
        for name, (ours, others) in sides.items()
    )
    for row, column, themes, times, languages, interests, competences in zip(
        seeker.tolist(), guide.tolist(), *shared
    ):
        facts: Facts = {
            "themes": themes, "times": times, "languages": languages, "interests": interests,
        }  # fmt: skip
        if competences:
            facts["competences"] = competences
        _add_ranks(instance.problem, row, column, facts)
        yield facts


def _add_ranks(problem: Problem, row: int, column: int, facts: Facts) -> None:
    seeker, guide = problem.seekers[row], problem.guides[column]
    if seeker.ranking and guide.id in seeker.ranking:
        facts["rank_by_mentee"] = seeker.ranking.index(guide.id) + 1
    if guide.ranking and seeker.id in guide.ranking:
        facts["rank_by_mentor"] = guide.ranking.index(seeker.id) + 1


def _shared(
    words: Sequence[str], mine: Words, theirs: Words, seeker: Ints, guide: Ints
) -> list[tuple[str, ...]]:
    """The words that each two have in common, sorted as ``words`` are."""
    found: list[tuple[str, ...]] = [()] * len(seeker)
    for number, (ours, others) in enumerate(zip(mine, theirs, strict=True)):
        bits, place = np.unique(ours[seeker] & others[guide], return_inverse=True)
        known = {1 << bit: word for bit, word in enumerate(words[64 * number : 64 * number + 64])}
        told = [_told(one, known) for one in bits.tolist()]
        here = [told[number] for number in place.tolist()]
        found = [a + b for a, b in zip(found, here)] if number else here
    return found


def _told(bits: int, known: Mapping[int, str]) -> tuple[str, ...]:
    words = []
    while bits:
        lowest = bits & -bits
        words.append(known[lowest])
        bits ^= lowest
    return tuple(words)
