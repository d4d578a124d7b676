"""Every level is exact: equal to trying all matchings, and proven by prices each time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.matching.domain.engine import verify
from services.matching.domain.engine.match import match
from services.matching.domain.engine.problem import Proof
from tests.unit.matching import tiny

NAMES = ("served", "kept", "first", "second", "third", "worst", "score")


def compare(seed: int) -> None:
    instance = tiny.problem(seed)
    expected, result = tiny.best(instance), match(instance)
    assert expected is not None
    levels, pairs = expected
    assert {fit.mentee: fit.mentor for fit in result.fits} == pairs, seed
    told = dict(result.levels)
    assert all(told.get(name, value) == value for name, value in zip(NAMES, levels)), seed
    assert all(sum(fit.contributions.values()) == fit.score for fit in result.fits)
    verify.recheck(instance, result)


@pytest.mark.parametrize("block", range(20))
def test_a_thousand_tiny_problems_are_solved_as_by_trying_all(block: int) -> None:
    for seed in range(block * 50, block * 50 + 50):
        compare(seed)


@pytest.mark.long
@pytest.mark.parametrize("block", range(100))
def test_ten_thousand_more(block: int) -> None:
    for seed in range(1000 + block * 100, 1000 + block * 100 + 100):
        compare(seed)


def test_a_tampered_certificate_is_refused() -> None:
    """One price more or less, another value, a level left out, a pair exchanged."""
    seen = 0
    for seed in range(60):
        instance = tiny.problem(seed)
        result = match(instance)
        if result.certificate is None:
            continue
        for number, proof in enumerate(result.certificate.proofs):
            for wrong in _tampered(proof):
                proofs = list(result.certificate.proofs)
                proofs[number] = wrong
                _refused(instance, result, proofs)
                seen += 1
        _refused(instance, result, result.certificate.proofs[:-1])
    assert seen > 500


def _refused(instance, result, proofs) -> None:  # type: ignore[no-untyped-def]
    certificate = replace(result.certificate, proofs=tuple(proofs))
    with pytest.raises(verify.Refuted):
        verify.recheck(instance, replace(result, certificate=certificate))


def _tampered(proof: Proof) -> list[Proof]:
    if proof.level == "worst":  # a weaker proof of the same floor is a proof
        return [replace(proof, value=proof.value + 1), replace(proof, floor=proof.floor + 1)]
    seekers = (proof.seekers[0] + 1, *proof.seekers[1:])
    guides = (proof.guides[0] - 1, *proof.guides[1:])
    return [
        replace(proof, value=proof.value + 1),
        replace(proof, seekers=seekers),
        replace(proof, seekers=seekers, value=proof.value + 1),
        replace(proof, guides=guides, seekers=seekers),
    ]
