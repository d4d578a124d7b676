"""How far proposals have come, and going on one proposal at a time."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heappush, heapreplace

import numpy as np

from services.matching.domain.engine.graph import Ints
from services.matching.domain.engine.lists import Lists


class State:
    """Who has asked whom so far, by seeker: ``at`` is the position to ask next, ``late`` is 1 for
    who asks for the second time, ``got`` the position that holds, -1 for none, ``bid`` the turn
    there. ``yielding`` marks who would go to an equal place that is still free; among those, the
    ones before ``sought`` are known to be taken. ``free`` counts each guide's places that nobody
    took.

    A guide whose places are all taken never has a free one again, and from then on only gets better
    company, save in the place of somebody who yields."""

    def __init__(self, lists: Lists, places: Ints) -> None:
        seekers = len(lists.starts) - 1
        self.at, self.sought = lists.starts[:-1].copy(), lists.starts[:-1].copy()
        self.late, self.bid = np.zeros(seekers, dtype=np.int64), np.zeros(seekers, dtype=np.int64)
        self.got, self.free = np.full(seekers, -1, dtype=np.int64), places.copy()
        self.yielding = np.zeros(seekers, dtype=bool)


class _Held(dict[int, list[int]]):
    """Heaps by guide, the worst first, made from a sorted array when they are first asked for."""

    def __init__(self, guide: Ints, entry: Ints, guides: int) -> None:
        order = np.lexsort((entry, guide))
        self._entry = entry[order]
        self._begins = np.searchsorted(guide[order], np.arange(guides + 1))

    def __missing__(self, guide: int) -> list[int]:
        held: list[int] = self._entry[self._begins[guide] : self._begins[guide + 1]].tolist()
        self[guide] = held
        return held


class Courtship:
    """Deferred acceptance one proposal at a time, with heaps. It writes into the arrays of the
    state, ``yielding`` and ``bid`` excepted."""

    def __init__(self, lists: Lists, state: State) -> None:
        self._seekers, self._again = len(state.at), lists.guides_tie
        self._starts, self._guide, self._until = (
            lists.starts.data,
            lists.guide.data,
            lists.until.data,
        )
        self._turn, self._lead = lists.turn.data, lists.lead.data
        self._at, self._late, self._got = state.at.data, state.late.data, state.got.data
        self._free, self._sought = state.free.data, state.sought.data
        firm = np.nonzero((state.got >= 0) & ~state.yielding)[0]
        entry = -(state.bid[firm] * self._seekers + firm)
        self._firm = _Held(lists.guide[state.got[firm]], entry, len(state.free))
        self._yielding: dict[int, list[int]] = {}
        soft = np.nonzero(state.yielding)[0]
        for guide, seeker in zip(lists.guide[state.got[soft]].tolist(), soft.tolist()):
            self._yielding.setdefault(guide, []).append(seeker)

    def finish(self, asking: Iterable[int]) -> None:
        """Each asks until held or out of guides; whoever is sent away goes on at once."""
        at, starts, late, got, free = self._at, self._starts, self._late, self._got, self._free
        guides, until, turns, leads = self._guide, self._until, self._turn, self._lead
        firm, yielding, seekers, sought = self._firm, self._yielding, self._seekers, self._sought
        for seeker in asking:
            while seeker >= 0:
                position = at[seeker]
                if position == starts[seeker + 1]:
                    seeker = self._once_more(seeker)
                    continue
                guide = guides[position]
                end = until[position]
                if (free[guide] > 0 or end > position + 1) and sought[seeker] < end:
                    vacant = self._vacant(seeker, position)
                    if vacant >= 0:
                        self._settle(seeker, vacant)
                        break
                at[seeker] = position + 1
                if guide in yielding and self._gives_way(guide):
                    got[seeker] = position
                    heappush(firm[guide], self._entry(seeker, position))
                    break
                turn = turns[position]
                if late[seeker]:
                    turn -= leads[position]
                entry = -(turn * seekers + seeker)
                held = firm[guide]
                if held and entry >= held[0]:
                    out = -heapreplace(held, entry) % seekers
                    got[seeker], got[out] = position, -1
                    seeker = out

    def _once_more(self, seeker: int) -> int:
        """Who came to the end of the list begins again, once and where that can help; -1 for who
        does not."""
        if self._late[seeker] or not self._again:
            return -1
        self._late[seeker], self._at[seeker] = 1, self._starts[seeker]
        return seeker

    def _vacant(self, seeker: int, position: int) -> int:
        """The first free place among those that tie with ``position``; what was seen to be taken is
        not looked at again."""
        guide, free, end = self._guide, self._free, self._until[position]
        position = max(position, self._sought[seeker])
        while position < end and free[guide[position]] <= 0:
            position += 1
        self._sought[seeker] = position
        return position if position < end else -1

    def _settle(self, seeker: int, position: int) -> None:
        guide = self._guide[position]
        self._free[guide] -= 1
        self._got[seeker] = position
        self._sought[seeker] = position + 1
        if position + 1 < self._until[position]:
            self._yielding.setdefault(guide, []).append(seeker)
        else:
            heappush(self._firm[guide], self._entry(seeker, position))

    def _gives_way(self, guide: int) -> bool:
        """Whether somebody here went to an equal place; who cannot do so stays for good."""
        here = self._yielding[guide]
        while here:
            seeker = here.pop()
            position = self._got[seeker]
            elsewhere = self._vacant(seeker, position)
            if elsewhere >= 0:
                self._settle(seeker, elsewhere)
                return True
            heappush(self._firm[guide], self._entry(seeker, position))
        return False

    def _entry(self, seeker: int, position: int) -> int:
        """The worst is the least, as the heap wants it; its seeker can be read from it. (``finish``
        has it written out: that is where the time goes.)"""
        turn = self._turn[position]
        if self._late[seeker]:
            turn -= self._lead[position]
        return -(turn * self._seekers + seeker)
