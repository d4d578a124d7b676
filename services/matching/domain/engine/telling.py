"""The answer in ids, points and words: pairs with their facts, who is left and why, the proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from services.matching.domain.engine import audit, pairs, rules, settle
from services.matching.domain.engine.aims import RANKS, Ground
from services.matching.domain.engine.audit import Figures
from services.matching.domain.engine.graph import Ints, Matching
from services.matching.domain.engine.levels import Solution, Step
from services.matching.domain.engine.pairs import Instance, Pairs
from services.matching.domain.engine.people import Array
from services.matching.domain.engine.problem import (
    Alternative,
    Certificate,
    Fit,
    Guide,
    Left,
    Proof,
    Result,
    Seeker,
    Summary,
)


def result(
    instance: Instance, ground: Ground, solution: Solution, figures: Figures | None = None
) -> Result:
    """The whole answer; only levels are proven. ``figures`` are given where not all pairs are
    listed."""
    matching = settle.whole(ground, solution)
    figures = figures or audit.figures(instance, ground.pairs, matching, ground.fixed)
    told = describe(instance, ground.pairs, matching, figures)
    graph, best = ground.pairs.graph, audit.alternatives(instance, ground.pairs, matching)
    edges = np.unique(best[best >= 0])
    loss = dict(zip(edges.tolist(), _loss(ground, solution, edges), strict=True))
    proofs = tuple(proof(step) for step in solution.steps)
    left = _left(instance, ground, solution, np.nonzero(matching.edge < 0)[0])
    alternatives = _alternatives(instance, ground.pairs, best, edges, loss)
    assert len(alternatives) == graph.seekers
    return Result(
        told.fits,
        left,
        told.levels,
        told.summary,
        alternatives,
        Certificate(proofs, solution.stickiness) if proofs else None,
    )


def describe(instance: Instance, found: Pairs, matching: Matching, figures: Figures) -> Result:
    """Pairs, levels and figures of any matching, however it was made."""
    graph = found.graph
    chosen = matching.chosen()
    made = list(zip(graph.seeker[chosen].tolist(), graph.guide[chosen].tolist()))
    served, score = matching.served, found.score[chosen]
    levels = dict(levels_of(instance, found, matching))
    problem = instance.problem
    row = {one.id: number for number, one in enumerate(problem.seekers)}
    column = {one.id: number for number, one in enumerate(problem.guides)}
    there = [pair for pair in problem.standing.items() if pair[0] in row and pair[1] in column]
    got = dict(made)
    kept = sum(got.get(row[mentee]) == column[mentor] for mentee, mentor in there)
    summary = Summary(
        served=served,
        score=int(score.sum()),
        mean_rank=round(int(figures.rank.sum()) / served, 2) if served else 0.0,
        first_choices=levels.get("first", 0),
        worst=int(score.min()) if served else 0,
        blocking=figures.blocking,
        kept=kept,
        changed=len(there) - kept,
    )
    return Result(fits(instance, made), (), tuple(levels.items()), summary)


def levels_of(instance: Instance, found: Pairs, matching: Matching) -> list[tuple[str, int]]:
    """Each level's value of any matching, the fixed pairs counted too."""
    problem, graph, chosen = instance.problem, found.graph, matching.chosen()
    told = [("served", len(chosen))]
    key = pairs.keys(instance, graph.seeker[chosen], graph.guide[chosen])
    kept = np.isin(key, pairs.named(instance, problem.standing))
    if problem.standing and problem.rematch == "minimal":
        told.append(("kept", int(kept.sum())))
    if len(instance.ranked.key):
        value = pairs.laid(instance.ranked, key)[1]
        for rank, name in enumerate(RANKS, 1):
            told.append((name, int((value // 4 == rank).sum() + (value % 4 == rank).sum())))
    score = found.score[chosen]
    if problem.threshold:
        told.append(("worst", int(min(problem.threshold, score.min(initial=problem.threshold)))))
    sticky = problem.stickiness * int(kept.sum()) if problem.rematch == "balanced" else 0
    return [*told, ("score", int(score.sum()) + sticky)]


def fits(instance: Instance, made: Sequence[tuple[int, int]]) -> tuple[Fit, ...]:
    """The pairs (mentee, mentor), sorted, with contributions and facts."""
    if not made:
        return ()
    seeker, guide = (np.array(side, np.int64) for side in zip(*made))
    parts = _parts(pairs.contributions(instance, seeker, guide))
    forms = pairs.forms(instance, seeker, guide).tolist()
    problem = instance.problem
    return tuple(
        _fit(problem.seekers[s], problem.guides[g], problem.forms[form], part, problem.groups)
        for (s, g), form, part in zip(made, forms, parts)
    )


def _parts(points: Mapping[str, Array]) -> list[dict[str, int]]:
    names = tuple(points)
    return [dict(zip(names, row)) for row in zip(*(points[name].tolist() for name in names))]


def _fit(seeker: Seeker, guide: Guide, form: str, part: dict[str, int], groups: bool) -> Fit:
    return Fit(
        mentor=guide.id,
        mentee=seeker.id,
        form=form,
        group=groups and seeker.features.group_ok and guide.features.group_ok,
        score=sum(part.values()),
        contributions=part,
        facts=_facts(seeker, guide),
    )


def _common(mine: Sequence[Any], theirs: Sequence[Any]) -> tuple[str, ...]:
    return tuple(sorted(set(mine).intersection(theirs)))


def _facts(seeker: Seeker, guide: Guide) -> Mapping[str, tuple[str, ...] | int]:
    mine, theirs = seeker.features, guide.features
    facts: dict[str, tuple[str, ...] | int] = {
        "themes": _common(mine.themes, theirs.themes),
        "times": _common(mine.times, theirs.times),
        "languages": _common(mine.languages, theirs.languages),
        "interests": _common(mine.interests, theirs.interests),
    }
    if guide.id in seeker.ranking:
        facts["rank_by_mentee"] = seeker.ranking.index(guide.id) + 1
    if seeker.id in guide.ranking:
        facts["rank_by_mentor"] = guide.ranking.index(seeker.id) + 1
    return facts


def _alternatives(
    instance: Instance, found: Pairs, best: Ints, edges: Ints, loss: Mapping[int, dict[str, int]]
) -> dict[str, tuple[Alternative, ...]]:
    graph, problem = found.graph, instance.problem
    parts = _parts(pairs.contributions(instance, graph.seeker[edges], graph.guide[edges]))
    guides, scores = graph.guide[edges].tolist(), found.score[edges].tolist()
    made = {
        edge: Alternative(problem.guides[guide].id, score, part, loss[edge])
        for edge, guide, score, part in zip(edges.tolist(), guides, scores, parts)
    }
    return {
        one.id: tuple(made[edge] for edge in row if edge >= 0)
        for one, row in zip(problem.seekers, best.tolist())
    }


def _loss(ground: Ground, solution: Solution, edges: Ints) -> list[dict[str, int]]:
    """The first level that another edge would lower, and by how much at least, by the prices. No
    claim where a limit of changes rules, and for who is fixed."""
    told: list[dict[str, int]] = [{} for _ in edges]
    if not solution.steps or solution.steps[0].name == "limit" or len(ground.edges) == 0:
        return told
    place = np.minimum(np.searchsorted(ground.edges, edges), len(ground.edges) - 1)
    open_ = np.nonzero(ground.edges[place] == edges)[0]
    graph, place = ground.graph, place[open_]
    for step in solution.steps:
        if step.name == "hash":
            break
        weight = solution.weight(step, place)
        if step.name == "worst":
            slack = np.maximum(step.floor - weight, 0)
        else:
            prices = step.prices
            slack = prices.seekers[graph.seeker[place]] + prices.guides[graph.guide[place]] - weight
        for number in np.nonzero(slack)[0].tolist():
            told[open_[number]] = {step.name: int(slack[number])}
        keep = slack == 0
        open_, place = open_[keep], place[keep]
    return told


def proof(step: Step) -> Proof:
    prices = step.prices
    seekers, guides = tuple(prices.seekers.tolist()), tuple(prices.guides.tolist())
    return Proof(step.name, step.value, seekers, guides, step.floor)


def _left(instance: Instance, ground: Ground, solution: Solution, rows: Ints) -> tuple[Left, ...]:
    """Why each of these mentees has no pair, a few hundred at a time."""
    told: list[Left] = []
    best, price = _best(ground, solution)
    width = max(1, 2**19 // max(1, instance.guides))
    for first in range(0, len(rows), width):
        some = rows[first : first + width]
        bits = pairs.broken_of(instance, some)
        seen = np.bitwise_or.reduce(bits, axis=None)
        nobody, codes = [0] * len(some), rules.BIT.values()
        counts = [_count(bits & bit != 0) if seen & bit else nobody for bit in codes]
        alone = [_count(bits == bit) if seen & bit else nobody for bit in codes]
        free = _count(bits == 0)
        for row, funnel, only, possible in zip(some.tolist(), zip(*counts), zip(*alone), free):
            told.append(
                _reason(
                    instance.problem.seekers[row], funnel, only, possible, best[row], price[row]
                )
            )
    return tuple(told)


def _count(where: Array) -> list[int]:
    """How many are true in each row: eight at a time."""
    found: list[int] = np.bitwise_count(np.packbits(where, axis=1)).sum(axis=1).tolist()
    return found


def _reason(
    seeker: Seeker, counts: Sequence[int], only: Sequence[int], possible: int, best: int, price: int
) -> Left:
    """The first reason: places gone to others, or the one rule whose easing opens most mentors."""
    funnel = {code: count for code, count in zip(rules.RULES, counts) if count}
    alone = {code: count for code, count in zip(rules.RULES, only) if count}
    relax = min(alone, key=lambda code: (-alone[code], code), default="")
    reason = relax or min(funnel, key=lambda code: (-funnel[code], code), default="no_place")
    if seeker.blocked:
        reason = seeker.blocked
    elif possible:
        reason = "no_place"
    return Left(
        seeker.id, reason, dict(sorted(funnel.items())), possible, relax, alone.get(relax, 0),
        best if possible else 0, price if possible else 0,
    )  # fmt: skip


def _best(ground: Ground, solution: Solution) -> tuple[list[int], list[int]]:
    """Of each mentee the highest score with somebody possible, and what that place is worth to
    others in points; 0 where an earlier level than the score decided about it."""
    graph = ground.graph
    score = ground.pairs.score[ground.edges].astype(np.int64)
    best = np.zeros(graph.seekers, np.int64)
    np.maximum.at(best, graph.seeker, score)
    price = np.zeros(graph.seekers, np.int64)
    for step in solution.steps:
        if step.name == "score":
            top = np.nonzero(score == best[graph.seeker])[0]
            np.maximum.at(price, graph.seeker[top], step.prices.guides[graph.guide[top]])
    return best.tolist(), np.where(price >= best, price, 0).tolist()
