"""What a change by hand costs, and who would have to change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from services.matching.domain.engine import aims, audit, pairs, rules, settle, telling
from services.matching.domain.engine.check import BrokenLock, check
from services.matching.domain.engine.duals import Prices
from services.matching.domain.engine.graph import Ints, Matching
from services.matching.domain.engine.match import prepare
from services.matching.domain.engine.problem import Problem, Result
from services.matching.domain.engine.residual import Chains, Residual, arcs
from shared.domain.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class Move:
    """One mentee's mentor before and after; None for none."""

    mentee: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Price:
    """What the whole loses by level (a gain at a lower level is below 0), and who changes: first
    the mentee asked about, then who makes room for whom. ``mentor`` is None for no pair."""

    mentee: str
    mentor: str | None
    loss: Mapping[str, int]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class LossTable:
    """``loss`` is by level, each of shape (mentors,): how much less the whole would have."""

    mentors: tuple[str, ...]
    loss: Mapping[str, Ints]


def losses(problem: Problem, result: Result, mentee: str) -> tuple[Price, ...]:
    """The exact price of every other mentor possible for the mentee, the cheapest first."""
    return Explainer(problem, result).losses(mentee)


def price(problem: Problem, result: Result, mentee: str, mentor: str | None) -> Price:
    """What moving the mentee to the mentor (None: to nobody) costs when all others are free to
    adapt. Raises ``BrokenLock`` where a hard rule or other fixed pairs forbid it."""
    return Explainer(problem, result).price(mentee, mentor)


def blocking(problem: Problem, result: Result) -> tuple[tuple[str, str], ...]:
    """(mentor, mentee) pairs who would both rather have each other than whom they got."""
    return Explainer(problem, result).blocking()


class Explainer:
    """Answers many questions about one result; what they share is computed once."""

    def __init__(self, problem: Problem, result: Result) -> None:
        self._problem, self._result = problem, result
        self._instance = prepare(problem)
        people = self._instance.problem
        self._seekers = [one.id for one in people.seekers]
        self._guides = [one.id for one in people.guides]
        self._row = {name: number for number, name in enumerate(self._seekers)}
        self._column = {name: number for number, name in enumerate(self._guides)}
        self._found = pairs.everyone(self._instance)
        self._ground = aims.lay(self._instance, self._found)
        self._own = self._edges_of(result)
        self._residual: Residual | None = None
        self._levels_told: tuple[str, ...] = ()
        self._arc_cost: Ints = np.zeros((0, 0), np.int64)
        self._ways: tuple[int, Chains] | None = None
        self._key = pairs.keys(self._instance, self._found.graph.seeker, self._found.graph.guide)

    def losses(self, mentee: str) -> tuple[Price, ...]:
        row = self._known(mentee)
        graph, own = self._found.graph, int(self._own.edge[row])
        first, last = np.searchsorted(graph.seeker, [row, row + 1])
        others = [edge for edge in range(int(first), int(last)) if edge != own]
        found = []
        for mentor in (self._guides[int(graph.guide[edge])] for edge in others):
            try:
                found.append(self.price(mentee, mentor))
            except BrokenLock:
                continue
        return tuple(sorted(found, key=lambda one: (*one.loss.values(), one.mentor or "")))

    def table(self, mentee: str) -> LossTable:
        """What every other mentor possible would cost, all at once and without the moves; equal to
        the prices one by one. Raises Refused where chains are not exact (see ``price``)."""
        row = self._known(mentee)
        if not self._by_chains(row):
            raise Refused("the levels of this proposal are no sums over pairs", code="no-chains")
        chains, graph = self._chains(row), self._ground.graph
        first, last = np.searchsorted(graph.seeker, [row, row + 1])
        guide = graph.guide[first:last]
        cost = self._arc_cost[:, first:last] + chains.cost[:, len(self._seekers) + guide]
        own = int(self._own.edge[row])
        partner = -1 if own < 0 else int(self._found.graph.guide[own])
        other = (guide != partner) & (graph.places[guide] > 0)
        return LossTable(
            tuple(self._guides[number] for number in guide[other].tolist()),
            dict(zip(self._levels_told, cost[:, other])),
        )

    def price(self, mentee: str, mentor: str | None) -> Price:
        row = self._known(mentee)
        if mentor is not None and mentor not in self._column:
            raise NotFound("the mentor is no candidate")
        if not self._by_chains(row):
            return self._by_solving(mentee, mentor)
        before = self._partner(row)
        if mentor is not None:
            self._require_edge(row, mentor)
        if mentor == before:
            return Price(mentee, mentor, self._loss([]), ())
        return self._by_chain(row, mentor)

    def blocking(self) -> tuple[tuple[str, str], ...]:
        liking = audit.liking(self._instance, self._found)
        graph = self._found.graph
        edges = audit.blocking(graph, liking, self._own, self._ground.fixed)
        return tuple(
            sorted(
                (self._guides[g], self._seekers[s])
                for g, s in zip(graph.guide[edges].tolist(), graph.seeker[edges].tolist())
            )
        )

    def _known(self, mentee: str) -> int:
        if mentee not in self._row:
            raise NotFound("the mentee is no candidate")
        return self._row[mentee]

    def _partner(self, row: int) -> str | None:
        edge = int(self._own.edge[row])
        return None if edge < 0 else self._guides[int(self._found.graph.guide[edge])]

    def _edges_of(self, result: Result) -> Matching:
        graph = self._found.graph
        told = [
            self._row[fit.mentee] * len(self._guides) + self._column[fit.mentor]
            for fit in result.fits
        ]
        key = pairs.keys(self._instance, graph.seeker, graph.guide)
        chosen = np.searchsorted(key, np.array(sorted(told), np.int64))
        edge = np.full(graph.seekers, -1, np.int64)
        edge[graph.seeker[chosen]] = chosen
        return Matching(edge)

    def _by_chains(self, row: int) -> bool:
        """Chains are exact where every level is a sum over pairs and the mentee is not fixed."""
        problem, certificate = self._problem, self._result.certificate
        fixed = self._found.graph.seeker[self._ground.fixed]
        plain = not problem.threshold and problem.changes is None
        return plain and certificate is not None and row not in fixed.tolist()

    def _require_edge(self, row: int, mentor: str) -> None:
        column = self._column[mentor]
        bits = int(pairs.broken_of(self._instance, np.array([row]))[0, column])
        if bits or self._ground.graph.places[column] < 1:
            codes = ", ".join(rules.codes(bits)) or "no_place"
            raise BrokenLock(f"mentee {self._seekers[row]} and mentor {mentor}: {codes}")

    def _by_chain(self, row: int, mentor: str | None) -> Price:
        seekers = len(self._seekers)
        outside = seekers + len(self._guides)
        start = outside if mentor is None else seekers + self._column[mentor]
        chains = self._chains(row)
        assert chains.reached[start], "somebody can always be left without a pair"
        path = list(chains.path(start))
        moves = [Move(self._seekers[row], self._partner(row), mentor)]
        for node, onward in pairwise(path):
            if node < seekers and node != row:
                after = None if onward == outside else self._guides[onward - seekers]
                moves.append(Move(self._seekers[node], self._partner(node), after))
        changed = [move for move in moves if move.before != move.after]
        return Price(self._seekers[row], mentor, self._loss(changed), tuple(changed))

    def _chains(self, row: int) -> Chains:
        if self._residual is None:
            graph, ground = self._found.graph, self._ground
            certificate = self._result.certificate
            assert certificate is not None
            order = aims.aims(self._instance, ground, certificate.stickiness)
            every = np.arange(ground.graph.edges)
            levels = [
                (
                    Prices(np.array(proof.seekers, np.int64), np.array(proof.guides, np.int64)),
                    aims.weight(order, proof.level, every),
                )
                for proof in certificate.proofs
                if proof.level != "hash"
            ]
            own = np.isin(ground.edges, self._own.chosen())
            edge = np.full(graph.seekers, -1, np.int64)
            edge[ground.graph.seeker[own]] = np.nonzero(own)[0]
            nodes = graph.seekers + graph.guides + 1
            self._arc_cost = np.array(
                [prices.slack(ground.graph, weight) for prices, weight in levels]
            )
            self._levels_told = tuple(
                proof.level for proof in certificate.proofs if proof.level != "hash"
            )
            self._residual = Residual(nodes, arcs(ground.graph, Matching(edge), levels))
        if self._ways is None or self._ways[0] != row:
            self._ways = row, self._residual.to(row)
        return self._ways[1]

    def _loss(self, moves: list[Move]) -> dict[str, int]:
        before = self._levels((move.mentee, move.before) for move in moves)
        after = self._levels((move.mentee, move.after) for move in moves)
        return {name: value - after[name] for name, value in before.items()}

    def _levels(self, made: Iterable[tuple[str, str | None]]) -> dict[str, int]:
        """What these pairs bring to each level."""
        width = len(self._guides)
        told = [self._row[s] * width + self._column[g] for s, g in made if g is not None]
        edges = np.searchsorted(self._key, np.array(sorted(told), np.int64))
        return dict(telling.levels_of(self._instance, self._found, Matching(edges)))

    def _by_solving(self, mentee: str, mentor: str | None) -> Price:
        """The matching again with the pair fixed, or without the mentee."""
        locks = {one: other for one, other in self._problem.locks.items() if one != mentee}
        seekers = self._problem.seekers
        if mentor is None:
            seekers = tuple(one for one in seekers if one.id != mentee)
        else:
            locks[mentee] = mentor
        forced = replace(self._problem, seekers=seekers, locks=locks)
        check(forced)
        instance = prepare(forced)
        ground = aims.lay(instance, pairs.everyone(instance))
        matching = settle.whole(ground, settle.settle(instance, ground))
        after = dict(telling.levels_of(instance, ground.pairs, matching))
        graph, edges = ground.pairs.graph, matching.chosen()
        now = {
            instance.problem.seekers[s].id: self._guides[g]
            for s, g in zip(graph.seeker[edges].tolist(), graph.guide[edges].tolist())
        }
        loss = {name: value - after.get(name, 0) for name, value in self._result.levels}
        return Price(mentee, mentor, loss, self._moves(now, mentee))

    def _moves(self, now: Mapping[str, str], first: str) -> tuple[Move, ...]:
        old = {fit.mentee: fit.mentor for fit in self._result.fits}
        changed = [m for m in old.keys() | now.keys() if old.get(m) != now.get(m)]
        changed.sort(key=lambda mentee: (mentee != first, mentee))
        return tuple(Move(mentee, old.get(mentee), now.get(mentee)) for mentee in changed)
