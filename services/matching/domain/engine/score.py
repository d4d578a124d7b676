"""Points of every pair by criterion, rounded once to whole numbers, so that they always add up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.engine import tables
from services.matching.domain.engine.criteria import CRITERIA, FULL
from services.matching.domain.engine.problem import Problem
from services.matching.domain.engine.tables import Floats

Points = NDArray[np.int64]
_UNKNOWN = 0.5
"""A question left open counts half: silence is neither a merit nor a fault."""
_ENOUGH_TIMES = 3


def contributions(problem: Problem) -> Mapping[str, Points]:
    """Whole points by criterion for every (mentee, mentor); their sum is at most about 1000."""
    weights = {name: float(problem.weights.get(name, 0)) for name in CRITERIA}
    whole = sum(weights.values())
    closeness = {
        "theme": _themes, "time": _times, "interests": _interests, "ballot": _ballots,
        "area": _areas, "wish": _wishes,
    }  # fmt: skip
    return {
        name: np.rint(FULL * weights[name] / whole * closeness[name](problem)).astype(np.int64)
        for name in CRITERIA
        if weights[name] > 0
    }


def _ratio(part: Floats, whole: Floats) -> Floats:
    """``part / whole``, and the value of an open question where ``whole`` is 0."""
    unknown = np.full(np.broadcast_shapes(part.shape, whole.shape), _UNKNOWN)
    return np.asarray(np.divide(part, whole, out=unknown, where=whole > 0))


def _themes(problem: Problem) -> Floats:
    """The share of what the mentee asks for that the mentor offers."""
    common = tables.shared_words(problem.seekers, problem.guides, lambda p: p.features.themes)
    return _ratio(common, tables.said(problem.seekers, lambda p: p.features.themes)[:, None])


def _times(problem: Problem) -> Floats:
    common = tables.shared_words(problem.seekers, problem.guides, lambda p: p.features.times)
    stated = np.outer(
        tables.said(problem.seekers, lambda p: p.features.times),
        tables.said(problem.guides, lambda p: p.features.times),
    )
    return np.where(stated > 0, np.minimum(common, _ENOUGH_TIMES) / _ENOUGH_TIMES, _UNKNOWN)


def _interests(problem: Problem) -> Floats:
    common = tables.shared_words(problem.seekers, problem.guides, lambda p: p.features.interests)
    mine = tables.said(problem.seekers, lambda p: p.features.interests)[:, None]
    theirs = tables.said(problem.guides, lambda p: p.features.interests)[None, :]
    return _ratio(common, mine + theirs - common)


def _ballots(problem: Problem) -> Floats:
    forth = tables.ranks(problem.seekers, problem.guides)
    back = tables.ranks(problem.guides, problem.seekers).T
    return (_wished(forth) + _wished(back)) / 2


def _wished(rank: Points) -> Floats:
    return np.where(rank > 0, (4 - rank) / 3, 0.0)


def _areas(problem: Problem) -> Floats:
    mine = tables.column_of(problem.seekers, lambda p: p.features.area)[:, None]
    theirs = tables.column_of(problem.guides, lambda p: p.features.area)[None, :]
    known = (mine != "") & (theirs != "")
    return np.where(known, (mine == theirs).astype(float), _UNKNOWN)


def _wishes(problem: Problem) -> Floats:
    wish = tables.column_of(problem.seekers, lambda p: p.features.gender_wish)[:, None]
    gender = tables.column_of(problem.guides, lambda p: p.features.gender)[None, :]
    return np.where(wish == "", _UNKNOWN, (wish == gender).astype(float))
