"""What cannot be computed is said before anything is: which people, which rule."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from services.matching.domain.engine.criteria import CRITERIA, FULL
from services.matching.domain.engine.groups import COMPOSITIONS
from services.matching.domain.engine.problem import Problem
from services.matching.domain.engine.rules import RULES
from shared.domain.errors import Invalid, Refused

_ABSURD = 1_000_000
MODES = ("optimal", "stable")
REMATCHES = ("minimal", "balanced", "frozen")


class BrokenLock(Refused):
    """A pair the coordinator fixed breaks a hard rule, or a mentor has more fixed than places."""

    code = "lock-broken"


def check(problem: Problem) -> None:
    """Raises ``Invalid`` for what is no problem at all and ``BrokenLock`` for fixed pairs that
    contradict one another or a ban."""
    _weights(problem)
    _people(problem)
    _limits(problem)
    _locks(problem)


def _weights(problem: Problem) -> None:
    for name, weight in sorted(problem.weights.items()):
        number = isinstance(weight, int | float) and not isinstance(weight, bool)
        if not number or not math.isfinite(weight) or not 0 <= weight <= _ABSURD:
            text = f"the weight of “{name}” must be a number from 0 to {_ABSURD}"
            raise Invalid(text, {f"weights.{name}": [text]})
    if not sum(problem.weights.get(name, 0) for name in CRITERIA) > 0:
        text = "at least one criterion must weigh something"
        raise Invalid(text, {"weights": [text]})


def _people(problem: Problem) -> None:
    for role, people in (("mentee", problem.seekers), ("mentor", problem.guides)):
        twice = [name for name, count in Counter(one.id for one in people).items() if count > 1]
        if twice:
            raise Invalid(f"listed twice as a {role}: {_names(twice)}")
        unknown = [one.id for one in people if one.blocked and one.blocked not in RULES]
        if unknown:
            raise Invalid(f"blocked by a rule that there is not: {role} {_names(unknown)}")
    wrong = [
        one.id
        for one in problem.guides
        if not isinstance(one.free, int) or not 0 <= one.free <= _ABSURD
    ]
    if wrong:
        raise Invalid(f"places must be a whole number from 0: mentor {_names(wrong)}")


def _limits(problem: Problem) -> None:
    if problem.mode not in MODES:
        raise Invalid(f"there is no mode “{problem.mode}”")
    if problem.rematch not in REMATCHES:
        raise Invalid(f"there is no way “{problem.rematch}” to match again")
    if problem.composition not in COMPOSITIONS:
        raise Invalid(f"there is no composition “{problem.composition}” of groups")
    if problem.groups and problem.changes is not None:
        raise Invalid("with groups the number of changed pairs cannot be limited: match in pairs")
    if problem.changes is not None and problem.changes < 0:
        raise Invalid("the number of standing pairs that may change cannot be below 0")
    if not 0 <= problem.threshold <= FULL:
        raise Invalid(f"the threshold must be from 0 to {FULL} points")
    if not 0 <= problem.stickiness <= 10 * FULL:
        raise Invalid(f"a standing pair gets from 0 to {10 * FULL} points")


def _locks(problem: Problem) -> None:
    """Those that contradict each other; whether a pair breaks a rule is seen when it is judged."""
    seekers = {one.id for one in problem.seekers}
    places = {one.id: one.free for one in problem.guides}
    locks = sorted(problem.locks.items())
    gone = [one for pair in locks for one, side in zip(pair, (seekers, places)) if one not in side]
    if gone:
        raise BrokenLock(f"a fixed pair has somebody who is no candidate any more: {_names(gone)}")
    banned = [
        f"{mentee} with {mentor}" for mentee, mentor in locks if (mentor, mentee) in problem.bans
    ]
    if banned:
        raise BrokenLock(f"fixed and ruled out at once (banned): {_names(banned)}")
    for mentor, count in sorted(Counter(problem.locks.values()).items()):
        if count > places[mentor]:
            fixed = [mentee for mentee, other in locks if other == mentor]
            raise BrokenLock(
                f"mentor {mentor} has {places[mentor]} places and {count} fixed mentees "
                f"({_names(fixed)}): no_place"
            )


def _names(ids: Iterable[str]) -> str:
    found = sorted(set(ids))
    more = f" and {len(found) - 10} more" if len(found) > 10 else ""
    return ", ".join(found[:10]) + more
