"""The answer in ids, points and words: pairs with their facts, who is left and why, the proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from services.matching.domain.engine import audit, pairs, reasons, rules, settle
from services.matching.domain.engine.aims import RANKS, Ground
from services.matching.domain.engine.audit import Figures
from services.matching.domain.engine.graph import Ints, Matching
from services.matching.domain.engine.levels import Solution, Step
from services.matching.domain.engine.pairs import Instance, Pairs
from services.matching.domain.engine.people import Array
from services.matching.domain.engine.problem import (
    Alternative,
    Certificate,
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
    proofs = tuple(proof(step) for step in solution.steps)
    left = _left(instance, ground, solution, np.nonzero(matching.edge < 0)[0])
    alternatives = _alternatives(instance, ground, solution, best)
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
    served, score = matching.served, found.score[chosen]
    levels = dict(levels_of(instance, found, matching))
    seeker, guide = graph.seeker[chosen], graph.guide[chosen]
    there = pairs.named(instance, instance.problem.standing)
    kept = int(np.isin(there, pairs.keys(instance, seeker, guide)).sum())
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
    return Result(reasons.fits(instance, seeker, guide), (), tuple(levels.items()), summary)


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


def _alternatives(
    instance: Instance, ground: Ground, solution: Solution, best: Ints
) -> dict[str, tuple[Alternative, ...]]:
    """``best`` are edges of each seeker, the best first, -1 for none."""
    found, problem = ground.pairs, instance.problem
    edges = best[best >= 0]
    order = np.argsort(edges)
    rising, back = edges[order], np.empty_like(order)
    back[order] = np.arange(len(order))
    parts = reasons.contributions(instance, found.graph.seeker[rising], found.graph.guide[rising])
    loss, back = _loss(ground, solution, rising), back.tolist()
    made = list(
        map(
            Alternative,
            [problem.guides[number].id for number in found.graph.guide[edges].tolist()],
            found.score[edges].tolist(),
            [parts[1][number] for number in back],
            [loss[number] for number in back],
        )
    )
    ends = np.cumsum((best >= 0).sum(axis=1)).tolist()
    return {
        one.id: tuple(made[first:last])
        for one, first, last in zip(problem.seekers, [0, *ends], ends)
    }


def _loss(ground: Ground, solution: Solution, edges: Ints) -> list[Mapping[str, int]]:
    """The first level that another edge (numbers, rising) would lower, and by how much at least, by
    the prices. No claim where a limit of changes rules, and for who is fixed."""
    told: list[Mapping[str, int]] = [{}] * len(edges)
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
        dear, keep = np.nonzero(slack)[0], np.nonzero(slack == 0)[0]
        amount, number = np.unique(slack[dear], return_inverse=True)
        losses = [{step.name: one} for one in amount.tolist()]
        for edge, which in zip(open_[dear].tolist(), number.tolist()):
            told[edge] = losses[which]
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
