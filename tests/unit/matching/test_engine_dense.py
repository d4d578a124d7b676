"""A crowd whose pairs are never stored gets the very pairs, levels and proofs of one whose are."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from services.matching.domain.engine import beyond, verify
from services.matching.domain.engine.explain import Explainer
from services.matching.domain.engine.match import match
from services.matching.domain.engine.problem import Guide, Problem, Seeker
from tests.unit.matching import tiny

TIMES = ("mon-15", "tue-15", "wed-15", "thu-15")


def crowd(seed: int, mentees: int = 60, mentors: int = 45) -> Problem:
    """Nearly everybody may go to everybody; some voted, some pairs stand."""
    dice = random.Random(seed)
    names = [f"g{number:03}" for number in range(mentors)]
    seekers = tuple(
        Seeker(
            f"s{number:03}",
            replace(
                tiny.BASE,
                themes=tuple(dice.sample(("exams", "career", "studies", "projects"), 2)),
                times=TIMES,
                interests=tuple(dice.sample("abcdef", 2)),
            ),
            tuple(dice.sample(names, 3)) if dice.random() < 0.5 else (),
        )
        for number in range(mentees)
    )
    guides = tuple(
        Guide(
            name,
            replace(
                tiny.ADULT,
                themes=tuple(dice.sample(("exams", "career", "studies", "projects"), 2)),
                times=tuple(dice.sample(TIMES, 3)),
                interests=tuple(dice.sample("abcdef", 3)),
            ),
            dice.choice((0, 1, 1, 2)),
            tiny.BASE.forms,
        )
        for name in names
    )
    standing = {f"s{number:03}": dice.choice(names) for number in range(0, mentees, 7)}
    return Problem(
        seekers, guides, tiny.BASE.forms, tiny.WEIGHTS, f"crowd {seed}",
        standing=standing if seed % 2 else {}, threshold=500 if seed % 3 == 0 else 0,
    )  # fmt: skip


def fixed(problem: Problem) -> Problem:
    """Some of its best pairs fixed by hand."""
    locks = {fit.mentee: fit.mentor for fit in match(problem).fits[::9]}
    standing = {mentee: one for mentee, one in problem.standing.items() if mentee not in locks}
    return replace(problem, locks=locks, standing=standing)


@pytest.mark.parametrize("by_hand", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_what_is_never_stored_is_matched_alike(
    seed: int, by_hand: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = fixed(crowd(seed)) if by_hand else crowd(seed)
    listed = match(problem)
    monkeypatch.setattr(beyond, "_MANY", 100)
    monkeypatch.setattr(beyond, "_EACH", 5)
    monkeypatch.setattr("services.matching.domain.engine.dense._FIRST", 3)
    dense = match(problem)
    assert dense.fits == listed.fits
    assert dense.levels == listed.levels
    assert dense.summary == listed.summary
    assert dense.certificate is not None
    verify.recheck(problem, dense)


def test_all_losses_of_a_mentee_at_once_are_those_one_by_one() -> None:
    compared = 0
    for seed in (1, 2, 4, 5):
        problem = replace(crowd(seed, 30, 22), threshold=0)
        explainer = Explainer(problem, match(problem))
        for mentee in ("s000", "s007", "s013"):
            table = explainer.table(mentee)
            for number, mentor in enumerate(table.mentors):
                loss = explainer.price(mentee, mentor).loss
                at_once = {level: int(values[number]) for level, values in table.loss.items()}
                assert {level: loss[level] for level in at_once} == at_once, (seed, mentee, mentor)
                compared += 1
    assert compared > 150
