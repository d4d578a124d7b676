"""Checks a stored result again without a solver: every pair allowed, every level as good as can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from services.matching.domain.engine import aims, beyond, pairs
from services.matching.domain.engine.aims import Aim, Floor
from services.matching.domain.engine.graph import Bools, Graph, Ints
from services.matching.domain.engine.pairs import Instance, Pairs
from services.matching.domain.engine.problem import Problem, Proof, Result


class Refuted(ArithmeticError):
    """The result is not what it says."""


def verify(
    graph: Graph, levels: Sequence[Aim | Floor], own: Ints, proofs: Sequence[Proof], need: int = 0
) -> None:
    """``own`` is each seeker's edge, -1 for none; ``need`` standing pairs must be kept. Raises
    Refuted.

    On the edges that earlier levels left, no pair weighs more than its two prices, and only who is
    served (or full) in any case has one below 0. So the sum of the prices bounds every matching,
    and one that reaches it is best. The edges that weigh exactly their prices go on."""
    number = np.arange(graph.edges)
    seek, full = np.zeros(graph.seekers, bool), np.zeros(graph.guides, bool)
    if proofs[0].level == "limit":
        graph, number, own = _limited(graph, levels, own, proofs[0], need)
        seek, full, proofs = ~seek, aims.nobody(graph), proofs[1:]
    taken = np.bincount(graph.guide[own[own >= 0]], minlength=graph.guides)
    _require(bool((taken <= graph.places).all()), "places")
    named = [proof.level for proof in proofs if proof.level != "served"]
    _require(named == [level.name for level in levels], "levels")
    alive = np.ones(graph.edges, bool)
    for proof in proofs:
        weight = aims.weight(levels, proof.level, number)
        if proof.level == "worst":
            keep = alive & (weight >= proof.floor)
            weight = -(weight <= proof.floor).astype(np.int64)
            _bounded(graph, weight, proof, alive, seek, full)
            top = next(level.threshold for level in levels if isinstance(level, Floor))
            _require(proof.value < 0 or (proof.floor == top and proof.value == 0), "worst")
        else:
            keep = alive & (_bounded(graph, weight, proof, alive, seek, full) == 0)
            _require(int(weight[own[own >= 0]].sum()) == proof.value, proof.level)
            seek, full = seek | (np.array(proof.seekers) > 0), full | (np.array(proof.guides) > 0)
        alive = keep
        _require(bool(alive[own[own >= 0]].all()), proof.level)
    _require(bool((own[seek] >= 0).all()) and bool((taken == graph.places)[full].all()), "duties")


def _bounded(
    graph: Graph, weight: Ints, proof: Proof, alive: Bools, seek: Bools, full: Bools
) -> Ints:
    """The slack of every edge, after it is seen that the prices bound the value."""
    mine, theirs = np.array(proof.seekers, np.int64), np.array(proof.guides, np.int64)
    slack = mine[graph.seeker] + theirs[graph.guide] - weight
    _require(bool((slack[alive] >= 0).all()), "slack")
    _require(bool((mine[~seek] >= 0).all()) and bool((theirs[~full] >= 0).all()), "signs")
    _require(int(mine.sum()) + int(theirs @ graph.places) == proof.value, "bound")
    return np.asarray(slack)


def _limited(
    graph: Graph, levels: Sequence[Aim | Floor], own: Ints, proof: Proof, need: int
) -> tuple[Graph, Ints, Ints]:
    """With one more served, fewer than ``need`` standing pairs could be kept (and still fewer with
    more, because the most that can be kept is concave); so the rest goes to nobody."""
    more, number = aims.with_nobody(graph, proof.floor)
    kept, every = levels[0], np.ones(more.edges, bool)
    seek = np.ones(graph.seekers, bool)
    _bounded(more, kept.on(number), proof, every, seek, aims.nobody(more))
    _require(proof.value < need <= int((kept.on(own[own >= 0])).sum()), "limit")
    _require(int((own >= 0).sum()) == proof.floor - 1, "limit")
    whole, number = aims.with_nobody(graph, proof.floor - 1)
    last = np.searchsorted(whole.seeker, np.arange(graph.seekers), side="right") - 1
    return whole, number, np.where(own >= 0, own + np.arange(graph.seekers), last)


def _pairs(instance: Instance, result: Result) -> Pairs:
    """All that break no rule; where they are too many to list, only those that somebody named."""
    if not beyond.dense(instance):
        return pairs.everyone(instance)
    chosen = pairs.named(instance, {fit.mentee: fit.mentor for fit in result.fits})
    known = np.union1d(chosen, beyond.named(instance))
    return pairs.among(instance, *np.divmod(known, instance.guides))


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise Refuted(f"the certificate does not hold: {what}")


def recheck(problem: Problem, result: Result) -> None:
    """Everything again from the problem as it was stored. Raises Refuted, and what ``match`` raises
    for the problem itself."""
    seekers = tuple(sorted(problem.seekers, key=lambda one: one.id))
    guides = tuple(sorted(problem.guides, key=lambda one: one.id))
    instance = pairs.encode(replace(problem, seekers=seekers, guides=guides))
    found = _pairs(instance, result)
    ground = aims.lay(instance, found)
    row = {one.id: number for number, one in enumerate(seekers)}
    column = {one.id: number for number, one in enumerate(guides)}
    told = {(row[fit.mentee], column[fit.mentor]): fit for fit in result.fits}
    key = np.array(sorted(s * len(guides) + g for s, g in told), np.int64)
    graph = found.graph
    edge = np.nonzero(np.isin(pairs.keys(instance, graph.seeker, graph.guide), key))[0]
    _require(len(edge) == len(result.fits) == len(np.unique(graph.seeker[edge])), "pairs")
    for number in edge.tolist():
        fit = told[int(graph.seeker[number]), int(graph.guide[number])]
        right = fit.score == int(found.score[number]) == sum(fit.contributions.values())
        _require(right, f"score of {fit.mentee}")
    _require(bool(np.isin(ground.fixed, edge).all()), "locks")
    own, open_ = np.full(graph.seekers, -1), np.isin(ground.edges, edge)
    own[ground.graph.seeker[open_]] = np.nonzero(open_)[0]
    certificate = result.certificate
    if certificate is None:
        raise Refuted("there is no certificate")
    if beyond.dense(instance):  # no pair that is not listed weighs more than its prices
        known = pairs.keys(instance, graph.seeker, graph.guide)
        more = beyond.violated(instance, certificate.proofs, known, ground.bound)
        _require(len(more) == 0, "slack")
    order = aims.aims(instance, ground, certificate.stickiness)
    limit = aims.limit(instance, ground)
    need = 0 if limit is None else max(0, ground.keepable - limit)
    verify(ground.graph, order, own, certificate.proofs, need)
