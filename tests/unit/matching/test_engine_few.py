"""What the solver is given a few edges of is proven on all: the answer is the same to the byte."""

from __future__ import annotations

import random
from dataclasses import asdict, replace

import numpy as np
import pytest

from infra.bench import golden, matching_stable
from infra.bench import matching_crowds as crowds
from services.matching.domain.engine import aims, few, flow, levels, pairs, settle, telling, verify
from services.matching.domain.engine.graph import Graph, Ints, Matching
from services.matching.domain.engine.match import match
from services.matching.domain.engine.problem import Problem


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Two edges a seeker, however few there are; how many the solver was given."""
    given: list[int] = []
    exactly, most = flow.exactly, flow.most

    def counted(graph: Graph, *rest: object) -> Matching:
        given.append(graph.edges)
        return exactly(graph, *rest)  # type: ignore[arg-type]

    def counted_most(graph: Graph, weight: Ints) -> Matching:
        given.append(graph.edges)
        return most(graph, weight)

    monkeypatch.setattr(few, "_MANY", 0)
    monkeypatch.setattr(few, "_SPARE", 0)
    monkeypatch.setattr(few, "_EACH", 2)
    monkeypatch.setattr(flow, "exactly", counted)
    monkeypatch.setattr(flow, "most", counted_most)
    return given


def told(asked: Problem) -> str:
    result = match(asked)
    verify.recheck(asked, result)
    return golden.text(asdict(result))


def crowd(seed: int) -> Problem:
    """Ballots, standing pairs, a threshold and a limit of changes, each now and then."""
    dice = random.Random(seed)
    mentees, mentors = dice.choice((12, 30, 60)), dice.choice((5, 14, 30))
    made = crowds.problem(mentees, mentors, ballots=seed % 2 == 0, seed=seed)
    ids = [one.id for one in made.guides]
    standing = {one.id: dice.choice(ids) for one in made.seekers if dice.random() < 0.3}
    return replace(
        made,
        standing=standing if seed % 3 else {},
        threshold=dice.choice((0, 300, 500)),
        changes=dice.choice((None, None, 3)),
        rematch=dice.choice(("minimal", "balanced")),
    )


@pytest.mark.parametrize("seed", range(30))
def test_two_edges_each_lead_to_the_same_answer(
    seed: int, drawn: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = crowd(seed)
    with_few = told(asked)
    assert min(drawn) < 3 * len(asked.seekers)
    monkeypatch.setattr(few, "_EACH", 10**6)
    assert told(asked) == with_few


def test_popular_mentors_are_not_all_that_is_drawn() -> None:
    """With as many places as mentees and mentors whom all like, the heaviest dozen each do not serve
    everybody; those that are best beside what places are worth do, at the first attempt."""
    one = matching_stable.crowd(5_000, 2_500, 3)
    seekers = one.graph.seekers
    found = few.most(one.graph, one.score)
    assert found.drawn.sum() < 12.1 * seekers
    line = np.lexsort((-one.score, one.graph.seeker))
    heaviest = np.sort(line[np.arange(len(line)) - one.graph.starts()[one.graph.seeker[line]] < 12])
    part = one.graph.part(heaviest)
    assert flow.most(part, one.score[heaviest]).served < found.matching.served


def test_a_large_crowd_gets_what_all_its_edges_give(monkeypatch: pytest.MonkeyPatch) -> None:
    instance = crowds.instance(1_000, 500, ballots=True)
    found = pairs.among(instance, *crowds.candidates(instance, 50))
    ground = aims.lay(instance, found)
    solution = settle.settle(instance, ground)
    assert few.draw(ground.graph, found.score).sum() < found.graph.edges / 3
    monkeypatch.setattr(few, "_MANY", 2**40)
    every = levels.solve(ground.graph, aims.aims(instance, ground), lambda phase: None)
    assert solution.matching.edge.tolist() == every.matching.edge.tolist()
    assert [telling.proof(step) for step in solution.steps] == [
        telling.proof(step) for step in every.steps
    ]
