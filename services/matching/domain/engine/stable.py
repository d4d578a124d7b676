"""Stable matching: no mentee and mentor who both prefer one another to what they got.

Mentees propose (Gale and Shapley); mentors hold as many as they have places. Where ranks tie, two
rules make more people served (Király; McDermid): a mentee whom everybody refused asks all once more
and then goes before equals, and a mentee whose equal choice still has a place gives way. At least
two thirds of the most that any stable matching serves are served then.

Whoever is to have no reason to hide a wish must do without these rules: ties are then broken by the
key alone, no mentee fares better by another list, and at least half are served. (Hamada, Miyazaki
and Yanagisawa, 2019, show that both cannot be had.) On strict lists the two are one."""

from __future__ import annotations

from typing import Final

import numpy as np

from services.matching.domain.engine.courtship import Courtship, State
from services.matching.domain.engine.graph import Graph, Ints, Matching
from services.matching.domain.engine.lists import Lists, lists_of
from services.matching.domain.engine.proposals import Rounds
from services.matching.domain.engine.ranks import Ranks

_FEW: Final = 200
"""Below so many proposals at a time a round of arrays costs more than going one by one."""
_NEVER: Final = np.iinfo(np.int64).max


def match(graph: Graph, ranks: Ranks, key: Ints, *, truthful: bool = False) -> Matching:
    """The stable matching that is best for the mentees; with ties, one that serves many, or where
    ``truthful`` one that rewards no untrue list.

    ``key`` breaks ties, the less the earlier; of shape (edges,), none below 0. On strict lists the
    answer does not depend on it."""
    if graph.edges == 0:
        return Matching(np.full(graph.seekers, -1, dtype=np.int64))
    lists = lists_of(graph, ranks, key)
    if truthful:
        lists = lists.without_ties()
    state, asking = State(lists, graph.places), np.nonzero(np.diff(lists.starts))[0]
    if len(asking) > _FEW:
        asking = Rounds(lists, state, graph.places).run(asking, _FEW)
    else:
        asking = _by_hash(asking, lists, key)
    if len(asking) > state.free.sum():  # then some ask until their lists end
        lists = state.narrowed(lists)
    if len(asking):
        Courtship(lists, state).finish(asking.tolist())
    served, edge = state.got >= 0, np.full(graph.seekers, -1, dtype=np.int64)
    edge[served] = lists.edge[state.got[served]]
    return Matching(edge)


def blocking(graph: Graph, ranks: Ranks, matching: Matching) -> Ints:
    """The edges, rising, whose seeker and guide both strictly prefer one another to what they have;
    a free place is worse than anybody."""
    chosen = matching.chosen()
    mine = np.full(graph.seekers, _NEVER)
    mine[graph.seeker[chosen]] = ranks.by_seeker[chosen]
    held = np.bincount(graph.guide[chosen], minlength=graph.guides)
    worst = np.full(graph.guides, -1)
    np.maximum.at(worst, graph.guide[chosen], ranks.by_guide[chosen])
    worst[held < graph.places] = _NEVER
    found = ranks.by_seeker < mine[graph.seeker]
    found &= ranks.by_guide < worst[graph.guide]
    return np.nonzero(found)[0]


def _by_hash(asking: Ints, lists: Lists, key: Ints) -> Ints:
    """In an order that ids do not steer."""
    first = lists.edge[lists.starts[asking]]
    return np.asarray(asking[np.argsort(key[first], kind="stable")])
