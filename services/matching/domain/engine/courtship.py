"""How far proposals have come, and going on one proposal at a time."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heappush, heapreplace
from typing import Final

import numpy as np

from services.matching.domain.engine.graph import Ints
from services.matching.domain.engine.lists import Lists

ANYBODY: Final = np.iinfo(np.int64).max
NOBODY: Final = np.iinfo(np.int64).min


class State:
    """Who has asked whom so far, by seeker: ``at`` is the position to ask next, ``early`` is the lead
    of who asks for the second time and 0 for others, ``got`` the position that holds, -1 for none,
    ``bid`` the turn there. ``yielding`` marks who would go to an equal place that is still free;
    among those, the ones before ``sought`` are known to be taken.

    By guide: ``free`` counts the places that nobody took, and ``floor`` is the turn that a proposal
    must beat. A guide whose places are all taken never has a free one again, and from then on only
    gets better company, save in the place of somebody who yields; so who does not beat the floor
    now never will."""

    def __init__(self, lists: Lists, places: Ints) -> None:
        seekers = len(lists.starts) - 1
        self.at, self.sought = lists.starts[:-1].copy(), lists.starts[:-1].copy()
        self.early, self.bid = np.zeros(seekers, dtype=np.int64), np.zeros(seekers, dtype=np.int64)
        self.got = np.full(seekers, -1, dtype=np.int64)
        self.yielding = np.zeros(seekers, dtype=bool)
        self.free, self.floor = places.copy(), np.where(places > 0, ANYBODY, NOBODY)

    def narrowed(self, lists: Lists) -> Lists:
        """The lists without who refuses for good; own positions are renumbered to fit."""
        kept = lists.turn - lists.lead < self.floor[lists.guide]
        kept[self.got[self.got >= 0]] = True
        before = np.concatenate([[0], np.cumsum(kept)])
        self.at, self.sought = before[self.at], before[self.sought]
        self.got = np.where(self.got >= 0, before[self.got], -1)
        return lists.only(np.nonzero(kept)[0], before)


class _Heaps(dict[int, list[int]]):
    """By guide, the entries of who is there and does not yield, when they are first asked for; a
    sorted list is a heap."""

    def __init__(self, lists: Lists, state: State) -> None:
        firm = np.nonzero((state.got >= 0) & ~state.yielding)[0]
        count = np.bincount(lists.guide[state.got[firm]], minlength=len(state.free))
        self._entries = np.sort(~state.bid[firm]).tolist()  # the last guide's first
        self._ends = [len(firm), *(len(firm) - np.cumsum(count)).tolist()]

    def __missing__(self, guide: int) -> list[int]:
        held: list[int] = self._entries[self._ends[guide + 1] : self._ends[guide]]
        self[guide] = held
        return held


class Courtship:
    """Deferred acceptance one proposal at a time, with heaps. It writes into the arrays of the
    state, ``yielding``, ``bid`` and ``floor`` excepted."""

    def __init__(self, lists: Lists, state: State) -> None:
        self._lead, self._mask, self._who = lists.lead, lists.mask, lists.who.data
        self._starts, self._guide = lists.starts.data, lists.guide.data
        self._until, self._turn = lists.until.data, lists.turn.data
        self._at, self._early, self._got = state.at.data, state.early.data, state.got.data
        self._free, self._sought = state.free.tolist(), state.sought.data
        self._floor = state.floor.tolist()
        self._firm = _Heaps(lists, state)
        self._yielding: dict[int, list[int]] = {}
        soft = np.nonzero(state.yielding)[0]
        for guide, seeker in zip(lists.guide[state.got[soft]].tolist(), soft.tolist()):
            self._yielding.setdefault(guide, []).append(seeker)

    def finish(self, asking: Iterable[int]) -> None:
        """Each asks until held or out of guides; whoever is sent away goes on at once."""
        at, starts, earlier, got, free = self._at, self._starts, self._early, self._got, self._free
        guides, until, turns, floor = self._guide, self._until, self._turn, self._floor
        firm, yielding, sought = self._firm, self._yielding, self._sought
        who, mask = self._who, self._mask
        for seeker in asking:
            while seeker >= 0:
                early = earlier[seeker]
                for position in range(at[seeker], starts[seeker + 1]):
                    turn, guide = turns[position], guides[position]
                    if turn < floor[guide] or (early and turn - early < floor[guide]):
                        break
                else:
                    seeker = self._once_more(seeker)
                    continue
                end = until[position]
                if (free[guide] > 0 or end > position + 1) and sought[seeker] < end:
                    vacant = self._vacant(seeker, position)
                    if vacant >= 0:
                        at[seeker] = position
                        self._settle(seeker, vacant)
                        break
                at[seeker] = position + 1
                entry = ~(turn - early)
                held = firm[guide]
                if guide in yielding and self._gives_way(guide):
                    got[seeker] = position
                    heappush(held, entry)
                    break
                if entry > held[0]:
                    out = who[~heapreplace(held, entry) & mask]
                    got[seeker], got[out] = position, -1
                    seeker = out
                floor[guide] = ~held[0]

    def _once_more(self, seeker: int) -> int:
        """Who came to the end of the list begins again, once and where that can help; -1 for who
        does not."""
        if self._early[seeker] or not self._lead:
            return -1
        self._early[seeker], self._at[seeker] = self._lead, self._starts[seeker]
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
        del self._yielding[guide]
        return False

    def _entry(self, seeker: int, position: int) -> int:
        """The worst is the least, as the heap wants it."""
        return ~(self._turn[position] - self._early[seeker])
