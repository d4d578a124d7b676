"""Stable matching: against all stable matchings, the ``matching`` package, and what ties promise."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from matching.games import HospitalResident

from services.matching.domain.engine import lists, stable
from services.matching.domain.engine.courtship import State
from services.matching.domain.engine.graph import Graph, Ints, Matching
from services.matching.domain.engine.ranks import Ranks, from_ballots, sorted_edges, without

Case = tuple[Graph, Ranks, Ints]
STRICT = 0
"""Instead of a number of different ranks: no two are equal."""


def case(
    dice: np.random.Generator, seekers: int, guides: int, tiers: tuple[int, int], places: int = 2
) -> Case:
    """Somebody may go to two of three guides; ranks are strict, or of so many tiers."""
    seeker, guide = np.nonzero(dice.random((seekers, guides)) < 0.7)
    graph = Graph(seekers, guides, seeker, guide, dice.integers(0, places + 1, guides))
    mine, theirs = (
        _ranks(dice, owner, count) for owner, count in ((seeker, tiers[0]), (guide, tiers[1]))
    )
    return graph, Ranks(mine, theirs), dice.integers(0, 2**32, graph.edges)


def _ranks(dice: np.random.Generator, owner: Ints, tiers: int) -> Ints:
    if tiers != STRICT:
        return dice.integers(0, tiers, len(owner))
    order = np.lexsort((dice.random(len(owner)), owner))
    rank = np.empty(len(owner), dtype=np.int64)
    rank[order] = np.arange(len(owner)) - np.searchsorted(owner[order], owner[order])
    return rank


def matchings(graph: Graph) -> Iterator[Matching]:
    own = [np.nonzero(graph.seeker == one)[0].tolist() for one in range(graph.seekers)]
    for chosen in itertools.product(*([-1, *edges] for edges in own)):
        matching = Matching(np.array(chosen, dtype=np.int64))
        if (taken(graph, matching) <= graph.places).all():
            yield matching


def taken(graph: Graph, matching: Matching) -> Ints:
    return np.bincount(graph.guide[matching.chosen()], minlength=graph.guides)


def blocks(graph: Graph, ranks: Ranks, matching: Matching, edge: int) -> bool:
    """The definition, word by word."""
    seeker, guide = graph.seeker[edge], graph.guide[edge]
    own = matching.edge[seeker]
    if own >= 0 and ranks.by_seeker[own] <= ranks.by_seeker[edge]:
        return False
    held = [e for e in matching.chosen() if graph.guide[e] == guide]
    return len(held) < graph.places[guide] or any(
        ranks.by_guide[e] > ranks.by_guide[edge] for e in held
    )


def check_strict(seed: int) -> None:
    dice = np.random.default_rng(seed)
    graph, ranks, key = case(dice, int(dice.integers(1, 6)), int(dice.integers(1, 5)), (0, 0))
    made = stable.match(graph, ranks, key)
    all_stable = [one for one in matchings(graph) if not len(stable.blocking(graph, ranks, one))]
    for seeker in range(graph.seekers):
        best = min(_rank_of(ranks, one.edge[seeker]) for one in all_stable)
        assert _rank_of(ranks, made.edge[seeker]) == best
    assert made.edge.tolist() in [one.edge.tolist() for one in all_stable]


def _rank_of(ranks: Ranks, edge: int) -> int:
    return 99 if edge < 0 else int(ranks.by_seeker[edge])


def check_ties(seed: int) -> None:
    dice = np.random.default_rng(seed)
    tiers = (int(dice.integers(0, 4)), int(dice.integers(0, 4)))
    graph, ranks, key = case(dice, int(dice.integers(1, 6)), int(dice.integers(1, 5)), tiers)
    made = stable.match(graph, ranks, key)
    assert (taken(graph, made) <= graph.places).all()
    for matching in (made, next(matchings(graph)), *itertools.islice(matchings(graph), 7, 9)):
        expected = [e for e in range(graph.edges) if blocks(graph, ranks, matching, e)]
        assert stable.blocking(graph, ranks, matching).tolist() == expected
    assert not len(stable.blocking(graph, ranks, made))
    most = max(
        one.served for one in matchings(graph) if not len(stable.blocking(graph, ranks, one))
    )
    assert 3 * made.served >= 2 * most


def check_package(seed: int) -> None:
    dice = np.random.default_rng(seed)
    graph, ranks, key = case(dice, int(dice.integers(2, 12)), int(dice.integers(2, 6)), (0, 0))
    graph = replace(graph, places=np.maximum(graph.places, 1))
    made = stable.match(graph, ranks, key)
    asks = _liked(graph.seeker, graph.guide, ranks.by_seeker, "s", "g")
    holds = _liked(graph.guide, graph.seeker, ranks.by_guide, "g", "s")
    places = {name: int(graph.places[int(name[1:])]) for name in holds}
    game = HospitalResident.create_from_dictionaries(asks, holds, places)
    theirs = {
        (resident.name, hospital.name)
        for hospital, residents in game.solve(optimal="resident").items()
        for resident in residents
    }
    chosen = made.chosen()
    assert {(f"s{graph.seeker[e]}", f"g{graph.guide[e]}") for e in chosen} == theirs


def _liked(owner: Ints, other: Ints, rank: Ints, mine: str, theirs: str) -> dict[str, list[str]]:
    order = np.lexsort((rank, owner))
    lists: dict[str, list[str]] = {}
    for edge in order:
        lists.setdefault(f"{mine}{owner[edge]}", []).append(f"{theirs}{other[edge]}")
    return lists


@pytest.fixture(params=["rounds", "one by one"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small instances would never see a round otherwise."""
    monkeypatch.setattr(stable, "_FEW", 0 if request.param == "rounds" else 10**9)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("check", [check_strict, check_ties, check_package])
def test_a_thousand_tiny_instances(check: object) -> None:
    assert callable(check)
    for seed in range(1000):
        check(seed)


@pytest.mark.long
@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("check", [check_strict, check_ties, check_package])
def test_ten_thousand_tiny_instances(check: object) -> None:
    assert callable(check)
    for seed in range(1000, 11_000):
        check(seed)


def chains(count: int) -> Case:
    """Where ties are broken by chance half may go without: of two mentees one knows both mentors,
    the other only the first, to whom they are equal. All can be served. (Manlove and others, 2002,
    count such pairs; Király's rule serves both.)"""
    pairs = np.arange(count)
    seeker = np.stack([2 * pairs, 2 * pairs + 1, 2 * pairs + 1], axis=1).ravel()
    guide = np.stack([2 * pairs, 2 * pairs, 2 * pairs + 1], axis=1).ravel()
    graph = Graph(2 * count, 2 * count, seeker, guide, np.ones(2 * count, dtype=np.int64))
    ranks = Ranks(np.tile([0, 0, 1], count), np.zeros(3 * count, dtype=np.int64))
    return graph, ranks, np.random.default_rng(1).integers(0, 2**32, 3 * count)


def test_who_was_refused_by_all_goes_before_equals() -> None:
    graph, ranks, key = chains(300)
    assert stable.match(graph, ranks, key).served == 600


def test_who_has_an_equal_choice_gives_way() -> None:
    """The first mentee likes both mentors alike, the second only the first mentor."""
    graph = Graph(2, 2, np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([1, 1]))
    for by_guide in ([0, 0, 0], [0, 0, 1]):
        for key in itertools.permutations(range(3)):
            ranks = Ranks(np.array([0, 0, 0]), np.array(by_guide))
            assert stable.match(graph, ranks, np.array(key)).served == 2


def rank_got(one: Case, seeker: int, told: list[int], *, truthful: bool) -> int:
    """What the seeker gets by the true ranks, telling these edges of one's own in this order."""
    graph, ranks, key = one
    mine = ranks.by_seeker.copy()
    mine[told] = np.arange(len(told))
    hidden = (graph.seeker == seeker) & ~np.isin(np.arange(graph.edges), told)
    less, kept = without(graph, hidden)
    lied = Ranks(mine[kept], ranks.by_guide[kept])
    edge = stable.match(less, lied, key[kept], truthful=truthful).edge[seeker]
    return 99 if edge < 0 else int(ranks.by_seeker[kept[edge]])


def gains(one: Case, *, truthful: bool) -> int:
    """How many of all untrue lists of one mentee pay; who tells the truth has strict wishes."""
    graph, ranks, key = one
    found = 0
    made = stable.match(graph, ranks, key, truthful=truthful)
    for seeker in range(graph.seekers):
        own = np.nonzero(graph.seeker == seeker)[0].tolist()
        honest = _rank_of(ranks, made.edge[seeker])
        for count in range(1, len(own) + 1):
            for told in itertools.permutations(own, count):
                found += rank_got(one, seeker, list(told), truthful=truthful) < honest
    return found


@pytest.mark.usefixtures("way")
def test_no_untrue_list_pays_where_the_truth_is_to_be_told() -> None:
    cases = [case(np.random.default_rng(seed), 4, 3, (STRICT, 2)) for seed in range(30)]
    assert sum(gains(one, truthful=True) for one in cases) == 0
    assert sum(gains(one, truthful=False) for one in cases) > 0


@pytest.mark.usefixtures("way")
def test_without_the_rules_for_ties_it_is_stable_still_and_half_are_served() -> None:
    for seed in range(100):
        graph, ranks, key = case(np.random.default_rng(seed), 5, 4, (3, 3))
        made = stable.match(graph, ranks, key, truthful=True)
        assert not len(stable.blocking(graph, ranks, made))
        assert 2 * made.served >= stable.match(graph, ranks, key).served
        strict = Ranks(*(_broken(owner, rank, key) for owner, rank in _sides(graph, ranks)))
        assert (stable.match(graph, strict, key).edge == made.edge).all()


def _sides(graph: Graph, ranks: Ranks) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
    return (graph.seeker, ranks.by_seeker), (graph.guide, ranks.by_guide)


def _broken(owner: Ints, rank: Ints, key: Ints) -> Ints:
    order = np.lexsort((key, rank, owner))
    strict = np.empty(len(owner), dtype=np.int64)
    strict[order] = np.arange(len(owner))
    return strict


def crowd(tiers: tuple[int, int], seed: int = 3) -> Case:
    return case(np.random.default_rng(seed), 500, 150, tiers, 5)


@pytest.mark.parametrize("tiers", [(0, 0), (0, 5), (5, 0), (20, 20), (1, 1)])
def test_rounds_and_single_proposals_are_both_stable(
    tiers: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, ranks, key = crowd(tiers)
    made = []
    for few in (0, 40, 100, 10**9):
        monkeypatch.setattr(stable, "_FEW", few)
        made.append(stable.match(graph, ranks, key))
        assert not len(stable.blocking(graph, ranks, made[-1]))
        assert (taken(graph, made[-1]) <= graph.places).all()
    if tiers[0] == STRICT:  # then the order in which they ask does not matter
        assert all((one.edge == made[0].edge).all() for one in made)
    assert max(one.served for one in made) - min(one.served for one in made) <= 9


@pytest.mark.parametrize("tiers", [(0, 0), (0, 5), (5, 0), (4, 4)])
def test_who_refuses_for_good_may_be_left_out(
    tiers: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Places are fewer than mentees: whoever asks to the end is spared vain questions."""
    narrowed, left = State.narrowed, []

    def counted(state: State, before: lists.Lists) -> lists.Lists:
        after = narrowed(state, before)
        left.append(len(after.edge) / len(before.edge))
        return after

    for few in (40, 150, 10**9):
        monkeypatch.setattr(stable, "_FEW", few)
        graph, ranks, key = case(np.random.default_rng(few % 89), 500, 150, tiers, 4)
        monkeypatch.setattr(State, "narrowed", counted)
        made = stable.match(graph, ranks, key)
        monkeypatch.setattr(State, "narrowed", lambda _, before: before)
        assert (stable.match(graph, ranks, key).edge == made.edge).all()
    assert min(left) < 0.8


def named(
    rows: list[tuple[str, str, int, int, int]], places: dict[str, int]
) -> set[tuple[str, str]]:
    """The pairs of a matching of people with ids, from rows in any order."""
    seekers, guides = sorted({row[0] for row in rows}), sorted(places)
    rows = sorted(rows)
    seeker = np.array([seekers.index(row[0]) for row in rows])
    guide = np.array([guides.index(row[1]) for row in rows])
    room = np.array([places[one] for one in guides])
    mine, theirs, key = (np.array([row[n] for row in rows]) for n in (2, 3, 4))
    graph = Graph(len(seekers), len(guides), seeker, guide, room)
    made = stable.match(graph, Ranks(mine, theirs), key)
    return {(rows[e][0], rows[e][1]) for e in made.chosen().tolist()}


def test_the_order_of_the_input_changes_nothing() -> None:
    graph, ranks, key = case(np.random.default_rng(8), 200, 80, (4, 4))
    name = {one: f"{one * 7919 % 1009:04}" for one in range(200)}
    edges = (graph.seeker, graph.guide, ranks.by_seeker, ranks.by_guide, key)
    rows = [
        (name[s], f"g{g:03}", mine, theirs, own)
        for s, g, mine, theirs, own in zip(*(one.tolist() for one in edges))
    ]
    places = {f"g{one:03}": int(room) for one, room in enumerate(graph.places)}
    expected, dice = named(rows, places), random.Random(4)
    for _ in range(20):
        dice.shuffle(rows)
        mixed = dict(dice.sample(list(places.items()), len(places)))
        assert named(rows, mixed) == expected


def test_the_key_decides_between_equals_and_nothing_else() -> None:
    graph, ranks, _ = crowd((0, 0))
    dice = np.random.default_rng(5)
    keys = [dice.integers(0, 2**32, graph.edges) for _ in range(3)]
    strict = [stable.match(graph, ranks, key).edge for key in keys]
    assert (strict[0] == strict[1]).all()
    assert (strict[0] == strict[2]).all()
    graph, ranks, _ = crowd((3, 3))
    tied = [stable.match(graph, ranks, key).edge for key in keys]
    assert (tied[0] != tied[1]).any()


def test_choices_come_before_scores_and_a_tier_is_a_tie() -> None:
    choice, score = np.array([2, 0, 0, 1, 0]), np.array([10, 980, 940, 0, 1000])
    ranks = from_ballots(choice, np.zeros(5, dtype=np.int64), score, tier=50)
    assert ranks.by_seeker.tolist() == [1, 3, 4, 0, 3]
    assert ranks.by_guide.tolist() == [22, 3, 4, 23, 3]


def test_a_veto_is_no_edge() -> None:
    graph, _, _ = crowd((0, 0))
    vetoed = np.zeros(graph.edges, dtype=bool)
    vetoed[[0, 7]] = True
    rest, kept = without(graph, vetoed)
    assert rest.edges == graph.edges - 2
    assert 0 not in kept
    assert 7 not in kept
    assert (rest.guide == graph.guide[kept]).all()


def test_nobody_and_no_place_are_answers_too() -> None:
    none = np.zeros(0, dtype=np.int64)
    empty = Graph(2, 1, none, none, np.array([1]))
    assert stable.match(empty, Ranks(none, none), none).edge.tolist() == [-1, -1]
    full = Graph(1, 1, np.array([0]), np.array([0]), np.array([0]))
    ranks = Ranks(np.array([0]), np.array([0]))
    made = stable.match(full, ranks, np.array([1]))
    assert made.served == 0
    assert not len(stable.blocking(full, ranks, made))


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("guides", [1, 3, 40])
@pytest.mark.parametrize("large", [1, 10**6, 10**15])
def test_turns_are_the_same_packed_or_sorted(
    guides: int, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Up to the last bit: large ranks leave no room beside the key, or none for it."""
    kept, packed = lists._packed, 0
    for seed in range(20):
        dice = np.random.default_rng(seed)
        graph, ranks, key = case(dice, 64, guides, (int(dice.integers(0, 3)), seed % 5))
        ranks = Ranks(ranks.by_seeker, ranks.by_guide * large)
        packed += kept(graph, ranks, key) is not None
        for truthful in (False, True):
            made = stable.match(graph, ranks, key, truthful=truthful).edge
            with monkeypatch.context() as patched:
                patched.setattr(lists, "_packed", lambda *_: None)
                other = stable.match(graph, ranks, key, truthful=truthful).edge
            assert (made == other).all(), seed
    assert (packed > 10) == (large < 10**15)


def test_turns_have_the_order_of_rank_and_key_and_a_lead_before_equals_only() -> None:
    for large in (1, 10**12):
        graph, ranks, key = case(np.random.default_rng(large % 97), 60, 9, (4, 4))
        ranks = Ranks(ranks.by_seeker, ranks.by_guide * large)
        made = lists.lists_of(graph, ranks, key)
        first = np.empty(graph.edges, dtype=np.int64)
        first[made.edge] = made.turn
        again = first - made.lead
        line = np.lexsort((key, ranks.by_guide, graph.guide))
        assert (np.diff(first[line]) > 0).all()
        assert (np.diff(again[line]) > 0).all()
        assert (made.who[first & made.mask] == graph.seeker).all()
        assert (made.who[again & made.mask] == graph.seeker).all()
        for before, after in itertools.pairwise(line.tolist()):
            same = graph.guide[before] == graph.guide[after]
            equal = same and ranks.by_guide[before] == ranks.by_guide[after]
            assert (again[after] < first[before]) == equal


@pytest.mark.parametrize("most", [1, 10**6, 10**12])
def test_sorting_does_not_depend_on_how_much_can_be_packed(most: int) -> None:
    dice = np.random.default_rng(most % 97)
    owner, rank = dice.integers(0, 50, 2000), dice.integers(0, most, 2000)
    key = dice.permutation(2000)
    expected = sorted(range(2000), key=lambda e: (owner[e], rank[e], key[e]))
    order, ties = sorted_edges(owner, rank, key)
    assert order.tolist() == expected
    runs = [list(run) for _, run in itertools.groupby(expected, lambda e: (owner[e], rank[e]))]
    assert np.diff(ties).tolist() == [len(run) for run in runs]
