"""A whole problem in the stable mode: nobody is left who would both rather have each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.matching.domain.engine import explain
from services.matching.domain.engine.match import match
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
