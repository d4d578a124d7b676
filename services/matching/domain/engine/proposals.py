"""Deferred acceptance in rounds of arrays: all who are free ask at once.

With ties the order of proposals matters; what one round does is what some order of single proposals
would do: vacancies first, each to as many as there are places, then whoever yields, then contests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.engine.courtship import NOBODY, State
from services.matching.domain.engine.graph import Ints
from services.matching.domain.engine.lists import Lists

_WIDER: Final = 8
_WIDEST: Final = 64
Bools = NDArray[np.bool_]


class Rounds:
    """``soft`` counts by guide the seekers there who would yield, and then everybody is let in."""

    def __init__(self, lists: Lists, state: State, places: Ints) -> None:
        self._lists, self._state, self._places = lists, state, places
        self._soft = np.zeros(len(places), dtype=np.int64)
        self._changed = np.zeros(len(places), dtype=bool)

    def run(self, asking: Ints, few: int) -> Ints:
        """Goes on until at most ``few`` are left to ask; answers those."""
        while len(asking) > few:
            asking = self._round(asking)
        return asking

    def _round(self, asking: Ints) -> Ints:
        wanting, contending, facing = self._seek(asking)
        self._changed[:] = False
        left = self._fill(wanting)
        self._harden()
        sent = self._contest(contending)
        waiting = self._replace(facing)
        self._lay_floor()
        return np.concatenate([left, sent, waiting])

    def _seek(self, asking: Ints) -> tuple[Ints, Ints, Ints]:
        """Each goes down the list to a vacancy, a guide who would prefer the seeker to somebody, or
        one with whom somebody would yield."""
        state, guide = self._state, self._lists.guide
        stay, ended = self._walk(asking)
        again = self._once_more(ended)
        if len(again):
            stay = np.concatenate([stay, self._walk(again)[0]])
        position = state.at[stay]
        vacant = self._vacant(stay, position)
        wanting, others = stay[vacant], stay[~vacant]
        soft = self._soft[guide[position[~vacant]]] > 0
        return wanting, others[~soft], others[soft]

    def _walk(self, asking: Ints) -> tuple[Ints, Ints]:
        """Down to whoever does not refuse; those who found one, and those at the end of the list."""
        state, lists = self._state, self._lists
        early, end = state.early[asking], lists.starts[asking + 1]

        def heard(one: Ints, position: Ints) -> Bools:
            turn = lists.turn.take(position, mode="clip") - early[one]
            return np.asarray(turn < state.floor[lists.guide.take(position, mode="clip")])

        at = state.at[asking] = _first(heard, state.at[asking], end)
        return asking[at < end], asking[at == end]

    def _once_more(self, ended: Ints) -> Ints:
        """Who came to the end of the list begins again, once and only where that can help."""
        state, lists = self._state, self._lists
        again = ended[state.early[ended] == 0] if lists.lead else ended[:0]
        state.at[again], state.early[again] = lists.starts[again], lists.lead
        return again

    def _turn(self, seekers: Ints, position: Ints) -> Ints:
        return np.asarray(self._lists.turn[position] - self._state.early[seekers])

    def _vacant(self, seekers: Ints, position: Ints) -> Bools:
        """True for whom a place is free among those that tie with ``position``; ``sought`` is moved
        to the first."""
        state, lists = self._state, self._lists

        def free(_: Ints, position: Ints) -> Bools:
            return np.asarray(state.free[lists.guide.take(position, mode="clip")] > 0)

        end, here = lists.until[position], np.maximum(position, state.sought[seekers])
        here = state.sought[seekers] = _first(free, here, end)
        return np.asarray(here < end)

    def _fill(self, wanting: Ints) -> Ints:
        """The best take the places that are free; answers who came too late for this round."""
        state = self._state
        position = state.sought[wanting]
        order = np.argsort(self._turn(wanting, position))
        wanting, position = wanting[order], position[order]
        guide = self._lists.guide[position]
        taken = _number_within(guide) < state.free[guide]
        self._move(wanting[taken], position[taken])
        return wanting[~taken]

    def _move(self, seekers: Ints, position: Ints) -> None:
        """Into places that are free."""
        state, lists = self._state, self._lists
        guide = lists.guide[position]
        np.subtract.at(state.free, guide, 1)
        state.got[seekers], state.bid[seekers] = position, self._turn(seekers, position)
        state.sought[seekers] = position + 1
        soft = position + 1 < lists.until[position]
        state.yielding[seekers] = soft
        np.add.at(self._soft, guide[soft], 1)
        self._changed[guide] = True

    def _harden(self) -> None:
        """Who has no equal place to go to any more yields no longer."""
        state, lists = self._state, self._lists
        soft = np.nonzero(state.yielding)[0]
        if not len(soft):
            return
        firm = soft[~self._vacant(soft, state.got[soft])]
        state.yielding[firm] = False
        guide = lists.guide[state.got[firm]]
        np.subtract.at(self._soft, guide, 1)
        self._changed[guide] = True

    def _contest(self, new: Ints) -> Ints:
        """Guides without anybody who would yield keep the best; answers who has to go on."""
        state, lists = self._state, self._lists
        if not len(new):
            return new
        position = state.at[new]
        state.got[new], state.bid[new] = position, self._turn(new, position)
        state.at[new] += 1
        concerned = np.zeros(len(self._places), dtype=bool)
        concerned[lists.guide[position]] = True
        held = self._held(concerned)
        held = held[np.argsort(state.bid[held])]
        guide = lists.guide[state.got[held]]
        out = held[_number_within(guide) >= self._places[guide]]
        state.got[out] = -1
        self._changed |= concerned
        return out

    def _held(self, concerned: Bools) -> Ints:
        """Who is with the guides concerned."""
        state = self._state
        held = np.nonzero(state.got >= 0)[0]
        return np.asarray(held[concerned[self._lists.guide[state.got[held]]]])

    def _lay_floor(self) -> None:
        """Where a guide became full or has other people now: the worst of them."""
        state = self._state
        full = self._changed & (state.free == 0) & (self._soft == 0)
        held = self._held(full)
        state.floor[full] = NOBODY
        np.maximum.at(state.floor, self._lists.guide[state.got[held]], state.bid[held])

    def _replace(self, facing: Ints) -> Ints:
        """Who yields goes to an equal place, and the new one takes the old; answers who has to wait
        because others took that place."""
        state, lists = self._state, self._lists
        if not len(facing):
            return facing
        position = state.at[facing]
        order = np.argsort(self._turn(facing, position))
        facing, position = facing[order], position[order]
        soft = np.nonzero(state.yielding)[0]
        soft = soft[np.argsort(state.bid[soft])]
        one, other = _paired(lists.guide[position], lists.guide[state.got[soft]], len(self._places))
        there = lists.guide[state.sought[soft[other]]]
        line = np.argsort(there, kind="stable")
        fits = np.empty(len(line), dtype=bool)
        fits[line] = _number_within(there[line]) < state.free[there[line]]
        one, other = one[fits], other[fits]
        self._soft_leave(soft[other])
        new, place = facing[one], position[one]
        state.got[new], state.bid[new] = place, self._turn(new, place)
        state.at[new] += 1
        self._changed[lists.guide[place]] = True
        waiting = np.ones(len(facing), dtype=bool)
        waiting[one] = False
        return facing[waiting]

    def _soft_leave(self, seekers: Ints) -> None:
        state = self._state
        np.subtract.at(self._soft, self._lists.guide[state.got[seekers]], 1)
        self._move(seekers, state.sought[seekers])


def _first(found: Callable[[Ints, Ints], Bools], here: Ints, end: Ints) -> Ints:
    """For each the first position from ``here`` on that is ``found``; ``end`` where there is none
    before. ``found`` is given who looks and at what: ever more ahead at a time, past the end too."""
    here, wide = here.copy(), _WIDER
    looking = np.nonzero(here < end)[0]
    looking = looking[~found(looking, here[looking])]
    here[looking] += 1
    while len(looking):
        ahead = here[looking, None] + np.arange(wide)
        there = found(looking[:, None], ahead)
        there |= ahead >= end[looking, None]
        step = there.argmax(axis=1)
        none = ~there[np.arange(len(looking)), step]
        step[none] = wide
        here[looking] += step
        looking, wide = looking[none], min(wide * _WIDER, _WIDEST)
    return here


def _number_within(guide: Ints) -> Ints:
    """0, 1, 2 … within each run of the same guide."""
    number = np.arange(len(guide))
    fresh = np.ones(len(guide), dtype=bool)
    fresh[1:] = guide[1:] != guide[:-1]
    return np.asarray(number - np.maximum.accumulate(np.where(fresh, number, 0)))


def _paired(left: Ints, right: Ints, guides: int) -> tuple[Ints, Ints]:
    """The first of each guide on the left with the first on the right, and so on; both sorted by
    guide."""
    within = _number_within(left)
    first, count = np.searchsorted(right, np.arange(guides)), np.bincount(right, minlength=guides)
    one = np.nonzero(within < count[left])[0]
    return one, first[left[one]] + within[one]
