"""Stable matching: no mentee and mentor who both prefer one another to what they got.

Mentees propose (Gale and Shapley), so that telling the truth is best for them; mentors hold as many
as they have places. Where ranks tie, two rules make more people served (Király; McDermid): a mentee
whom everybody refused asks all once more and then goes before equals, and a mentee whose equal
choice still has a place gives way. At least two thirds of the most that any stable matching serves
are served, and ties left are broken by a keyed hash."""

from __future__ import annotations

from typing import Final

import numpy as np

from services.matching.domain.engine.courtship import Courtship
from services.matching.domain.engine.graph import Graph, Ints, Matching
from services.matching.domain.engine.lists import Lists, lists_of
from services.matching.domain.engine.ranks import Ranks

_FEW: Final = 200
"""Below so many proposals at a time a round of arrays costs more than going one by one."""
_NEVER: Final = np.iinfo(np.int64).max


def match(graph: Graph, ranks: Ranks, key: Ints) -> Matching:
    """The stable matching that is best for the mentees; with ties, one that serves many.

    ``key`` breaks ties, the less the earlier; of shape (edges,), none below 0. On strict lists the
    answer does not depend on it."""
    if graph.edges == 0:
        return Matching(np.full(graph.seekers, -1, dtype=np.int64))
    lists = lists_of(graph, ranks, key)
    courtship = Courtship(lists, graph.places)
    asking = _by_hash(lists, key)
    if not lists.seekers_tie:
        asking = _rounds(lists, courtship, asking, graph.places)
    courtship.finish(asking.tolist())
    got = courtship.got
    return Matching(np.where(got >= 0, lists.edge[got], -1))


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


def _by_hash(lists: Lists, key: Ints) -> Ints:
    """The seekers who have somebody to ask, in an order that ids do not steer."""
    asking = np.nonzero(np.diff(lists.starts))[0]
    first = lists.edge[lists.starts[asking]]
    return np.asarray(asking[np.lexsort((asking, key[first]))])


def _rounds(lists: Lists, courtship: Courtship, asking: Ints, places: Ints) -> Ints:
    """All ask at once, guides keep the best, until few are left to ask: those are answered.

    For lists without ties on the seekers' side only: there the order of proposals is all one."""
    held, turns = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    floor = np.where(places > 0, _NEVER, -1)
    while len(asking) > _FEW:
        new, new_turns = _takers(lists, courtship, asking, floor)
        held, turns = np.append(held, new), np.append(turns, new_turns)
        order = np.argsort(turns)
        held, turns = held[order], turns[order]
        guide = lists.guide[courtship.at[held] - 1]
        first = np.searchsorted(guide, np.arange(len(places)))
        kept = np.arange(len(held)) - first[guide] < places[guide]
        asking, held, turns, guide = held[~kept], held[kept], turns[kept], guide[kept]
        taken = np.bincount(guide, minlength=len(places))
        last = np.cumsum(taken) - 1
        full = (taken == places) & (places > 0)
        floor[full] = turns[last[full]]
    courtship.got[held] = courtship.at[held] - 1
    guide = lists.guide[courtship.got[held]]
    courtship.free -= np.bincount(guide, minlength=len(places))
    courtship.hold(guide.tolist(), held.tolist())
    return asking


def _takers(lists: Lists, courtship: Courtship, asking: Ints, floor: Ints) -> tuple[Ints, Ints]:
    """Each asks down the list to the first guide who is not full of better ones."""
    at, late, again = courtship.at, courtship.late, lists.guides_tie
    found: list[tuple[Ints, Ints]] = []
    while len(asking):
        ended = at[asking] == lists.starts[asking + 1]
        if ended.any():
            returning = asking[ended & (late[asking] == 0)] if again else asking[:0]
            at[returning], late[returning] = lists.starts[returning], 1
            asking = np.append(asking[~ended], returning)
        here = at[asking]
        turn = lists.turn[here] - late[asking] * lists.lead[here]
        at[asking] += 1
        wins = turn < floor[lists.guide[here]]
        found.append((asking[wins], turn[wins]))
        asking = asking[~wins]
    return np.concatenate([one for one, _ in found]), np.concatenate([one for _, one in found])
