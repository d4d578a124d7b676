"""Instances that others published with their answers; files where ``MENTORBASE_INSTANCES`` is."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from infra.bench import instances
from services.matching.domain.engine import stable
from services.matching.domain.engine.graph import Graph, Ints, Matching
from services.matching.domain.engine.ranks import Ranks

GLASGOW = """0
4
2
1 (1 2)
2 1 2
3 1
4
1 1 (1 2 3)
2 2 2 (1)
"""


def key_of(graph: Graph) -> Ints:
    return np.random.default_rng(7).integers(0, 2**32, graph.edges)


@pytest.mark.parametrize("size", [1, 2, 10, 100])
def test_products_of_row_and_column_are_paired_crosswise(size: int) -> None:
    costs, least = instances.machol_wien(size)
    assert instances.least_cost(costs) == least


def test_a_file_of_costs_is_read_as_or_library_writes_it() -> None:
    costs = instances.read_assignment(" 3\n 8 4 7\n 5 2\n 3\n 9 6 7\n")
    assert costs.tolist() == [[8, 4, 7], [5, 2, 3], [9, 6, 7]]
    assert instances.least_cost(costs) == 16
    with pytest.raises(ValueError, match="8 costs of 9"):
        instances.read_assignment("3 1 2 3 4 5 6 7 8")


def test_or_library_is_solved_to_its_published_optima() -> None:
    """Runs over the files that are there; a matrix with the properties of a published one always."""
    dice = np.random.default_rng(100)
    made = dice.integers(1, 101, (100, 100))
    found = [("made", made, _by_scipy(made))]
    for path in instances.files("assign*.txt"):
        costs = instances.read_assignment(path.read_text())
        found.append((path.stem, costs, instances.OPTIMA[path.stem]))
    for name, costs, least in found:
        assert (name, instances.least_cost(costs)) == (name, least)


def _by_scipy(costs: Ints) -> int:
    rows, columns = linear_sum_assignment(costs)
    return int(costs[rows, columns].sum())


def test_residents_and_hospitals_are_read_with_their_ties() -> None:
    graph, ranks = instances.read_residents(GLASGOW)
    assert (graph.seekers, graph.guides, graph.places.tolist()) == (4, 2, [1, 2])
    rows = zip(graph.seeker.tolist(), graph.guide.tolist(), *(r.tolist() for r in _both(ranks)))
    assert list(rows) == [(0, 0, 0, 0), (0, 1, 0, 1), (1, 0, 0, 0), (1, 1, 1, 0), (2, 0, 0, 0)]
    made = stable.match(graph, ranks, key_of(graph))
    assert made.served == 3
    assert instances.largest_stable(graph, ranks, made) == (3, 3)


def _both(ranks: Ranks) -> tuple[Ints, Ints]:
    return ranks.by_seeker, ranks.by_guide


def hospitals(seed: int) -> tuple[Graph, Ranks]:
    """Lists of five, hospitals that put all into four classes: as the Scottish scheme had them."""
    dice = np.random.default_rng(seed)
    residents, places = 60, 12
    guide = np.sort(np.argsort(dice.random((residents, places)), axis=1)[:, :5], axis=1).ravel()
    graph = Graph(residents, places, np.repeat(np.arange(residents), 5), guide, np.full(places, 5))
    mine = np.argsort(dice.random((residents, 5)), axis=1).ravel()
    return graph, Ranks(mine, dice.integers(0, 4, residents)[graph.seeker])


@pytest.mark.parametrize("seed", range(4))
def test_two_thirds_of_the_largest_stable_matching_are_served(seed: int) -> None:
    graph, ranks = hospitals(seed)
    made = stable.match(graph, ranks, key_of(graph))
    largest, bound = instances.largest_stable(graph, ranks, made, effort=1.0)
    assert made.served <= largest <= bound
    assert 3 * made.served >= 2 * bound
    assert not len(stable.blocking(graph, ranks, made))


def test_published_hospitals_are_matched_stably() -> None:
    """Runs over the files that are there, and the one above always."""
    texts = [GLASGOW, *(path.read_text() for path in instances.files("*.instance"))]
    for text in texts:
        graph, ranks = instances.read_residents(text)
        made = stable.match(graph, ranks, key_of(graph))
        assert not len(stable.blocking(graph, ranks, made))
        most = min(len(np.unique(graph.seeker)), int(graph.places.sum()))
        assert 3 * made.served >= 2 * most


def test_an_unstable_matching_is_found_out() -> None:
    graph, ranks = instances.read_residents(GLASGOW)
    nobody = Matching(np.full(4, -1))
    assert stable.blocking(graph, ranks, nobody).tolist() == [0, 1, 2, 3, 4]
