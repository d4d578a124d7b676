"""Which fixed pairs make a proposal impossible, and by which rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from services.matching.application.computing import Question
from services.matching.domain.engine.check import BrokenLock
from services.matching.domain.engine.match import judge_pair
from services.matching.domain.engine.problem import Problem

GONE: Final = "gone"
"""Somebody of the pair is no candidate any more."""


def blamed(asked: Problem | Question, error: Exception) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """People and rules; nothing where no fixed pair was the matter."""
    if not isinstance(error, BrokenLock):
        return (), ()
    problem = asked.problem if isinstance(asked, Question) else asked
    found = list(_broken(problem))
    people = {person for pair, _ in found for person in pair}
    return tuple(sorted(people)), tuple(sorted({rule for _, rule in found}))


def _broken(problem: Problem) -> Iterator[tuple[tuple[str, str], str]]:
    seekers = {one.id: one for one in problem.seekers}
    guides = {one.id: one for one in problem.guides}
    held = Counter(problem.locks.values())
    for mentee, mentor in sorted(problem.locks.items()):
        if mentee not in seekers or mentor not in guides:
            yield (mentor, mentee), GONE
            continue
        if held[mentor] > guides[mentor].free:
            yield (mentor, mentee), "no_place"
        alone = replace(
            problem, seekers=(seekers[mentee],), guides=(guides[mentor],), locks={}, standing={}
        )
        judged = judge_pair(alone)
        if isinstance(judged, tuple):
            for rule in judged:
                yield (mentor, mentee), rule
