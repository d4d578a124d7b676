"""What a matching is to reach, level by level, as weights of edges; no solver is needed to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from services.matching.domain.engine import keyed, pairs, rules
from services.matching.domain.engine.check import BrokenLock
from services.matching.domain.engine.graph import Bools, Graph, Ints
from services.matching.domain.engine.pairs import Instance, Marks, Pairs
from shared.domain.errors import Refused

RANKS: Final = ("first", "second", "third")
_HIGH: Final = 2**30
"""Higher than the score of any pair."""


class TooManyChanges(Refused):
    """The fixed pairs break up more standing pairs than may change."""

    code = "too-many-changes"


@dataclass(frozen=True, slots=True)
class Aim:
    """A level: the sum of the weights of the chosen edges is to be as large as can be.

    An edge numbered -1 leads to nobody and weighs nothing."""

    name: str
    weigh: Callable[[Ints], Ints]

    def on(self, edges: Ints) -> Ints:
        return _without(edges, self.weigh, 0)


@dataclass(frozen=True, slots=True)
class Floor:
    """The worst pair's score is to reach ``threshold``, or come as near as can be."""

    weigh: Callable[[Ints], Ints]
    threshold: int
    name: str = "worst"

    def on(self, edges: Ints) -> Ints:
        return _without(edges, self.weigh, _HIGH)


def _without(edges: Ints, weigh: Callable[[Ints], Ints], nobody: int) -> Ints:
    weight = weigh(edges)
    if len(edges) and int(edges.min()) < 0:
        weight = np.where(edges >= 0, weight, nobody)
    return weight


def weight(aims: Sequence[Aim | Floor], name: str, edges: Ints) -> Ints:
    """What these edges weigh in a level; in ``worst`` their score."""
    if name == "served":
        return np.where(edges >= 0, 1, 0)
    return next(aim for aim in aims if aim.name == name).on(edges)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is left to decide. ``graph`` has the edges ``edges`` of all pairs and the places that
    the ``fixed`` pairs (numbers among all) leave; ``standing`` are the edges (in ``graph``) of
    pairs that exist already, of which ``keepable`` can stay at once."""

    pairs: Pairs
    fixed: Ints
    edges: Ints
    graph: Graph
    standing: Ints
    keepable: int

    @property
    def bound(self) -> Ints:
        """The seekers of the fixed pairs."""
        return np.asarray(self.pairs.graph.seeker[self.fixed])


def lay(instance: Instance, found: Pairs) -> Ground:
    """Raises BrokenLock where a fixed pair breaks a rule."""
    graph = found.graph
    standing = _edges(instance, graph, instance.problem.standing)
    fixed = _fixed(instance, found, standing)
    held = np.bincount(graph.guide[fixed], minlength=graph.guides)
    bound = np.zeros(graph.seekers, dtype=bool)
    bound[graph.seeker[fixed]] = True
    edges = np.arange(graph.edges)
    seeker, guide = graph.seeker, graph.guide
    if len(fixed):
        edges = np.nonzero(~bound[graph.seeker])[0]
        seeker, guide = seeker[edges], guide[edges]
    free = Graph(graph.seekers, graph.guides, seeker, guide, graph.places - held)
    open_ = standing[~bound[graph.seeker[standing]]]
    here = np.searchsorted(edges, open_)
    each = np.bincount(free.guide[here], minlength=free.guides)
    return Ground(found, fixed, edges, free, here, int(np.minimum(each, free.places).sum()))


def _edges(instance: Instance, graph: Graph, joined: Mapping[str, str]) -> Ints:
    """The edges of these pairs, mentee → mentor; those that are no edge are left out."""
    key = pairs.keys(instance, graph.seeker, graph.guide)
    wanted = pairs.named(instance, joined)
    return pairs.laid(Marks(wanted, np.zeros(len(wanted), np.uint8)), key)[0]


def _fixed(instance: Instance, found: Pairs, standing: Ints) -> Ints:
    graph, locks = found.graph, instance.problem.locks
    fixed = _edges(instance, graph, locks)
    if len(fixed) < len(locks):
        _tell_broken(instance, locks)
    if instance.problem.rematch != "frozen":
        return fixed
    bound = np.zeros(graph.seekers, dtype=bool)
    bound[graph.seeker[fixed]] = True
    frozen = standing[~bound[graph.seeker[standing]]]
    both = np.concatenate([graph.guide[fixed], graph.guide[frozen]])
    enough = np.bincount(both, minlength=graph.guides) <= graph.places
    return np.sort(np.concatenate([fixed, frozen[enough[graph.guide[frozen]]]]))


def _tell_broken(instance: Instance, locks: Mapping[str, str]) -> None:
    key = pairs.named(instance, locks)
    seeker, guide = np.divmod(key, instance.guides)
    bits = pairs.broken(instance, seeker, guide)
    told = [
        f"mentee {instance.problem.seekers[s].id} and mentor {instance.problem.guides[g].id} "
        f"({', '.join(rules.codes(int(one)))})"
        for s, g, one in zip(seeker, guide, bits)
        if one
    ]
    raise BrokenLock(f"fixed pairs break a rule: {'; '.join(told[:10])}")


def aims(instance: Instance, ground: Ground, stickiness: int | None = None) -> list[Aim | Floor]:
    """The levels after ``served`` in their order; those that cannot tell edges apart are absent.
    ``stickiness`` are the points that a standing pair gets, None where it has a level of its own."""
    found: list[Aim | Floor] = []
    graph, count = ground.graph, ground.graph.edges
    kept = np.zeros(count, np.int64)
    kept[ground.standing] = 1
    if len(ground.standing) and stickiness is None:
        found.append(Aim("kept", kept.__getitem__))
    place, value = pairs.laid(instance.ranked, pairs.keys(instance, graph.seeker, graph.guide))
    for rank, name in enumerate(RANKS if len(place) else (), 1):
        ranked = np.zeros(count, np.int8)
        ranked[place] = (value // 4 == rank).astype(np.int8) + (value % 4 == rank)
        found.append(Aim(name, ranked.__getitem__))
    score = ground.pairs.score[ground.edges]
    if instance.problem.threshold:
        found.append(Floor(score.__getitem__, instance.problem.threshold))
    points = score if not stickiness else score + stickiness * kept
    found.append(Aim("score", points.__getitem__))
    found.append(Aim("hash", hashing(instance, graph)))
    return found


def limit(instance: Instance, ground: Ground) -> int | None:
    """What is left of the limit of changes after the pairs fixed against a standing one; None for
    no limit. Raises TooManyChanges."""
    problem, graph = instance.problem, ground.pairs.graph
    if problem.changes is None:
        return None
    fixed = {
        problem.seekers[s].id: problem.guides[g].id
        for s, g in zip(graph.seeker[ground.fixed], graph.guide[ground.fixed])
    }
    gone = [m for m, mentor in problem.standing.items() if fixed.get(m, mentor) != mentor]
    if len(gone) > problem.changes:
        raise TooManyChanges(
            f"{problem.changes} standing pairs may change, the fixed pairs alone change "
            f"{len(gone)}: mentee {', '.join(sorted(gone)[:10])}"
        )
    return problem.changes - len(gone)


def hashing(instance: Instance, graph: Graph) -> Callable[[Ints], Ints]:
    mine, theirs = instance.keys
    return lambda edges: keyed.mixed(mine[graph.seeker[edges]], theirs[graph.guide[edges]])


def with_nobody(graph: Graph, amount: int) -> tuple[Graph, Ints]:
    """The graph in which everybody is served, ``amount`` by a guide and the rest by nobody, the
    last guide; and the number that each edge has in ``graph``, -1 for those to nobody."""
    rows = np.arange(graph.seekers)
    after = np.searchsorted(graph.seeker, rows, side="right")
    whole = Graph(
        graph.seekers, graph.guides + 1, np.insert(graph.seeker, after, rows),
        np.insert(graph.guide, after, graph.guides),
        np.append(graph.places, graph.seekers - amount),
    )  # fmt: skip
    return whole, np.insert(np.arange(graph.edges), after, -1)


def nobody(graph: Graph) -> Bools:
    return np.asarray(np.arange(graph.guides) == graph.guides - 1)
