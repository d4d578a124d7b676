"""Stored problems get their stored answers, whatever the order of what is asked."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from infra.bench import golden, replay
from services.matching.domain.engine.problem import ENGINE

NAMES = golden.names()


def test_all_ways_of_matching_are_stored() -> None:
    problems = [golden.problem(name) for name in NAMES]
    assert {one.mode for one in problems} == {"optimal", "stable"}
    assert {one.composition for one in problems if one.groups} == {"any", "homogeneous", "mixed"}
    assert {one.rematch for one in problems if one.standing} == {"minimal", "balanced"}
    assert any(one.locks and one.bans and one.threshold for one in problems)
    assert any(one.changes is not None for one in problems)


@pytest.mark.parametrize("name", NAMES)
def test_twenty_shuffles_get_the_stored_bytes(name: str) -> None:
    asked, stored = golden.problem(name), golden.expected(name)
    assert golden.answer(asked) == stored
    for seed in range(20):
        mixed = golden.shuffled(asked, seed)
        assert mixed.digest() == asked.digest()
        assert golden.answer(mixed) == stored, seed


def test_most_answers_depend_on_the_seed() -> None:
    """Ties are there to be broken: otherwise the order would change nothing anyway."""
    others = [golden.answer(replace(golden.problem(one), seed="another")) for one in NAMES]
    changed = [fits(one) != fits(golden.expected(name)) for name, one in zip(NAMES, others)]
    assert sum(changed) >= 4


def fits(answer: str) -> list[tuple[str, str]]:
    return [(fit["mentee"], fit["mentor"]) for fit in json.loads(answer)["fits"]]


def test_answers_are_of_this_version_of_the_computation() -> None:
    """A change of what is computed needs a new version, and files written anew."""
    for name in NAMES:
        assert json.loads((golden.DIRECTORY / f"{name}.json").read_text())["engine"] == ENGINE


def test_every_package_of_the_computation_is_in_the_lock() -> None:
    lock = (golden.DIRECTORY.parents[3] / "requirements.lock").read_text()
    kept = {line.split("==")[0] for line in replay.locked(lock).splitlines() if "==" in line}
    assert set(replay.PACKAGES) == kept
