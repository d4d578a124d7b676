"""The fair share of schools: equal to brute force, all guarantees at once, the same in any order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from services.matching.domain.engine import shares
from services.matching.domain.engine.graph import Graph, Matching
from services.matching.domain.engine.shares import TooMany, Town, divide

LOTS = 2**20
INSTANCES = 400


def town(
    school: list[int], edges: dict[tuple[int, int], int], places: list[int],
    cells: dict[tuple[int, int], int] | None = None, seed: int = 1,
) -> Town:  # fmt: skip
    """``edges`` are (seeker, guide) with a score; ``cells`` (guide, school) with their places,
    without one a school may have all places of a guide."""
    rng = np.random.default_rng(seed)
    pairs = sorted(edges)
    seeker = np.array([pair[0] for pair in pairs], dtype=np.int64)
    guide = np.array([pair[1] for pair in pairs], dtype=np.int64)
    known = sorted({(g, school[s]) for s, g in pairs})
    may = [(cells or {}).get(cell, places[cell[0]]) for cell in known]
    numbers = np.array(known, dtype=np.int64).reshape(-1, 2)
    return Town(
        graph=Graph(len(school), len(places), seeker, guide, np.array(places, dtype=np.int64)),
        schools=max(school) + 1,
        school=np.array(school, dtype=np.int64),
        cell_guide=numbers[:, 0],
        cell_school=numbers[:, 1],
        cell_places=np.array(may, dtype=np.int64),
        score=np.array([edges[pair] for pair in pairs], dtype=np.int64),
        lot=rng.integers(0, LOTS, len(pairs)),
        cell_lot=rng.integers(0, LOTS, len(known)),
    )


def tiny(seed: int) -> Town:
    """Two or three schools, at most six mentees, at most three mentors."""
    rng = np.random.default_rng(seed)
    schools = int(rng.integers(2, 4))
    school = sorted([*range(schools), *rng.integers(0, schools, rng.integers(0, 4)).tolist()])
    guides = int(rng.integers(1, 4))
    chance = rng.uniform(0.3, 1)
    edges = {
        (seeker, guide): int(rng.integers(0, 4))
        for seeker in range(len(school))
        for guide in range(guides)
        if rng.random() < chance
    }
    places = rng.integers(0, 4, guides).tolist()
    cells = {(g, s): int(rng.integers(0, 3)) for g in range(guides) for s in range(schools)}
    return town(school, edges, places, cells, seed)


def matchings(one: Town, cell_places: np.ndarray) -> Iterator[tuple[int, ...]]:
    """Every choice of an edge or none for each seeker that no number of places forbids."""
    cell = one.cell_of_edges()
    mine = [[-1, *np.flatnonzero(one.graph.seeker == s)] for s in range(one.graph.seekers)]
    for choice in itertools.product(*mine):
        chosen = [int(edge) for edge in choice if edge >= 0]
        by_cell = np.bincount(cell[chosen], minlength=one.cells)
        by_guide = np.bincount(one.graph.guide[chosen], minlength=one.graph.guides)
        if (by_cell <= cell_places).all() and (by_guide <= one.graph.places).all():
            yield choice


def served(one: Town, choice: tuple[int, ...]) -> np.ndarray:
    return np.bincount(one.school[np.array(choice) >= 0], minlength=one.schools)


def exact_dues(one: Town) -> dict[int, float]:
    """By cell: filled evenly in small steps, as the rule says, without the arrays' arithmetic."""
    cell = one.cell_of_edges()
    dues: dict[int, float] = {}
    for guide in range(one.graph.guides):
        mine = [int(k) for k in np.flatnonzero(one.cell_guide == guide)]
        able = {k: int((cell == k).sum()) for k in mine}
        use = {k: min(able[k], int(one.cell_places[k])) for k in mine}
        left, still = float(one.graph.places[guide]), set(mine)
        if sum(use.values()) <= left:
            dues |= {k: float(use[k]) for k in mine}
            continue
        while full := {
            k for k in still
            if left * able[k] / sum(able[j] for j in still) >= use[k] - 1e-9
        }:  # fmt: skip
            dues |= {k: float(use[k]) for k in full}
            left -= sum(use[k] for k in full)
            still -= full
        weight = sum(able[k] for k in still)
        dues |= {k: left * able[k] / weight for k in still}
    return dues


@pytest.mark.parametrize("part", range(4))
def test_equal_to_brute_force(part: int) -> None:
    for seed in range(part * INSTANCES, (part + 1) * INSTANCES):
        one = tiny(seed)
        found = divide(one)
        alone = [served(one, choice) for choice in matchings(one, found.share)]
        guaranteed = np.max(alone, axis=0)
        assert found.guaranteed.tolist() == guaranteed.tolist(), seed
        best: tuple[int, int, int] = (-1, -1, -1)
        most = 0
        for choice in matchings(one, one.cell_places):
            by_school = served(one, choice)
            most = max(most, int(by_school.sum()))
            if (by_school < guaranteed).any():
                continue
            chosen = [edge for edge in choice if edge >= 0]
            told = (int(by_school.sum()), int(one.score[chosen].sum()), int(one.lot[chosen].sum()))
            best = max(best, told)
        chosen = found.matching.chosen().tolist()
        told = (len(chosen), int(one.score[chosen].sum()), int(one.lot[chosen].sum()))
        assert told == best, seed
        assert told[0] == most, f"{seed}: the guarantee costs a pair"
        assert tuple(found.matching.edge.tolist()) in set(matchings(one, one.cell_places)), seed
        assert found.served.tolist() == served(one, tuple(found.matching.edge.tolist())).tolist()


@pytest.mark.parametrize("part", range(4))
def test_shares_are_dues_rounded_together(part: int) -> None:
    for seed in range(part * INSTANCES, (part + 1) * INSTANCES):
        one = tiny(seed)
        share = shares.fair(one, one.cell_of_edges())
        dues = exact_dues(one)
        for cell, due in dues.items():
            assert np.floor(due + 1e-6) <= share[cell] <= np.ceil(due - 1e-6), seed
        for guide in range(one.graph.guides):
            mine = one.cell_guide == guide
            due = sum(dues[int(k)] for k in np.flatnonzero(mine))
            assert share[mine].sum() == pytest.approx(due), seed
            assert share[mine].sum() <= one.graph.places[guide]
        for school in range(one.schools):
            mine = one.cell_school == school
            due = sum(dues[int(k)] for k in np.flatnonzero(mine))
            assert np.floor(due + 1e-5) <= share[mine].sum() <= np.ceil(due - 1e-5), seed


def test_a_small_school_does_not_lose_every_single_place() -> None:
    """Four mentors of one place, three mentees of one school and one of the other could take each:
    the small school is due a quarter of each, which is one of the four."""
    edges = {(seeker, guide): 1 for seeker in range(4) for guide in range(4)}
    found = divide(town([0, 0, 0, 1], edges, [1, 1, 1, 1]))
    assert found.guaranteed.tolist() == [3, 1]


def test_the_guarantee_holds_against_the_score() -> None:
    """The two places are worth more to the first school; the second gets its share all the same."""
    edges = {(0, 0): 900, (1, 0): 900, (2, 0): 10, (3, 0): 10}
    found = divide(town([0, 0, 1, 1], edges, [2]))
    assert found.guaranteed.tolist() == [1, 1]
    assert found.served.tolist() == [1, 1]


def test_what_a_school_cannot_use_goes_to_the_others() -> None:
    """The second school may have one place of the four; the first is due the other three."""
    edges = {(seeker, 0): 1 for seeker in range(8)}
    found = divide(town([0] * 4 + [1] * 4, edges, [4], {(0, 0): 4, (0, 1): 1}))
    assert found.guaranteed.tolist() == [3, 1]


def test_own_mentors_come_before_shared_ones() -> None:
    """The first school has a mentor of its own for its only mentee: the shared place is free for
    the second school, although the first was due half of it."""
    edges = {(0, 0): 1, (0, 1): 900, (1, 1): 1}
    found = divide(town([0, 1], edges, [1, 1]))
    assert found.served.tolist() == [1, 1]


def test_the_same_for_every_order_of_the_schools() -> None:
    for seed in range(60):
        one = tiny(seed)
        found = divide(one)
        order = np.random.default_rng(seed).permutation(one.schools)
        other, edges = renumbered(one, order)
        again = divide(other)
        assert again.guaranteed[order].tolist() == found.guaranteed.tolist()
        assert again.served[order].tolist() == found.served.tolist()
        before = {tuple(edges[e]) for e in again.matching.chosen()}
        assert before == set(map(tuple, pairs_of(one, found.matching))), seed


def pairs_of(one: Town, matching: Matching) -> np.ndarray:
    chosen = matching.chosen()
    return np.stack([one.graph.seeker[chosen], one.graph.guide[chosen]], axis=1)


def renumbered(one: Town, order: np.ndarray) -> tuple[Town, np.ndarray]:
    """School ``s`` becomes ``order[s]`` and its mentees move with it; the lots stay with the pairs.
    Also the old (seeker, guide) of every new edge."""
    school = order[one.school]
    seekers = np.argsort(school, kind="stable")
    new = np.empty_like(seekers)
    new[seekers] = np.arange(len(seekers))
    edge = np.lexsort((one.graph.guide, new[one.graph.seeker]))
    cell = np.lexsort((order[one.cell_school], one.cell_guide))
    moved = replace(
        one,
        graph=replace(one.graph, seeker=new[one.graph.seeker][edge], guide=one.graph.guide[edge]),
        school=school[seekers],
        cell_guide=one.cell_guide[cell],
        cell_school=order[one.cell_school][cell],
        cell_places=one.cell_places[cell],
        score=one.score[edge],
        lot=one.lot[edge],
        cell_lot=one.cell_lot[cell],
    )
    return moved, np.stack([one.graph.seeker[edge], one.graph.guide[edge]], axis=1)


def test_weights_that_would_overflow_are_refused() -> None:
    one = town([0, 1], {(0, 0): 2**50, (1, 0): 1}, [1])
    with pytest.raises(TooMany, match="at once"):
        divide(one)


def test_nobody_and_nothing() -> None:
    found = divide(town([0, 1], {}, [2]))
    assert found.matching.served == 0
    assert found.guaranteed.tolist() == [0, 0]
