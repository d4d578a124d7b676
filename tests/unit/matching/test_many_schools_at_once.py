"""From answers to each school's own result: the same for any order, with reasons, nobody twice."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

from services.matching.domain.engine.criteria import DEFAULT_WEIGHTS
from services.matching.domain.engine.match import match
from services.matching.domain.engine.problem import Guide, Problem, Seeker
from services.matching.domain.engine.town import Asked, Part, Portion, compute
from shared.contracts.features import THEMES, Features

FORM = "student_pupil"
MENTEES = {"east": 9, "north": 6, "west": 3}


def features(chance: random.Random, *, adult: bool) -> Features:
    return Features(
        forms=(FORM,), themes=tuple(chance.sample(THEMES, 3)), adult=adult,
        age_band="18-24" if adult else "14-15",
    )  # fmt: skip


def asked(seed: int = 1, *, shared: int = 4) -> Asked:
    """Each school has two mentors of its own; ``shared`` more have a card at every school."""
    chance = random.Random(seed)
    common = [features(chance, adult=True) for _ in range(shared)]
    left = {f"home|shared-{n}": chance.randint(1, 3) for n in range(shared)}
    parts = []
    for school, count in MENTEES.items():
        own = [
            Guide(
                f"{school}-mentor-{n}", features(chance, adult=True), chance.randint(0, 2), (FORM,)
            )
            for n in range(2)
        ]
        cards = [
            Guide(f"card-{n}-{school}", common[n], min(2, left[f"home|shared-{n}"]), (FORM,))
            for n in range(shared)
        ]
        left |= {f"{school}|{guide.id}": guide.free for guide in own}
        counted = {guide.id: f"{school}|{guide.id}" for guide in own}
        counted |= {f"card-{n}-{school}": f"home|shared-{n}" for n in range(shared)}
        mentees = tuple(
            Seeker(f"{school}-{n}", features(chance, adult=False)) for n in range(count)
        )
        problem = Problem(mentees, (*own, *cards), (FORM,), DEFAULT_WEIGHTS, seed=school)
        parts.append(Part(school, problem, counted))
    return Asked(tuple(parts), left, f"round {seed}")


def run(one: Asked) -> tuple[Portion, ...]:
    return compute(one, lambda phase, done, total: None)


def taken(one: Asked, portions: tuple[Portion, ...]) -> Counter[str]:
    """Places by the mentor at home."""
    counted = {part.school: part.counted for part in one.parts}
    return Counter(
        counted[portion.school][fit.mentor] for portion in portions for fit in portion.result.fits
    )


@pytest.mark.parametrize("seed", range(8))
def test_nobody_has_more_than_there_is_and_every_guarantee_holds(seed: int) -> None:
    one = asked(seed)
    portions = run(one)
    assert [portion.school for portion in portions] == sorted(MENTEES)
    for name, count in taken(one, portions).items():
        assert count <= one.left[name]
    for portion in portions:
        assert portion.guaranteed <= portion.served <= portion.requests
        own = {seeker.id for seeker in portion.problem.seekers}
        told = {fit.mentee for fit in portion.result.fits} | {x.mentee for x in portion.result.left}
        assert told == own
        assert match(portion.problem) == portion.result, "it can be computed again from its input"


def test_together_they_serve_as_many_as_one_great_school_would() -> None:
    """Sharing fairly costs nobody a mentor."""
    one = asked(3)
    guides = {}
    for part in one.parts:
        for guide in part.problem.guides:
            name = part.counted[guide.id]
            guides[name] = replace(guide, id=name, free=one.left[name])
    seekers = tuple(seeker for part in one.parts for seeker in part.problem.seekers)
    whole = Problem(seekers, tuple(guides.values()), (FORM,), DEFAULT_WEIGHTS, seed="whole")
    apart = sum(portion.served for portion in run(one))
    own_only = sum(guide.free for part in one.parts for guide in part.problem.guides[:2])
    assert own_only < apart <= len(match(whole).fits)


@pytest.mark.parametrize("seed", range(20))
def test_the_same_for_every_order_of_schools_and_people(seed: int) -> None:
    one = asked(5)
    chance = random.Random(seed)
    parts = []
    for part in chance.sample(one.parts, len(one.parts)):
        seekers = tuple(chance.sample(part.problem.seekers, len(part.problem.seekers)))
        guides = tuple(chance.sample(part.problem.guides, len(part.problem.guides)))
        problem = replace(part.problem, seekers=seekers, guides=guides)
        counted = dict(chance.sample(list(part.counted.items()), len(part.counted)))
        parts.append(Part(part.school, problem, counted))
    left = dict(chance.sample(list(one.left.items()), len(one.left)))
    again = run(Asked(tuple(parts), left, one.seed))
    first = run(one)
    assert [portion.result for portion in again] == [portion.result for portion in first]
    assert [portion.places for portion in again] == [portion.places for portion in first]
    assert [p.problem.digest() for p in again] == [p.problem.digest() for p in first]


def test_spare_places_are_open_to_everybody_and_taken_ones_to_nobody() -> None:
    one = asked(1, shared=12)
    portions = run(one)
    used = taken(one, portions)
    counted = {part.school: part.counted for part in one.parts}
    spare = {name: one.left[name] - used[name] for name in one.left}
    assert any(count for name, count in spare.items() if name.startswith("home|"))
    for portion in portions:
        mine = Counter(fit.mentor for fit in portion.result.fits)
        for guide, places in portion.places.items():
            assert mine[guide] <= places <= mine[guide] + spare[counted[portion.school][guide]]


def test_a_school_without_mentees_and_one_without_mentors() -> None:
    one = asked(1)
    nobody = Part("lonely", Problem((), (), (FORM,), DEFAULT_WEIGHTS, seed="x"), {})
    seeker = one.parts[0].problem.seekers[0]
    unled = Part("unled", Problem((seeker,), (), (FORM,), DEFAULT_WEIGHTS, seed="x"), {})
    portions = run(replace(one, parts=(*one.parts, nobody, unled)))
    told = {p.school: (p.requests, p.guaranteed, p.served) for p in portions}
    assert told["lonely"] == (0, 0, 0)
    assert told["unled"] == (1, 0, 0)


def test_progress_is_told_to_the_end() -> None:
    said: list[tuple[str, int, int]] = []
    compute(asked(), lambda phase, done, total: said.append((phase, done, total)))
    assert [phase for phase, _, _ in said] == [*["weighing"] * 3, "sharing", *["explaining"] * 3]
    assert [done for _, done, _ in said] == list(range(7))
    assert {total for _, _, total in said} == {7}
