"""People for measuring the matching: made up, the same on every machine."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.engine import pairs
from services.matching.domain.engine.criteria import DEFAULT_WEIGHTS
from services.matching.domain.engine.match import prepare
from services.matching.domain.engine.pairs import Instance, Pairs
from services.matching.domain.engine.problem import Guide, Problem, Seeker
from shared.contracts.features import THEMES, Features, Form

FORM: tuple[Form, ...] = ("student_pupil",)
_SLOTS = tuple(
    f"{day}-{hour}" for day in ("mon", "tue", "wed", "thu", "fri") for hour in range(13, 18)
)
_INTERESTS = tuple(f"interest-{number}" for number in range(24))
_AREAS = ("north", "south", "east", "west", "centre", "")


def problem(mentees: int, mentors: int, *, ballots: bool = False, seed: int = 1) -> Problem:
    """Two places to a mentor and a little more; with ``ballots`` everybody ranks three others."""
    dice = random.Random(seed)
    seekers = tuple(Seeker(f"s{number:06}", _features(dice, False)) for number in range(mentees))
    guides = tuple(
        Guide(f"g{number:06}", _features(dice, True), dice.choices((1, 2, 3), (2, 3, 3))[0], FORM)
        for number in range(mentors)
    )
    made = Problem(seekers, guides, FORM, DEFAULT_WEIGHTS, "benchmark")
    return _voted(made, dice) if ballots else made


def _features(dice: random.Random, adult: bool) -> Features:
    return Features(
        forms=FORM,
        themes=tuple(dice.sample(THEMES, 3)),
        times=tuple(dice.sample(_SLOTS, 9)),
        way=dice.choice(("mixed", "mixed", "mixed", "in_person", "online")),
        languages=("ru",) if dice.random() < 0.8 else ("ru", "en"),
        adult=adult,
        area=dice.choice(_AREAS),
        interests=tuple(dice.sample(_INTERESTS, 6)),
        gender=dice.choice(("f", "m")),
        gender_wish=dice.choice(("", "", "", "f", "m")),
    )


def _voted(made: Problem, dice: random.Random) -> Problem:
    mentees, mentors = [one.id for one in made.seekers], [one.id for one in made.guides]
    return replace(
        made,
        seekers=tuple(replace(s, ranking=tuple(dice.sample(mentors, 3))) for s in made.seekers),
        guides=tuple(replace(g, ranking=tuple(dice.sample(mentees, 3))) for g in made.guides),
    )


def candidates(instance: Instance, each: int, seed: int = 1) -> tuple[NDArray[np.int64], ...]:
    """So many different mentors to each mentee, by chance and those of the ballots; sorted."""
    dice = np.random.default_rng(seed)
    each = min(each, instance.guides)
    some = np.argpartition(dice.random((instance.seekers, instance.guides), np.float32), each - 1)
    key = (np.arange(instance.seekers)[:, None] * instance.guides + some[:, :each]).reshape(-1)
    seeker, guide = np.divmod(np.union1d(key, instance.ranked.key), instance.guides)
    return seeker, guide


def eligible(instance: Instance, each: int) -> tuple[tuple[NDArray[np.int64], ...], Pairs]:
    """Candidates of whom about ``each`` break no rule, and these."""
    listed = candidates(instance, round(each / 0.91))
    return listed, pairs.among(instance, *listed)


def instance(mentees: int, mentors: int, *, ballots: bool = False) -> Instance:
    return prepare(problem(mentees, mentors, ballots=ballots))
