"""What cannot be computed is named with its people and its rule, and nothing is computed."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from services.matching.domain.engine import flow
from services.matching.domain.engine.check import BrokenLock
from services.matching.domain.engine.flow import TooLarge
from services.matching.domain.engine.graph import Graph
from services.matching.domain.engine.match import match
from services.matching.domain.engine.problem import Guide, Problem, Seeker
from shared.domain.errors import Invalid
from tests.unit.matching import tiny


def problem(**changed: Any) -> Problem:
    seekers = tuple(Seeker(name, tiny.BASE) for name in ("s0", "s1"))
    guides = tuple(Guide(name, tiny.ADULT, 1, tiny.BASE.forms) for name in ("g0", "g1"))
    return replace(Problem(seekers, guides, tiny.BASE.forms, tiny.WEIGHTS, "seed"), **changed)


@pytest.mark.parametrize("weight", [math.nan, math.inf, -math.inf, -1.0, 1e7, True, "40", None])
def test_a_weight_that_is_none_is_named(weight: Any) -> None:
    with pytest.raises(Invalid, match="“interests”") as caught:
        match(problem(weights=tiny.WEIGHTS | {"interests": weight}))
    assert list(caught.value.fields) == ["weights.interests"]


def test_something_must_weigh() -> None:
    for weights in ({}, dict.fromkeys(tiny.WEIGHTS, 0.0), {"unheard_of": 5.0}):
        with pytest.raises(Invalid, match="at least one criterion"):
            match(problem(weights=weights))


@pytest.mark.parametrize("weight", [1e-300, 1e-9, 1_000_000.0])
def test_a_weight_alone_gives_full_points_however_small_or_large(weight: float) -> None:
    told = {fit.score for fit in match(problem(weights={"theme": weight})).fits}
    assert told == {fit.score for fit in match(problem(weights={"theme": 1.0})).fits}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"locks": {"s0": "g0", "s1": "g0"}}, r"g0 has 1 places and 2 fixed mentees \(s0, s1\)"),
        ({"locks": {"s0": "g0"}, "bans": frozenset({("g0", "s0")})}, "banned.*s0 with g0"),
        ({"locks": {"s0": "gone", "left": "g0"}}, "no candidate any more: gone, left"),
    ],
)
@pytest.mark.parametrize("way", [{}, {"mode": "stable"}, {"groups": True}])
def test_fixed_pairs_that_contradict_are_named(
    changed: dict[str, Any], said: str, way: dict[str, Any]
) -> None:
    with pytest.raises(BrokenLock, match=said):
        match(problem(**changed, **way))


def test_a_fixed_pair_with_a_veto_is_named_with_the_rule() -> None:
    asked = problem(locks={"s0": "g0"})
    against = replace(asked.seekers[0], vetoes=("g0",))
    with pytest.raises(BrokenLock, match="veto"):
        match(replace(asked, seekers=(against, asked.seekers[1])))


@pytest.mark.parametrize("way", [{}, {"mode": "stable"}])
def test_a_person_on_both_sides_never_gets_themself(way: dict[str, str]) -> None:
    asked = problem(**way)
    both = replace(asked, guides=(Guide("s0", tiny.ADULT, 2, tiny.BASE.forms),))
    result = match(both)
    assert [(fit.mentee, fit.mentor) for fit in result.fits] == [("s1", "s0")]
    assert [(one.mentee, one.reason) for one in result.left] == [("s0", "same_person")]
    with pytest.raises(BrokenLock, match="same_person"):
        match(replace(both, locks={"s0": "s0"}))


def test_who_is_listed_twice_is_named() -> None:
    asked = problem()
    with pytest.raises(Invalid, match="twice as a mentee: s0"):
        match(replace(asked, seekers=(*asked.seekers, asked.seekers[0])))
    with pytest.raises(Invalid, match="twice as a mentor: g1"):
        match(replace(asked, guides=(*asked.guides, asked.guides[1])))


@pytest.mark.parametrize("free", [-1, 1.5, 10_000_000, None])
def test_places_that_are_no_number_are_named(free: Any) -> None:
    asked = problem()
    with pytest.raises(Invalid, match="mentor g0"):
        match(replace(asked, guides=(replace(asked.guides[0], free=free), asked.guides[1])))


def test_no_place_at_all_is_an_answer() -> None:
    asked = problem()
    result = match(replace(asked, guides=tuple(replace(one, free=0) for one in asked.guides)))
    assert result.fits == ()
    assert {one.reason for one in result.left} == {"no_place"}


@pytest.mark.parametrize(
    "changed",
    [
        {"threshold": -1}, {"threshold": 1001}, {"changes": -1}, {"stickiness": -1},
        {"mode": "best"}, {"rematch": "never"}, {"composition": "odd"},
    ],
)  # fmt: skip
def test_limits_beyond_sense_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        match(problem(**changed))


def test_weights_that_would_overflow_are_refused_before_the_solver() -> None:
    graph = Graph(1, 1, np.zeros(1, np.int64), np.zeros(1, np.int64), np.ones(1, np.int64))
    assert flow.most(graph, np.array([2**40])).served == 1
    with pytest.raises(TooLarge):
        flow.most(graph, np.array([2**62]))
