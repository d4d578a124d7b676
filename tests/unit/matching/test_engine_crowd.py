"""The stable answer and the list of who would rather have each other, without storing the pairs."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

from services.matching.domain.engine import audit, beyond, crowd, explain, pairs
from services.matching.domain.engine.explain import Explainer
from services.matching.domain.engine.match import match, prepare
from services.matching.domain.engine.problem import Guide, Problem, Seeker
from shared.contracts.features import Features
from tests.unit.matching import tiny
from tests.unit.matching.test_engine_dense import crowd as people
from tests.unit.matching.test_engine_dense import fixed

LETTERS = "abcdefghijklmnopqrstuvwx"


@pytest.fixture(name="unstored")
def _unstored(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Every crowd is too large to be stored from now on, and begins with few pairs."""
    monkeypatch.setattr(beyond, "_MANY", 100)
    monkeypatch.setattr(beyond, "_EACH", 3)
    monkeypatch.setattr("services.matching.domain.engine.dense._FIRST", 3)
    monkeypatch.setattr(crowd, "_FIRST", 2)
    monkeypatch.setattr(crowd, "_ADDED", 2)
    return monkeypatch


def problems(seed: int) -> list[Problem]:
    """With and without pairs fixed by hand; places for all, and for half of them."""
    few = people(seed, mentees=70, mentors=30)
    return [replace(one, mode="stable") for one in (people(seed), fixed(people(seed)), few)]


@pytest.mark.parametrize("seed", range(8))
def test_with_ties_no_pair_at_all_blocks(seed: int, unstored: pytest.MonkeyPatch) -> None:
    for problem in problems(seed):
        result = match(problem)
        assert Explainer(problem, result).blocking() == ()
        assert explain.blocking(problem, result) == ()
        assert result.summary.blocking == 0
        locks = {fit.mentee: fit.mentor for fit in result.fits if fit.mentee in problem.locks}
        assert locks == problem.locks


def various(seed: int) -> Problem:
    """Few people with very different interests: mostly nobody likes two others equally."""
    dice = random.Random(seed)

    def said(base: Features) -> Features:
        interests = tuple(dice.sample(LETTERS, dice.randint(3, 16)))
        return replace(base, interests=interests, area=dice.choice(("north", "south")))

    names = [f"g{number}" for number in range(6)]
    seekers = tuple(
        Seeker(f"s{number}", said(tiny.BASE), tuple(dice.sample(names, 3))) for number in range(8)
    )
    guides = tuple(
        Guide(name, said(tiny.ADULT), dice.choice((1, 1, 2)), tiny.BASE.forms) for name in names
    )
    weights = {"interests": 80.0, "area": 7.0, "ballot": 13.0}
    return Problem(seekers, guides, tiny.BASE.forms, weights, f"{seed}", mode="stable")


def strict(problem: Problem) -> bool:
    instance = prepare(problem)
    found = pairs.everyone(instance)
    likes, graph = audit.liking(instance, found), found.graph
    sides = (zip(graph.seeker.tolist(), likes.forth.tolist(), strict=True),
             zip(graph.guide.tolist(), likes.back.tolist(), strict=True))  # fmt: skip
    return all(max(Counter(side).values()) == 1 for side in sides)


def test_where_all_ranks_differ_it_is_the_answer_of_all_pairs(
    request: pytest.FixtureRequest,
) -> None:
    problems = [one for one in map(various, range(400)) if strict(one)]
    listed = [match(problem) for problem in problems]
    assert len(problems) > 40
    request.getfixturevalue("unstored").setattr(beyond, "_MANY", 1)
    begun = 0
    for problem, expected in zip(problems, listed, strict=True):
        assert beyond.dense(prepare(problem))
        result = match(problem)
        assert result.fits == expected.fits
        assert result.summary == expected.summary
        assert {left.mentee for left in result.left} == {left.mentee for left in expected.left}
        begun += len(result.left) > 0
    assert begun > 5, "some were refused by all"


@pytest.mark.parametrize("seed", range(6))
def test_who_would_rather_have_each_other_is_listed(
    seed: int, unstored: pytest.MonkeyPatch
) -> None:
    seen = 0
    for problem in problems(seed):
        result = match(replace(problem, mode="optimal"))
        every = Explainer(problem, result).blocking()
        assert len(every) == result.summary.blocking
        unstored.setattr(crowd, "MOST", 100)
        assert explain.blocking(problem, result) == every
        unstored.setattr(crowd, "MOST", 2)
        some = explain.blocking(problem, result)
        assert set(some) <= set(every)
        counts = Counter(mentee for _, mentee in every)
        assert Counter(mentee for _, mentee in some) == {m: min(2, n) for m, n in counts.items()}
        seen += len(every) - len(some)
    assert seen > 0
