"""The criterion of competences: what a mentee wants to learn and a mentor can teach."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.matching.domain.engine import verify
from services.matching.domain.engine.criteria import DEFAULT_WEIGHTS
from services.matching.domain.engine.match import judge_pair, match
from services.matching.domain.engine.problem import Fit, Problem
from tests.unit.matching.test_engine import guide, problem, seeker

WEIGHTS = {"competences": 50.0, "theme": 50.0}


def points(mine: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    asked = problem([seeker(competences=mine)], [guide(competences=theirs)])
    fit = judge_pair(replace(asked, weights=WEIGHTS))
    assert isinstance(fit, Fit)
    assert fit.score == sum(fit.contributions.values())
    return fit.contributions["competences"]


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        (("physics",), ("physics", "speaking"), 500),
        (("physics", "speaking"), ("physics",), 250),
        (("physics",), ("history",), 0),
        (("physics",), (), 250),
        ((), ("physics",), 250),
        ((), (), 250),
    ],
)
def test_the_share_that_the_mentor_can_teach(
    mine: tuple[str, ...], theirs: tuple[str, ...], expected: int
) -> None:
    assert points(mine, theirs) == expected


def crossed() -> Problem:
    """Everything else is equal: only competences say who suits whom."""
    return replace(
        problem(
            [seeker("a", competences=("physics",)), seeker("b", competences=("history",))],
            [guide("m", competences=("history",)), guide("n", competences=("physics",))],
        ),
        weights=WEIGHTS,
    )


def test_they_decide_between_equals_and_are_told() -> None:
    for mode in ("optimal", "stable"):
        result = match(replace(crossed(), mode=mode))
        assert {fit.mentee: fit.mentor for fit in result.fits} == {"a": "n", "b": "m"}
    told = {fit.mentee: fit.facts.get("competences") for fit in result.fits}
    assert told == {"a": ("physics",), "b": ("history",)}
    verify.recheck(crossed(), match(crossed()))


def test_without_a_weight_they_count_nothing() -> None:
    asked = replace(crossed(), weights={"theme": 50.0})
    assert {fit.score for fit in match(asked).fits} == {1000}


def test_an_input_without_them_keeps_the_hash_that_it_had() -> None:
    weights = {name: weight for name, weight in DEFAULT_WEIGHTS.items() if name != "competences"}
    silent = replace(problem([seeker()], [guide()]), weights=weights)
    assert silent.digest() == "21f5be85a2069f302936de155c4bbbfbf4d19fdee73bef61a4be3096cbf0f69f"
    said = replace(problem([seeker(competences=("physics",))], [guide()]), weights=weights)
    assert said.digest() != silent.digest()
