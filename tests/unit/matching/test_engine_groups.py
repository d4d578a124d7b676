"""Groups: nobody leads one alone, places and composition hold, and nothing tried is better."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from services.matching.domain.engine import groups
from services.matching.domain.engine.graph import Graph, Ints, Matching
from services.matching.domain.engine.group_cohesion import cohere, cohesion
from services.matching.domain.engine.groups import COMPOSITIONS, Groups, TooLarge, Wish

Case = tuple[Graph, Ints, Ints, Ints]


def case(seed: int, seekers: int, guides: int, each: int, places: tuple[int, int] = (1, 4)) -> Case:
    """A graph, a score by edge, a key by edge and a kind by seeker."""
    dice = np.random.default_rng(seed)
    chosen = np.sort(np.argsort(dice.random((seekers, guides)), axis=1)[:, :each], axis=1)
    seeker, guide = np.repeat(np.arange(seekers), chosen.shape[1]), chosen.ravel()
    room = dice.integers(places[0], places[1] + 1, guides)
    score = np.clip(500 + 150 * dice.standard_normal(len(guide)), 1, 1000).astype(np.int64)
    kind = dice.integers(0, 3, seekers)
    return Graph(seekers, guides, seeker, guide, room), score, dice.permutation(len(guide)), kind


def allowed(graph: Graph, edge: Ints, kind: Ints, composition: str) -> bool:
    chosen = edge[edge >= 0]
    for guide in range(graph.guides):
        members = graph.seeker[chosen[graph.guide[chosen] == guide]]
        kinds = len(set(kind[members].tolist()))
        if len(members) == 1 or len(members) > min(int(graph.places[guide]), 6):
            return False
        if len(members) and composition == "homogeneous" and kinds != 1:
            return False
        if len(members) and composition == "mixed" and kinds < 2:
            return False
    return True


def best(graph: Graph, value: Ints, kind: Ints, composition: str) -> int:
    """By trying every grouping."""
    own = [np.nonzero(graph.seeker == one)[0].tolist() for one in range(graph.seekers)]
    tried = (np.array(one) for one in itertools.product(*([-1, *edges] for edges in own)))
    return max(
        int(value[edge[edge >= 0]].sum())
        for edge in tried
        if allowed(graph, edge, kind, composition)
    )


@pytest.mark.parametrize("composition", COMPOSITIONS)
def test_tiny_groupings_are_the_best_there_are(composition: str) -> None:
    for seed in range(40):
        graph, score, key, kind = case(seed, 6, 3, 2)
        made = groups.form(graph, score, key, Wish(composition, kind))
        assert allowed(graph, made.matching.edge, kind, composition)
        assert made.value == int(score[made.matching.chosen()].sum())
        assert made.value == best(graph, score, kind, composition)
        assert made.bound >= made.value
        quick = groups.form(graph, score, key, Wish(composition, kind), effort=0)
        assert allowed(graph, quick.matching.edge, kind, composition)
        assert quick.value <= made.value <= quick.bound


def test_a_school_is_within_one_per_cent_of_the_bound() -> None:
    for each in (30, 15):
        graph, score, key, _ = case(1, 120, 60, each, (3, 6))
        made = groups.form(graph, score, key, effort=0.1)
        assert allowed(graph, made.matching.edge, np.zeros(120), "any")
        assert made.matching.served == 120
        assert made.gap <= 0.01


@pytest.mark.parametrize("composition", COMPOSITIONS)
def test_a_town_keeps_the_rules_and_is_near_the_bound(composition: str) -> None:
    """The bound knows nothing of kinds: where they matter it cannot be reached."""
    graph, score, key, kind = case(2, 1000, 500, 50, (3, 6))
    made = groups.form(graph, score, key, Wish(composition, kind), effort=0)
    assert allowed(graph, made.matching.edge, kind, composition)
    assert made.solves <= 20
    assert made.gap <= {"any": 0.01, "mixed": 0.02, "homogeneous": 0.1}[composition]


def test_serving_more_is_worth_more_than_any_score() -> None:
    """The one that fits best alone with a mentor gives way to two."""
    graph = Graph(3, 2, np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0]), np.array([2, 2]))
    score = np.array([1, 1000, 1000, 1])
    made = groups.form(graph, groups.serving_first(graph, score), np.arange(4))
    assert made.matching.edge.tolist() == [1, 2, -1]
    wide = Graph(4, 1, np.arange(4), np.zeros(4, np.int64), np.array([6]))
    made = groups.form(wide, groups.serving_first(wide, np.array([9, 1, 1, 1])), np.arange(4))
    assert made.matching.served == 4


def test_a_group_has_at_most_six() -> None:
    graph = Graph(9, 1, np.arange(9), np.zeros(9, np.int64), np.array([9]))
    made = groups.form(graph, np.arange(1, 10), np.arange(9))
    assert made.matching.edge.tolist() == [-1, -1, -1, 3, 4, 5, 6, 7, 8]
    assert made.proven


def test_who_stays_alone_is_in_no_group() -> None:
    graph = Graph(1, 1, np.array([0]), np.array([0]), np.array([6]))
    made = groups.form(graph, np.array([5]), np.array([0]))
    assert made.matching.served == 0
    none = np.zeros(0, dtype=np.int64)
    assert groups.form(Graph(2, 1, none, none, np.array([3])), none, none).matching.served == 0


def pairs(made: Groups, rows: list[tuple[str, str, int, int]]) -> set[tuple[str, str]]:
    return {rows[e][:2] for e in made.matching.chosen().tolist()}


@pytest.mark.parametrize("effort", [0.0, 0.1])
def test_the_order_of_the_input_changes_nothing(effort: float) -> None:
    graph, score, key, kind = case(3, 60, 30, 12)
    edges = (graph.seeker, graph.guide, score // 100 * 100 + 1, key)
    rows = [(f"s{s:03}", f"g{g:03}", v, k) for s, g, v, k in zip(*(e.tolist() for e in edges))]
    traits = np.stack([kind == one for one in range(3)], axis=1).astype(np.int64)
    dice, seen = random.Random(4), set()
    for _ in range(20):
        dice.shuffle(rows)
        back = sorted(rows)
        seeker, guide = (np.array([int(row[n][1:]) for row in back]) for n in (0, 1))
        value, own = (np.array([row[n] for row in back]) for n in (2, 3))
        again = Graph(60, 30, seeker, guide, graph.places)
        made = groups.form(again, value, own, Wish(traits=traits), effort)
        seen.add(frozenset(pairs(made, back)))
    assert len(seen) == 1


def test_swaps_bring_together_who_has_something_in_common() -> None:
    """Two and two who like the same sit crosswise; all mentors suit all alike."""
    seeker, guide = np.repeat(np.arange(4), 2), np.tile([0, 1], 4)
    graph = Graph(4, 2, seeker, guide, np.array([2, 2]))
    traits = np.array([[1, 0], [0, 1], [1, 0], [0, 1]])
    value, apart = np.full(8, 10), Matching(np.array([0, 2, 5, 7]))
    assert cohesion(graph, apart, traits) == 0
    made = cohere(graph, value, np.zeros(4), apart, traits)
    assert cohesion(graph, made, traits) == 2
    dearer = np.where(np.isin(np.arange(8), apart.edge), 11, 10)
    kept = cohere(graph, dearer, np.zeros(4), apart, traits)
    assert kept.edge.tolist() == apart.edge.tolist()


def test_swaps_lose_neither_value_nor_rules() -> None:
    for seed, composition in itertools.product(range(5), COMPOSITIONS):
        graph, score, key, kind = case(seed, 150, 60, 30, (2, 6))
        value = score // 250 + 1
        wish = Wish(composition, kind)
        plain = groups.form(graph, value, key, wish, effort=0)
        traits = np.random.default_rng(seed).integers(0, 2, (150, 6))
        close = groups.form(graph, value, key, Wish(composition, kind, traits), effort=0)
        assert allowed(graph, close.matching.edge, kind, composition)
        assert close.value >= plain.value
        more, less = (cohesion(graph, one.matching, traits) for one in (close, plain))
        assert more > less


def test_values_that_would_overflow_are_refused() -> None:
    graph = Graph(2, 1, np.array([0, 1]), np.array([0, 0]), np.array([2]))
    with pytest.raises(TooLarge):
        groups.form(graph, np.array([2**60, 2**60]), np.array([0, 1]))
