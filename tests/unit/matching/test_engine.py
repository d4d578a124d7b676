"""The computation: hard rules, points, the best assignment, and why."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from services.matching.domain.engine.criteria import DEFAULT_WEIGHTS
from services.matching.domain.engine.match import BrokenLock, judge_pair, match
from services.matching.domain.engine.problem import Fit, Guide, Problem, Seeker
from shared.contracts.features import THEMES, Features

BASE = Features(forms=("student_pupil",), themes=("exams",), times=("mon-15",), grade=9)
ADULT = replace(BASE, adult=True, grade=None, age_band="18-24")
FORMS = ("pupil_pupil", "student_pupil", "teacher_teacher")
PUPILS = ("pupil_pupil",)


def problem(seekers: list[Seeker], guides: list[Guide], **rest: Any) -> Problem:
    return Problem(tuple(seekers), tuple(guides), FORMS, DEFAULT_WEIGHTS, "seed", **rest)


def seeker(id: str = "anna", **features: Any) -> Seeker:
    return Seeker(id, replace(BASE, **features))


def guide(id: str = "mentor", free: int = 1, **features: Any) -> Guide:
    return Guide(id, replace(ADULT, **features), free, FORMS)


def broken(one: Seeker, other: Guide, **rest: Any) -> tuple[str, ...]:
    fit = judge_pair(problem([one], [other], **rest))
    return () if isinstance(fit, Fit) else fit


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        (seeker(), guide(forms=("teacher_teacher",)), "form"),
        (seeker(), replace(guide(), permitted=("pupil_pupil",)), "permission"),
        (seeker(), guide(adult=False), "age"),
        (seeker(forms=PUPILS), guide(forms=PUPILS, adult=False, grade=8), "age"),
        (seeker(way="online"), guide(way="in_person"), "way"),
        (seeker(), guide(times=("fri-18",)), "time"),
        (seeker(), guide(languages=("tt",)), "language"),
        (replace(seeker(), vetoes=("mentor",)), guide(), "veto"),
        (seeker(), replace(guide(), vetoes=("anna",)), "veto"),
        (seeker(vetoes=("way:in_person",)), guide(way="in_person"), "contraindication"),
        (seeker(), guide(free=0), "no_place"),
        (seeker("same"), guide("same"), "same_person"),
        (replace(seeker(), blocked="consent"), guide(), "consent"),
        (seeker(), replace(guide(), blocked="not_ready"), "not_ready"),
    ],
)
def test_each_hard_rule_says_its_code(one: Seeker, other: Guide, code: str) -> None:
    assert broken(one, other) == (code,)


def test_a_ban_keeps_two_apart() -> None:
    assert broken(seeker(), guide(), bans=frozenset({("mentor", "anna")})) == ("banned",)


def test_a_pupil_leads_the_same_grade_or_a_lower_one() -> None:
    leader = guide(forms=("pupil_pupil",), adult=False, grade=9)
    assert broken(seeker(forms=("pupil_pupil",)), leader) == ()


def test_silence_about_times_is_no_obstacle() -> None:
    assert broken(seeker(times=()), guide()) == ()


def test_points_add_up_to_the_score() -> None:
    fit = judge_pair(problem([replace(seeker(), ranking=("mentor",))], [guide()]))
    assert isinstance(fit, Fit)
    assert sum(fit.contributions.values()) == fit.score
    assert fit.facts["rank_by_mentee"] == 1
    assert fit.facts["themes"] == ("exams",)
    assert fit.contributions["theme"] == 400


def test_most_mentees_are_served_before_the_best_score() -> None:
    choosy = seeker("choosy", times=("mon-15",))
    flexible = seeker("flexible", times=("mon-15", "tue-15"))
    early = guide("early", times=("mon-15",))
    late = guide("late", times=("tue-15",), themes=("teaching_methods",))
    fits = match(problem([choosy, flexible], [early, late])).fits
    pairs = {fit.mentee: fit.mentor for fit in fits}
    assert pairs == {"choosy": "early", "flexible": "late"}


def test_who_is_left_hears_why() -> None:
    taken = match(problem([seeker("a"), seeker("b")], [guide()]))
    assert [left.reason for left in taken.left] == ["no_place"]
    apart = match(problem([seeker(times=("sat-10",))], [guide("x"), guide("y", languages=("tt",))]))
    assert apart.left[0].reason == "time"
    assert apart.left[0].funnel == {"language": 1, "time": 2}


def test_nobody_to_match_with_is_an_answer_too() -> None:
    assert match(problem([], [])).left == ()
    assert match(problem([seeker()], [])).left[0].reason == "no_place"


def test_a_fixed_pair_holds_even_where_another_is_better() -> None:
    better = guide("better", interests=("chess",))
    asked = seeker(interests=("chess",))
    result = match(problem([asked], [guide("plain"), better], locks={"anna": "plain"}))
    assert result.fits[0].mentor == "plain"


def test_fixed_pairs_that_contradict_the_rules_are_named() -> None:
    with pytest.raises(BrokenLock, match="way"):
        match(problem([seeker(way="online")], [guide(way="in_person")], locks={"anna": "mentor"}))
    two = problem([seeker("a"), seeker("b")], [guide()], locks={"a": "mentor", "b": "mentor"})
    with pytest.raises(BrokenLock, match="no_place"):
        match(two)


def test_groups_form_only_where_both_sides_like_it() -> None:
    open_to_all = problem(
        [seeker("a", group_ok=True), seeker("b")], [guide(free=2, group_ok=True)], groups=True
    )
    assert {fit.mentee: fit.group for fit in match(open_to_all).fits} == {"a": True, "b": False}


def crowd(seed: int, mentees: int, mentors: int) -> Problem:
    dice = random.Random(seed)
    slots = [f"{day}-{hour}" for day in ("mon", "tue", "wed") for hour in (14, 15)]

    def person(base: Features) -> Features:
        return replace(
            base,
            themes=tuple(dice.sample(THEMES, 2)),
            times=tuple(dice.sample(slots, 2)),
            interests=tuple(dice.sample("abcd", 2)),
        )

    seekers = [Seeker(f"s{n}", person(BASE)) for n in range(mentees)]
    guides = [Guide(f"g{n}", person(ADULT), dice.randint(0, 2), FORMS) for n in range(mentors)]
    return problem(seekers, guides)


def by_trying_all(instance: Problem) -> tuple[int, int]:
    """(served, score) of the best assignment, found by trying every one."""
    points: Mapping[tuple[str, str], int] = {
        (s.id, g.id): fit.score
        for s in instance.seekers
        for g in instance.guides
        if isinstance(fit := judge_pair(replace(instance, seekers=(s,), guides=(g,))), Fit)
    }
    free = {g.id: g.free for g in instance.guides}
    options = [[None, *(g for s, g in points if s == seeker.id)] for seeker in instance.seekers]
    best = (0, 0)
    for chosen in itertools.product(*options):
        if all(chosen.count(g) <= free[g] for g in free):
            made = [(s.id, g) for s, g in zip(instance.seekers, chosen, strict=True) if g]
            best = max(best, (len(made), sum(points[pair] for pair in made)))
    return best


@pytest.mark.parametrize("seed", range(60))
def test_no_assignment_is_better(seed: int) -> None:
    instance = crowd(seed, 4, 4)
    result = match(instance)
    assert (len(result.fits), sum(fit.score for fit in result.fits)) == by_trying_all(instance)


def test_the_order_of_the_input_changes_nothing() -> None:
    instance = crowd(1, 80, 40)
    result, dice = match(instance), random.Random(2)
    for _ in range(20):
        seekers, guides = list(instance.seekers), list(instance.guides)
        dice.shuffle(seekers)
        dice.shuffle(guides)
        shuffled = replace(instance, seekers=tuple(seekers), guides=tuple(guides))
        assert shuffled.digest() == instance.digest()
        assert match(shuffled) == result


def test_a_mentor_without_a_valid_check_works_with_adults_only() -> None:
    unchecked = guide(check_due=True, checked_until="2026-09-30")
    late = problem([seeker()], [unchecked], day="2026-10-01")
    assert judge_pair(late) == ("background",)
    assert isinstance(judge_pair(replace(late, day="2026-09-30")), Fit)
    grown = problem([seeker(adult=True, age_band="18-24")], [unchecked], day="2026-10-01")
    assert isinstance(judge_pair(grown), Fit)


def test_roles_that_both_named_must_be_one() -> None:
    leader, peer = ("leader_passive",), ("peer_peer",)
    assert judge_pair(problem([seeker(variants=leader)], [guide(variants=peer)])) == ("variant",)
    assert isinstance(judge_pair(problem([seeker(variants=leader)], [guide()])), Fit)
    both = problem([seeker(variants=leader)], [guide(variants=leader + peer)])
    assert isinstance(judge_pair(both), Fit)


def test_what_specialists_advise_and_earlier_outcomes_count_where_they_weigh() -> None:
    weights = {"recommendation": 50.0, "outcomes": 50.0}
    advised = problem(
        [seeker(advised=("career", "exams"))], [guide(themes=("career",), outcomes=80)]
    )
    fit = judge_pair(replace(advised, weights=weights))
    assert isinstance(fit, Fit)
    assert fit.contributions == {"recommendation": 250, "outcomes": 400}
    new = judge_pair(replace(problem([seeker()], [guide()]), weights=weights))
    assert isinstance(new, Fit)
    assert new.contributions == {"recommendation": 250, "outcomes": 250}
