"""A kept proposal is judged again by its prices: what they bound, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.matching.application.checking import Asked, judge
from services.matching.application.proofs import Kept
from services.matching.domain.engine.match import match
from services.matching.domain.engine.problem import Certificate, Problem
from shared.domain.errors import Refused
from tests.unit.matching import tiny


def asked(problem: Problem) -> Asked | None:
    """Nothing where there is nothing to prove."""
    try:
        result = match(problem)
    except Refused:
        return None
    if result.certificate is None:
        return None
    return Asked(Kept(problem, result.certificate), result.fits, problem.digest())


PROOFS = [
    (seed, found) for seed in (*range(300), 761, 1608, 1701) if (found := asked(tiny.problem(seed)))
]
"""The last three have a limit of changes that costs a mentee the place."""


def test_every_level_is_bounded_without_a_gap() -> None:
    levels = set()
    for seed, one in PROOFS:
        verdict = judge(one)
        assert (verdict.word, verdict.input_same) == ("holds", True), seed
        assert all(level.gap == 0 for level in verdict.levels), (seed, verdict.levels)
        levels |= {level.level for level in verdict.levels}
    assert levels == {
        "limit", "served", "kept", "first", "second", "third", "worst", "score", "hash",
    }  # fmt: skip


def test_another_input_is_refuted() -> None:
    _, one = PROOFS[0]
    other = replace(one.kept.problem, seed="another")
    verdict = judge(replace(one, kept=replace(one.kept, problem=other)))
    assert (verdict.word, verdict.reason, verdict.input_same) == ("refuted", "input", False)


def test_a_pair_less_is_refuted() -> None:
    for seed, one in PROOFS:
        if one.fits:
            assert judge(replace(one, fits=one.fits[1:])).word == "refuted", seed


@pytest.mark.parametrize("level", ["served", "score"])
def test_a_price_that_was_changed_shows_as_a_gap_and_is_refuted(level: str) -> None:
    _, one = next(found for found in PROOFS if found[1].fits)
    proofs = []
    for proof in one.kept.certificate.proofs:
        if proof.level == level:
            proof = replace(proof, seekers=(proof.seekers[0] + 1, *proof.seekers[1:]))
        proofs.append(proof)
    verdict = judge(replace(one, kept=replace(one.kept, certificate=Certificate(tuple(proofs)))))
    assert (verdict.word, verdict.reason) == ("refuted", "bound")
    assert {told.level: told.gap for told in verdict.levels}[level] == 1
