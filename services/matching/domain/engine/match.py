"""From a problem to pairs with reasons: filter, score, solve, explain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from services.matching.domain.engine import flow, rules, score
from services.matching.domain.engine.problem import (
    Fit,
    Guide,
    Left,
    Problem,
    Result,
    Seeker,
    Summary,
)
from services.matching.domain.engine.rules import Verdicts
from shared.domain.errors import Refused


class BrokenLock(Refused):
    """A pair the coordinator fixed breaks a hard rule, or a mentor has more fixed than places."""

    code = "lock-broken"


Progress = Callable[[str, float], None]


def match(problem: Problem, progress: Progress | None = None) -> Result:
    """The same problem gives the same result, whatever the order of its people.

    Calls ``progress`` with the name of the phase and the share done; what it raises ends the run.
    Raises ``Invalid`` and ``Refused``, ``BrokenLock`` among them."""
    if progress is not None:
        progress("filter", 0.0)
    if problem.mode == "stable":
        raise Refused("stable matching is not there yet", code="no-stable")
    problem = replace(
        problem,
        seekers=tuple(sorted(problem.seekers, key=lambda s: s.id)),
        guides=tuple(sorted(problem.guides, key=lambda g: g.id)),
    )
    if not problem.seekers or not problem.guides:
        reason = "no_place"
        return Result((), tuple(Left(s.id, s.blocked or reason, {}, 0) for s in problem.seekers))
    verdicts = rules.judge(problem)
    points = score.contributions(problem)
    total = np.sum(list(points.values()), axis=0)
    pairs = _solve(problem, verdicts, total)
    fits = [_fit(problem, verdicts, points, row, column) for row, column in pairs]
    served = {row for row, _ in pairs}
    rest = [row for row in range(len(problem.seekers)) if row not in served]
    left = [_left(problem, verdicts, row) for row in rest]
    fits.sort(key=lambda fit: fit.mentee)
    whole, worst = sum(fit.score for fit in fits), min((fit.score for fit in fits), default=0)
    summary = Summary(served=len(fits), score=whole, worst=worst)
    levels = (("served", len(fits)), ("score", whole))
    return Result(tuple(fits), tuple(left), levels, summary)


def judge_pair(problem: Problem) -> Fit | tuple[str, ...]:
    """One mentee and one mentor: the fit, or the codes of the rules it breaks."""
    verdicts = rules.judge(problem)
    broken = rules.codes(int(verdicts.broken[0, 0]))
    return broken or _fit(problem, verdicts, score.contributions(problem), 0, 0)


def _solve(problem: Problem, verdicts: Verdicts, total: score.Points) -> list[tuple[int, int]]:
    rows = {seeker.id: number for number, seeker in enumerate(problem.seekers)}
    columns = {guide.id: number for number, guide in enumerate(problem.guides)}
    eligible = verdicts.eligible.copy()
    free = np.array([guide.free for guide in problem.guides], dtype=np.int64)
    fixed: list[tuple[int, int]] = []
    for mentee, mentor in sorted(problem.locks.items()):
        if mentee not in rows or mentor not in columns:
            raise BrokenLock("a fixed pair has somebody who is no candidate any more")
        row, column = rows[mentee], columns[mentor]
        if not eligible[row, column] or free[column] < 1:
            broken = ", ".join(rules.codes(int(verdicts.broken[row, column]))) or "no_place"
            raise BrokenLock(f"the fixed pair of mentee {mentee} and mentor {mentor}: {broken}")
        fixed.append((row, column))
        free[column] -= 1
        eligible[row, :] = False
    eligible &= free[None, :] > 0
    names = [seeker.id for seeker in problem.seekers], [guide.id for guide in problem.guides]
    return fixed + flow.assign(eligible, total, free, *names, problem.seed)


def _fit(
    problem: Problem, verdicts: Verdicts, points: Mapping[str, score.Points], row: int, column: int
) -> Fit:
    seeker, guide = problem.seekers[row], problem.guides[column]
    parts = {name: int(table[row, column]) for name, table in points.items()}
    return Fit(
        mentor=guide.id,
        mentee=seeker.id,
        form=problem.forms[int(verdicts.form[row, column])],
        group=problem.groups and seeker.features.group_ok and guide.features.group_ok,
        score=sum(parts.values()),
        contributions=parts,
        facts=_facts(seeker, guide),
    )


def _common(mine: Sequence[Any], theirs: Sequence[Any]) -> tuple[str, ...]:
    return tuple(sorted(set(mine) & set(theirs)))


def _facts(seeker: Seeker, guide: Guide) -> Mapping[str, tuple[str, ...] | int]:
    mine, theirs = seeker.features, guide.features
    facts: dict[str, tuple[str, ...] | int] = {
        "themes": _common(mine.themes, theirs.themes),
        "times": _common(mine.times, theirs.times),
        "languages": _common(mine.languages, theirs.languages),
        "interests": _common(mine.interests, theirs.interests),
    }
    if guide.id in seeker.ranking:
        facts["rank_by_mentee"] = seeker.ranking.index(guide.id) + 1
    if seeker.id in guide.ranking:
        facts["rank_by_mentor"] = guide.ranking.index(seeker.id) + 1
    return facts


def _left(problem: Problem, verdicts: Verdicts, row: int) -> Left:
    """The first reason: places gone to others, or the one rule whose easing opens most mentors."""
    seeker = problem.seekers[row]
    bits = [int(value) for value in verdicts.broken[row]]
    funnel = Counter(code for value in bits for code in rules.codes(value))
    possible = bits.count(0)
    if seeker.blocked:
        reason = seeker.blocked
    elif possible:
        reason = "no_place"
    else:
        alone = Counter(rules.codes(value)[0] for value in bits if value.bit_count() == 1)
        reason = min((alone or funnel).items(), key=lambda item: (-item[1], item[0]))[0]
    return Left(seeker.id, reason, dict(sorted(funnel.items())), possible)
