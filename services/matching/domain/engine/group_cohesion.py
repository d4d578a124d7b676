"""Groups that have more in common, by swaps that lose nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.engine.graph import Graph, Ints, Matching

_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class _Swaps:
    """Each swap gives seeker ``one`` the edge ``there`` and seeker ``other`` the edge ``back``."""

    one: Ints
    other: Ints
    there: Ints
    back: Ints

    def where(self, kept: NDArray[np.bool_] | Ints) -> _Swaps:
        return _Swaps(self.one[kept], self.other[kept], self.there[kept], self.back[kept])


def cohesion(graph: Graph, matching: Matching, traits: Ints) -> int:
    """Over all pairs within groups, what the two have in common: the sum of products of their
    ``traits``, whole numbers of shape (seekers, traits)."""
    served = np.nonzero(matching.edge >= 0)[0]
    whole = _sums(graph, matching, traits)
    return int(((whole**2).sum() - (traits[served] ** 2).sum()) // 2)


def cohere(graph: Graph, value: Ints, kind: Ints, matching: Matching, traits: Ints) -> Matching:
    """Seekers of one kind change places as long as that raises cohesion and lowers no value; the
    best swaps first, one for a group in each round."""
    edge = matching.edge.copy()
    for _ in range(_ROUNDS):
        swaps, gain = _gains(graph, value, kind, Matching(edge), traits)
        if not len(gain):
            break
        touched: set[int] = set()
        for number in np.lexsort((swaps.there, -gain)).tolist():
            there, back = swaps.there[number], swaps.back[number]
            groups = {int(graph.guide[there]), int(graph.guide[back])}
            if not groups & touched:
                touched |= groups
                edge[swaps.one[number]], edge[swaps.other[number]] = there, back
    return Matching(edge)


def _sums(graph: Graph, matching: Matching, traits: Ints) -> Ints:
    chosen = matching.chosen()
    whole = np.zeros((graph.guides, traits.shape[1]), dtype=np.int64)
    np.add.at(whole, graph.guide[chosen], traits[graph.seeker[chosen]])
    return whole


def _gains(
    graph: Graph, value: Ints, kind: Ints, matching: Matching, traits: Ints
) -> tuple[_Swaps, Ints]:
    swaps = _candidates(graph, matching)
    swaps = swaps.where(kind[swaps.one] == kind[swaps.other])
    before = value[matching.edge[swaps.one]] + value[matching.edge[swaps.other]]
    swaps = swaps.where(value[swaps.there] + value[swaps.back] >= before)
    whole, one, other = _sums(graph, matching, traits), traits[swaps.one], traits[swaps.other]
    here, there = whole[graph.guide[swaps.back]], whole[graph.guide[swaps.there]]
    gain = ((one - other) * (there - here + one - other)).sum(axis=1)
    return swaps.where(gain > 0), gain[gain > 0]


def _candidates(graph: Graph, matching: Matching) -> _Swaps:
    """All swaps of two served seekers who may both go where the other is, each once."""
    chosen = matching.chosen()
    order = chosen[np.argsort(graph.guide[chosen], kind="stable")]
    member, group = graph.seeker[order], graph.guide[order]
    begins = np.searchsorted(group, np.arange(graph.guides + 1))
    size = np.diff(begins)
    own = np.where(matching.edge >= 0, graph.guide[matching.edge], -1)
    away = np.nonzero((own[graph.seeker] >= 0) & (own[graph.seeker] != graph.guide))[0]
    times = size[graph.guide[away]]
    there = np.repeat(away, times)
    within = np.arange(len(there)) - np.repeat(np.cumsum(times) - times, times)
    other = member[begins[graph.guide[there]] + within]
    once = graph.seeker[there] < other
    there, other = there[once], other[once]
    one = graph.seeker[there]
    keys = graph.seeker * graph.guides + graph.guide
    wanted = other * graph.guides + own[one]
    back = np.minimum(np.searchsorted(keys, wanted), graph.edges - 1)
    return _Swaps(one, other, there, back).where(keys[back] == wanted)
