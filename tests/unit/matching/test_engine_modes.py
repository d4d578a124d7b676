"""A whole problem in the stable mode and in groups."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.matching.domain.engine import explain
from services.matching.domain.engine.match import match
from services.matching.domain.engine.problem import Guide, Problem, Seeker
from shared.domain.errors import Invalid
from tests.unit.matching import tiny

PROBLEMS = 300


def test_nobody_in_a_stable_proposal_would_rather_have_each_other() -> None:
    unlike = 0
    for seed in range(PROBLEMS):
        problem = replace(tiny.problem(seed), mode="stable")
        result = match(problem)
        assert explain.blocking(problem, result) == (), seed
        assert result.summary.blocking == 0
        assert result.certificate is None
        optimal = match(replace(problem, mode="optimal"))
        assert result.summary.served <= optimal.summary.served
        assert {left.mentee for left in result.left} == {one.id for one in problem.seekers} - {
            fit.mentee for fit in result.fits
        }
        unlike += result.fits != optimal.fits
    assert unlike > PROBLEMS / 10


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_the_input_changes_nothing(seed: int) -> None:
    problem = replace(tiny.problem(seed), mode="stable", locks={}, standing={}, changes=None)
    turned = replace(problem, seekers=problem.seekers[::-1], guides=problem.guides[::-1])
    assert match(problem) == match(turned)


def sociable(mentees: int, themes: list[tuple[str, ...]], mentors: int = 1, **rest: Any) -> Problem:
    """Everybody accepts groups; mentors have three places each."""
    seekers = tuple(
        Seeker(f"s{n}", replace(tiny.BASE, group_ok=True, themes=themes[n])) for n in range(mentees)
    )
    adult = replace(tiny.ADULT, group_ok=True, themes=("exams", "career"))
    guides = tuple(Guide(f"g{n}", adult, 3, tiny.BASE.forms) for n in range(mentors))
    return Problem(seekers, guides, tiny.BASE.forms, tiny.WEIGHTS, "seed", groups=True, **rest)


EXAMS, CAREER = ("exams",), ("career",)


def test_a_group_of_one_theme_has_no_other() -> None:
    problem = sociable(3, [EXAMS, EXAMS, CAREER])
    assert len(match(problem).fits) == 3
    result = match(replace(problem, composition="homogeneous"))
    assert [fit.mentee for fit in result.fits] == ["s0", "s1"]
    assert [left.mentee for left in result.left] == ["s2"]


def test_a_mixed_group_has_two_themes() -> None:
    alike = match(replace(sociable(2, [EXAMS, EXAMS]), composition="mixed"))
    assert len(alike.fits) == 1  # no group, but a pair
    unlike = match(replace(sociable(2, [EXAMS, CAREER]), composition="mixed"))
    assert len(unlike.fits) == 2
    assert all(fit.group for fit in unlike.fits)


def test_who_wants_no_group_gets_a_mentor_of_their_own() -> None:
    problem = sociable(3, [EXAMS] * 3, mentors=2)
    alone = replace(problem.seekers[2], features=replace(tiny.BASE, group_ok=False))
    result = match(replace(problem, seekers=(*problem.seekers[:2], alone)))
    mentor = {fit.mentee: fit.mentor for fit in result.fits}
    assert mentor["s0"] == mentor["s1"] != mentor["s2"]
    assert [fit.group for fit in result.fits] == [True, True, False]


def test_the_mentor_of_a_fixed_pair_leads_no_group() -> None:
    problem = sociable(3, [EXAMS] * 3, mentors=2, locks={"s0": "g0"})
    mentor = {fit.mentee: fit.mentor for fit in match(problem).fits}
    assert mentor == {"s0": "g0", "s1": "g1", "s2": "g1"}


def test_what_groups_cannot_do_is_said() -> None:
    with pytest.raises(Invalid, match="composition"):
        match(replace(sociable(2, [EXAMS] * 2), composition="alike"))
    with pytest.raises(Invalid, match="limited"):
        match(replace(sociable(2, [EXAMS] * 2), changes=1))
