"""From a problem to pairs with reasons: check, filter, score, solve by levels, prove, explain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from services.matching.domain.engine import (
    aims,
    beyond,
    check,
    crowd,
    dense,
    grouping,
    pairs,
    reasons,
    rules,
    settle,
    stably,
    telling,
)
from services.matching.domain.engine.aims import Ground
from services.matching.domain.engine.check import BrokenLock
from services.matching.domain.engine.levels import Solution
from services.matching.domain.engine.pairs import Instance
from services.matching.domain.engine.problem import Fit, Left, Problem, Result

__all__ = ["BrokenLock", "Progress", "judge_pair", "match"]

Progress = Callable[[str, float], None]
"""Called with the name of a phase and the share done; what it raises ends the run."""

_SHARES = {"filter": 0.0, "served": 0.2, "score": 0.6, "hash": 0.8, "explain": 0.9, "done": 1.0}


def match(problem: Problem, progress: Progress | None = None) -> Result:
    """The same problem gives the same result, whatever the order of its people.

    Raises ``Invalid`` and ``Refused``, ``BrokenLock`` among them."""
    check.check(problem)
    report = progress or (lambda phase, share: None)
    instance = prepare(problem)
    if not problem.seekers or not problem.guides:
        return _nobody(instance)
    report("filter", 0.0)
    way = _dense if not problem.groups and beyond.dense(instance) else _listed
    result = way(instance, report)
    report("done", 1.0)
    return result


def _listed(instance: Instance, report: Progress) -> Result:
    found = pairs.everyone(instance, lambda share: report("filter", 0.2 * share))
    ground = aims.lay(instance, found)
    solution, gap = _settled(instance, ground, report)
    report("explain", _SHARES["explain"])
    result = telling.result(instance, ground, solution)
    return replace(result, summary=replace(result.summary, gap=gap)) if gap else result


def _dense(instance: Instance, report: Progress) -> Result:
    """How often prices must be asked is not known before, so the share stays below the end."""

    def share(done: float) -> None:
        report("price", 0.2 + 0.2 * done)

    if instance.problem.mode == "stable":
        ground, solution = crowd.settle_stable(instance, share)
    else:
        ground, solution = dense.settle_all(
            instance, lambda phase: report(phase, _SHARES.get(phase, 0.4)), share
        )
    figures = dense.figures(instance, ground, solution, lambda share: report("explain", 0.9))
    return telling.result(instance, ground, solution, figures)


def _settled(instance: Instance, ground: Ground, report: Progress) -> tuple[Solution, float]:
    """The solution, and how far it may be below the best."""

    def tick(phase: str) -> None:
        report(phase, _SHARES.get(phase, 0.4))

    if instance.problem.mode == "stable":
        tick("stable")
        return stably.settle(instance, ground), 0.0
    if instance.problem.groups:
        formed = grouping.settle(instance, ground, tick)
        return formed.solution, formed.gap
    return settle.settle(instance, ground, tick), 0.0


def prepare(problem: Problem) -> Instance:
    """The checked problem as arrays, its people sorted by id."""
    seekers = tuple(sorted(problem.seekers, key=lambda one: one.id))
    guides = tuple(sorted(problem.guides, key=lambda one: one.id))
    return pairs.encode(replace(problem, seekers=seekers, guides=guides))


def judge_pair(problem: Problem) -> Fit | tuple[str, ...]:
    """One mentee and one mentor: the fit, or the codes of the rules it breaks."""
    instance = prepare(problem)
    codes = rules.codes(int(pairs.broken_rows(instance, 0, 1)[0, 0]))
    only = np.zeros(1, np.int64)
    return codes or reasons.fits(instance, only, only)[0]


def _nobody(instance: Instance) -> Result:
    people = instance.problem.seekers
    left = tuple(Left(one.id, one.blocked or "no_place", {}, 0) for one in people)
    return Result((), left, (("served", 0), ("score", 0)))
