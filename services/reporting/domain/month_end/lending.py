"""How many mentors work at another's, and between whom: told together, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.reporting.domain.month_end.events import MonthEndPublished, Tie
from services.reporting.domain.month_end.guard import POSSIBLE
from services.reporting.domain.month_end.suppression import is_small
from services.reporting.domain.progress.suppression import LEAST

Told = tuple[int | None, tuple[Tie, ...]]
HIDDEN: Told = (None, ())


def lending(
    count: int,
    ties: tuple[Tie, ...],
    mentors: Mapping[str, int | None],
    before: Sequence[MonthEndPublished],
) -> Told:
    """``mentors`` is school → how many it is told to have in this month, ``None`` where hidden.

    Mentors who ever worked elsewhere this year only become more, and each home gives at least one:
    what was told before leaves so many for the homes that are new. Without its homes the count would
    say that they are nearly as many as the mentors, and enterprises are counted on another page.
    """
    last = next((v for one in reversed(before) if (v := one.shared_mentors) is not None), None)
    if count and is_small(count, last):
        return HIDDEN
    homes = {tie.home for tie in ties}
    told = next((one for one in reversed(before) if one.ties), None)
    known = {tie.home for tie in told.ties} if told else set()
    grown = count - ((told.shared_mentors or 0) if told else 0)
    if grown < 0 or not known <= homes:
        return HIDDEN
    if len(homes) < 2:
        return count, ties
    spare = grown - len(homes - known)
    most = {
        home: _least(mentors.get(home), spare + (count - grown - len(known) if home in known else 0) + 1)
        for home in homes
    }  # fmt: skip
    for home in homes:
        least = max(1, count - sum(most.values()) + most[home])
        if least < LEAST and most[home] - least < POSSIBLE - 1:
            return HIDDEN
    return count, ties


def _least(told: int | None, most: int) -> int:
    return most if told is None else min(told, most)
