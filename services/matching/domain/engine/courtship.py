"""Deferred acceptance one proposal at a time: what rounds of arrays cannot do or would do slowly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from heapq import heappush, heapreplace

import numpy as np

from services.matching.domain.engine.graph import Ints
from services.matching.domain.engine.lists import Lists


class Courtship:
    """Who has asked whom so far. ``at`` is the position that each seeker asks next, ``late`` says
    who asks for the second time, ``got`` is the position that holds, -1 for none, ``free`` counts
    the places that nobody has taken.

    A guide whose places are all taken never has a free one again, and then only gets better
    company, save that a seeker gives way who can have an equal place elsewhere."""

    def __init__(self, lists: Lists, places: Ints) -> None:
        self._seekers = len(lists.starts) - 1
        self._again = lists.guides_tie
        self.at, self.late = lists.starts[:-1].copy(), np.zeros(self._seekers, dtype=np.int64)
        self.got, self.free = np.full(self._seekers, -1, dtype=np.int64), places.copy()
        self._starts, self._guide, self._until = (
            lists.starts.data,
            lists.guide.data,
            lists.until.data,
        )
        self._turn, self._lead = lists.turn.data, lists.lead.data
        self._at, self._late, self._got = self.at.data, self.late.data, self.got.data
        self._free, self._sought = self.free.data, lists.starts[:-1].copy().data
        self._firm: dict[int, list[int]] = defaultdict(list)
        self._yielding: dict[int, list[int]] = defaultdict(list)

    def hold(self, guides: Iterable[int], seekers: Iterable[int]) -> None:
        """What rounds have come to; ``got`` and ``free`` are set already."""
        for guide, seeker in zip(guides, seekers):
            heappush(self._firm[guide], self._bid(seeker, self._got[seeker]))

    def finish(self, asking: Iterable[int]) -> None:
        """Each asks until held or out of guides; whoever is sent away goes on at once."""
        for seeker in asking:
            while seeker >= 0:
                seeker = self._ask(seeker)

    def _ask(self, seeker: int) -> int:
        """One proposal; answers who has to ask next, -1 for nobody."""
        position = self._at[seeker]
        if position == self._starts[seeker + 1]:
            if self._late[seeker] or not self._again:
                return -1
            self._late[seeker], self._at[seeker] = 1, self._starts[seeker]
            return seeker
        vacant = self._vacant(seeker, position)
        if vacant >= 0:
            self._settle(seeker, vacant)
            return -1
        self._at[seeker] = position + 1
        guide = self._guide[position]
        if self._yielding[guide] and self._gives_way(guide):
            self._got[seeker] = position
            heappush(self._firm[guide], self._bid(seeker, position))
            return -1
        return self._contend(seeker, position, self._firm[guide])

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
            self._yielding[guide].append(seeker)
        else:
            heappush(self._firm[guide], self._bid(seeker, position))

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
            heappush(self._firm[guide], self._bid(seeker, position))
        return False

    def _contend(self, seeker: int, position: int, held: list[int]) -> int:
        """The worst of those held and the new one has to go on."""
        bid = self._bid(seeker, position)
        if not held or bid < held[0]:
            return seeker
        out = -heapreplace(held, bid) % self._seekers
        self._got[seeker], self._got[out] = position, -1
        return out

    def _bid(self, seeker: int, position: int) -> int:
        """The worst is the least, as the heap wants it; its seeker can be read from it."""
        turn = self._turn[position]
        if self._late[seeker]:
            turn -= self._lead[position]
        return -(turn * self._seekers + seeker)
