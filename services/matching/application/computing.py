"""What the solver is asked: a proposal in both modes with its reasons, or what one change costs."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Final

from services.matching.domain.engine import explain, verify
from services.matching.domain.engine.match import judge_pair, match
from services.matching.domain.engine.problem import Problem, Result
from shared.domain.errors import Refused

MODES: Final = ("optimal", "stable")
SERVES_OTHERS: Final = "serves_others"
"""A standing pair breaks no rule; it makes room so that more are served."""
_PACKAGES: Final = ("numpy", "scipy", "ortools")
_SHARES: Final = {"optimal": (0, 60), "stable": (60, 90), "explain": (90, 100)}
_WHOLE: Final = 100
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Question:
    """What does it cost to give the mentee this mentor (``None``: nobody)?"""

    problem: Problem
    mentee: str
    mentor: str | None


@dataclass(frozen=True, slots=True)
class Computed:
    """Results by mode; ``blocking`` are (mentor, mentee) by mode; ``changed`` says by mode and
    mentee why a standing pair did not stay."""

    results: Mapping[str, Result]
    blocking: Mapping[str, tuple[tuple[str, str], ...]]
    changed: Mapping[str, Mapping[str, str]]
    packages: Mapping[str, str] = field(default_factory=dict)


def answer(asked: Problem | Question, tell: Tell) -> Computed | explain.Price:
    if isinstance(asked, Question):
        tell("explain", 0, 1)
        result = match(asked.problem)
        return explain.price(asked.problem, result, asked.mentee, asked.mentor)
    return _compute(asked, tell)


def _compute(problem: Problem, tell: Tell) -> Computed:
    """Raises what makes the proposal itself impossible; without a stable one it goes on alone."""
    results: dict[str, Result] = {}
    for mode in MODES:
        try:
            results[mode] = match(replace(problem, mode=mode), _telling(mode, tell))
        except Refused:
            if mode == MODES[0]:
                raise
        else:
            _prove(problem, results[mode])
    tell("explain", _SHARES["explain"][0], _WHOLE)
    return Computed(
        results,
        {mode: explain.blocking(problem, result) for mode, result in results.items()},
        {mode: _changed(problem, result) for mode, result in results.items()},
        {name: version(name) for name in _PACKAGES} | {"python": platform.python_version()},
    )


def _prove(problem: Problem, result: Result) -> None:
    """What claims to be best is checked by somebody who has no solver. Raises Refuted."""
    if result.certificate is not None:
        verify.recheck(problem, result)


def _telling(mode: str, tell: Tell) -> Callable[[str, float], None]:
    first, last = _SHARES[mode]
    return lambda phase, share: tell(mode, first + int((last - first) * share), _WHOLE)


def _changed(problem: Problem, result: Result) -> Mapping[str, str]:
    seekers = {seeker.id: seeker for seeker in problem.seekers}
    guides = {guide.id: guide for guide in problem.guides}
    now = {fit.mentee: fit.mentor for fit in result.fits}
    reasons = {}
    for mentee, mentor in problem.standing.items():
        if now.get(mentee) == mentor or mentee not in seekers:
            continue
        if mentor not in guides:
            reasons[mentee] = "mentor_gone"
            continue
        alone = replace(problem, seekers=(seekers[mentee],), guides=(guides[mentor],), locks={})
        broken = judge_pair(alone)
        reasons[mentee] = broken[0] if isinstance(broken, tuple) else SERVES_OTHERS
    return reasons
