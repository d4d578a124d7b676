"""The best matching found among few edges and proven among all.

Of the fifty to whom one may go nearly always one of the dozen is got that are best beside what their
places are worth to others. So the solver is given only those, and the prices that it leads to are laid
on all edges. Where some weigh more, it is given those that these prices leave the best, and so on.
With none left the matching is the best of all edges, and its prices are the least for all of them: a
price is never higher for having fewer edges to bear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix

from services.matching.domain.engine import duals, flow
from services.matching.domain.engine.duals import Prices
from services.matching.domain.engine.face import Face
from services.matching.domain.engine.graph import Bools, Graph, Ints, Matching
from services.matching.domain.engine.people import Array

_EACH: Final = 12
_MANY: Final = 2**14
"""Fewer edges are solved at once."""
_SPARE: Final = 2
"""So are those that are not so many times the few."""
_TRIES: Final = 3
"""After so many vain ones all edges are taken."""
_ROUNDS: Final = 6
_HEAT: Final = 4.0
"""So many times the spread of the weights is what makes a mentor e times as wanted."""
_STEPS: Final = 2**20
_MIX: Final = 8
"""Bits that tell equals apart, so that not all are left with the same guides."""
_LEAST: Final = np.float32(1e-30)


@dataclass(frozen=True, slots=True)
class Found:
    """The heaviest ``matching``, the least ``prices`` that prove it, the edges ``tight`` that weigh
    exactly their prices, and those that were ``drawn`` for the solver."""

    matching: Matching
    prices: Prices
    tight: Bools
    drawn: Bools


def most(graph: Graph, weight: Ints) -> Found:
    """As many seekers as possible, which the prices prove; of such matchings the heaviest with the
    drawn edges only."""
    drawn, tries = draw(graph, weight), 0
    while True:
        edges = np.nonzero(drawn)[0]
        part = graph.part(edges)
        here = flow.most(part, weight[edges])
        prices = duals.cover(part, here)
        slack = prices.slack(graph, np.int8(1))
        wrong, tries = slack < 0, tries + 1
        count = np.count_nonzero(wrong)
        if count == 0:
            return Found(Matching(here.own(edges, -1)), prices, slack == 0, drawn)
        drawn |= wrong if tries < _TRIES and 2 * count < len(edges) else True


def best(face: Face, weight: Ints, known: Matching, *, last: bool = False) -> Found:
    """The heaviest matching of the face, of which ``known`` is one. In the ``last`` level all edges
    are drawn: if even then there are equals, every machine is to find the same."""
    drawn = everything(face.graph) if last else draw(face.graph, weight)
    drawn[known.chosen()] = True
    return _search(face, weight, known.served, drawn, None)


def proven(face: Face, weight: Ints, known: Matching, drawn: Bools) -> Found:
    """The same where ``known`` is already the heaviest of the edges ``drawn``."""
    return _search(face, weight, known.served, drawn, known)


def _search(face: Face, weight: Ints, amount: int, drawn: Bools, known: Matching | None) -> Found:
    largest, tries = int(np.abs(weight).max()), 0
    while True:
        edges = np.nonzero(drawn)[0]
        part, mine = face.only(edges), weight[edges]
        here = part.solve(mine, amount) if known is None else known.among(edges)
        prices = part.prices(mine, here, largest)
        slack = prices.slack(face.graph, weight)
        known, tries = None, tries + 1
        if (slack >= 0).all():
            return Found(Matching(here.own(edges, -1)), prices, slack == 0, drawn)
        drawn = _nearest(slack, len(edges)) if tries < _TRIES else everything(face.graph)


def everything(graph: Graph) -> Bools:
    return np.ones(graph.edges, bool)


def _nearest(slack: Ints, count: int) -> Bools:
    """Whatever is wrong and, up to ``count``, what is nearest to it: the edges of the solution among
    them, because they have no slack."""
    if 2 * count >= len(slack):
        return np.ones(len(slack), bool)
    return np.asarray(slack <= max(0, np.partition(slack, count)[count]))


def draw(graph: Graph, weight: Ints) -> Bools:
    """The best few edges of each seeker; all where there are not many more. By floats, which need
    not be alike on all machines: what is proven afterwards does not depend on them."""
    if graph.edges < max(_MANY, _SPARE * _EACH * graph.seekers, 1):
        return everything(graph)
    first = graph.starts()
    less = _beside_others(graph, weight, first)
    less -= less.max()
    less *= np.float32(-(_STEPS - 1) / max(-float(less.min()), 1e-6))
    line = less.astype(np.int64) << _MIX
    line |= (np.arange(graph.edges) * 0x9E3779B1 & 0xFFFFFFFF) >> (32 - _MIX)
    line |= graph.seeker * (_STEPS << _MIX)
    last = np.minimum(first[:-1] + _EACH, first[1:]) - 1
    return np.asarray(line <= np.sort(line)[last][graph.seeker])


def _beside_others(graph: Graph, weight: Ints, first: Ints) -> Array:
    """The weights less what each guide's places are about worth: each seeker is divided among the
    guides by weight, and guides rise for as long as more of them is wanted than there is."""
    worth = weight.astype(np.float32)
    worth *= np.float32(_HEAT / (float(worth.std()) or 1.0))
    worth -= worth.max()
    ends = graph.guide.astype(np.int32), first.astype(np.int32)
    wish = csr_matrix((np.exp(worth), *ends), shape=(graph.seekers, graph.guides))
    by_guide, places = wish.T, graph.places.astype(np.float32)
    ease = np.ones(graph.guides, np.float32)
    for _ in range(_ROUNDS):
        wanted = by_guide @ (1 / np.maximum(wish @ ease, _LEAST))
        if (wanted * ease <= places).all():
            break
        ease = np.clip(places / np.maximum(wanted, _LEAST), _LEAST, 1)
    worth += np.log(ease)[graph.guide]
    return worth
