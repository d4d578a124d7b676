"""Random tiny problems of every kind, and their best matching found by trying all."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from services.matching.domain.engine import keyed, pairs
from services.matching.domain.engine.match import prepare
from services.matching.domain.engine.problem import Guide, Problem, Seeker
from shared.contracts.features import THEMES, Features

BASE = Features(forms=("student_pupil",), themes=("exams",), times=("mon-15",), grade=9)
ADULT = replace(BASE, adult=True, grade=None, age_band="18-24")
WEIGHTS = {"theme": 40.0, "time": 15.0, "interests": 15.0, "ballot": 20.0, "area": 5.0}
Pairs = dict[str, str]


def problem(seed: int) -> Problem:
    """Ballots, vetoes, bans, locks, standing pairs, limits and thresholds, each now and then."""
    dice = random.Random(seed)
    mentees = [f"s{number}" for number in range(dice.randint(1, 4))]
    mentors = [f"g{number}" for number in range(dice.randint(1, 4))]
    votes, again = dice.random() < 0.6, dice.random() < 0.6
    seekers = tuple(
        Seeker(name, _features(dice, BASE), *_ballot(dice, mentors, votes)) for name in mentees
    )
    guides = tuple(
        Guide(
            name, _features(dice, ADULT), dice.choice((0, 1, 1, 2)), BASE.forms,
            *_ballot(dice, mentees, votes),
        )
        for name in mentors
    )  # fmt: skip
    standing = {one: dice.choice(mentors) for one in mentees if again and dice.random() < 0.7}
    made = Problem(
        seekers, guides, BASE.forms, WEIGHTS, f"seed {seed}",
        bans=frozenset((g, s) for g in mentors for s in mentees if dice.random() < 0.05),
        standing=standing,
        changes=dice.choice((None, None, 0, 1, 2)) if standing else None,
        threshold=dice.choice((0, 0, 300, 500, 700)),
    )  # fmt: skip
    return replace(made, locks=_lock(dice, made)) if dice.random() < 0.3 else made


def _features(dice: random.Random, base: Features) -> Features:
    return replace(
        base,
        themes=tuple(dice.sample(THEMES[:4], dice.randint(0, 2))),
        times=tuple(dice.sample(("mon-15", "tue-15", "wed-15"), dice.randint(1, 2))),
        interests=tuple(dice.sample("abc", dice.randint(0, 2))),
        area=dice.choice(("", "north", "south")),
    )


def _ballot(dice: random.Random, others: list[str], votes: bool) -> Any:
    if not votes or dice.random() < 0.3:
        return ((), ())
    ranking = dice.sample(others, dice.randint(0, min(3, len(others))))
    return tuple(ranking), tuple(one for one in others if dice.random() < 0.05)


def _lock(dice: random.Random, made: Problem) -> Pairs:
    possible = [pair for pair, _ in points(made).items()]
    return dict([dice.choice(possible)]) if possible and made.changes is None else {}


def points(made: Problem) -> dict[tuple[str, str], int]:
    """(mentee, mentor) of all that break no rule, with their score."""
    instance = prepare(made)
    found = pairs.everyone(instance)
    seekers, guides = instance.problem.seekers, instance.problem.guides
    ends = zip(found.graph.seeker.tolist(), found.graph.guide.tolist(), found.score.tolist())
    return {(seekers[s].id, guides[g].id): score for s, g, score in ends}


def assignments(made: Problem, score: dict[tuple[str, str], int]) -> Iterator[Pairs]:
    free = {guide.id: guide.free for guide in made.guides}
    names = sorted(seeker.id for seeker in made.seekers)
    options = [
        [made.locks[s]] if s in made.locks else [None, *(g for t, g in score if t == s)]
        for s in names
    ]
    for chosen in itertools.product(*options):
        if all(count <= free[g] for g, count in Counter(filter(None, chosen)).items()):
            yield {s: g for s, g in zip(names, chosen) if g is not None}


def keepable(made: Problem, score: dict[tuple[str, str], int]) -> int:
    """How many of the standing pairs that are not fixed otherwise could stay at once."""
    free = Counter({guide.id: guide.free for guide in made.guides})
    free.subtract(made.locks.values())
    still = Counter(g for s, g in made.standing.items() if (s, g) in score and s not in made.locks)
    return sum(min(count, free[mentor]) for mentor, count in still.items())


def value(made: Problem, score: dict[tuple[str, str], int], chosen: Pairs) -> tuple[int, ...]:
    """The levels of a matching: served, kept, first, second, third, worst, score."""
    first = {one.id: one.ranking for one in made.seekers}
    second = {one.id: one.ranking for one in made.guides}
    ranks = Counter[int]()
    for mentee, mentor in chosen.items():
        ranks.update(n for n, one in enumerate(first[mentee]) if one == mentor)
        ranks.update(n for n, one in enumerate(second[mentor]) if one == mentee)
    kept = sum(made.standing.get(mentee) == mentor for mentee, mentor in chosen.items())
    worst = min((score[pair] for pair in chosen.items()), default=made.threshold)
    whole = sum(score[pair] for pair in chosen.items())
    return (
        len(chosen), kept, ranks[0], ranks[1], ranks[2], min(made.threshold, worst), whole
    )  # fmt: skip


def hashed(made: Problem, chosen: Pairs) -> int:
    if not chosen:
        return 0
    mine = keyed.keys(made.seed, "mentee", list(chosen))
    theirs = keyed.keys(made.seed, "mentor", list(chosen.values()))
    return int(keyed.mixed(mine, theirs).sum())


def best(made: Problem) -> tuple[tuple[int, ...], Pairs] | None:
    """The levels and pairs of the best matching that honours the limit of changes. The worst of
    the pairs that are not fixed decides the floor."""
    score = points(made)
    need = 0 if made.changes is None else keepable(made, score) - made.changes
    kept = [
        chosen
        for chosen in assignments(made, score)
        if sum(made.standing.get(s) == g for s, g in chosen.items() if s not in made.locks) >= need
    ]

    def key(chosen: Pairs) -> tuple[int, ...]:
        open_ = {s: g for s, g in chosen.items() if s not in made.locks}
        levels = list(value(made, score, chosen))
        levels[5] = min(
            (min(made.threshold, score[pair]) for pair in open_.items()), default=made.threshold
        )
        return (*levels, hashed(made, open_))

    if not kept:
        return None
    found = max(kept, key=key)
    return value(made, score, found), found
