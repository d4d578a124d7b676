"""From a problem to pairs with reasons: check, filter, score, solve by levels, prove, explain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from services.matching.domain.engine import aims, check, pairs, rules, settle, telling
from services.matching.domain.engine.check import BrokenLock
from services.matching.domain.engine.pairs import Instance
from services.matching.domain.engine.problem import Fit, Left, Problem, Result
from shared.domain.errors import Refused

__all__ = ["BrokenLock", "Progress", "judge_pair", "match"]

Progress = Callable[[str, float], None]
"""Called with the name of a phase and the share done; what it raises ends the run."""

_SHARES = {"filter": 0.0, "served": 0.2, "score": 0.6, "hash": 0.8, "explain": 0.9, "done": 1.0}


def match(problem: Problem, progress: Progress | None = None) -> Result:
    """The same problem gives the same result, whatever the order of its people.

    Raises ``Invalid`` and ``Refused``, ``BrokenLock`` among them."""
    check.check(problem)
    if problem.mode == "stable":
        raise Refused("stable matching is not there yet", code="no-stable")
    report = progress or (lambda phase, share: None)
    instance = prepare(problem)
    if not problem.seekers or not problem.guides:
        return _nobody(instance)
    report("filter", 0.0)
    found = pairs.everyone(instance, lambda share: report("filter", 0.2 * share))
    ground = aims.lay(instance, found)
    solution = settle.settle(instance, ground, lambda phase: report(phase, _SHARES.get(phase, 0.4)))
    report("explain", _SHARES["explain"])
    result = telling.result(instance, ground, solution)
    report("done", 1.0)
    return result


def prepare(problem: Problem) -> Instance:
    """The checked problem as arrays, its people sorted by id."""
    seekers = tuple(sorted(problem.seekers, key=lambda one: one.id))
    guides = tuple(sorted(problem.guides, key=lambda one: one.id))
    return pairs.encode(replace(problem, seekers=seekers, guides=guides))


def judge_pair(problem: Problem) -> Fit | tuple[str, ...]:
    """One mentee and one mentor: the fit, or the codes of the rules it breaks."""
    instance = prepare(problem)
    codes = rules.codes(int(pairs.broken_rows(instance, 0, 1)[0, 0]))
    return codes or telling.fits(instance, [(0, 0)])[0]


def _nobody(instance: Instance) -> Result:
    people = instance.problem.seekers
    left = tuple(Left(one.id, one.blocked or "no_place", {}, 0) for one in people)
    return Result((), left, (("served", 0), ("score", 0)))
