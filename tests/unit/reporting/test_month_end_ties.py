"""Who lends mentors to whom: an outsider who knows every month end and how they are made.

All years of a few homes and months are played. Those that look the same from outside are what the
outsider has to reckon with; every number of one to four mentors that a home lends, and every such
change, must be one of at least four in them.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

import pytest

from services.reporting.domain.month_end.commands import Publish, SchoolCount
from services.reporting.domain.month_end.decider import MONTH_ENDS, MonthEnds, decide, evolve
from services.reporting.domain.month_end.events import MonthEndPublished, Tie
from services.reporting.domain.month_end.groups import GROUPS
from shared.domain.ids import TenantId

YEAR = "2026/27"
ENDS = (date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 31))
NOBODY = {part: 0 for group in GROUPS for part in group.parts}
Lent = tuple[int, ...]
"""How many mentors each home lends."""
Seen = tuple[int | None, tuple[TenantId, ...]]


def tell(months: Sequence[Lent], mentors: Sequence[int] = ()) -> list[Seen]:
    """``mentors`` are the first homes' own, which makes those homes schools of the municipality."""
    return [seen(event) for event in published(tuple(months), tuple(mentors)).published]


@cache
def published(months: tuple[Lent, ...], mentors: tuple[int, ...]) -> MonthEnds:
    if not months:
        return MONTH_ENDS.initial
    state, day, lent = published(months[:-1], mentors), ENDS[len(months) - 1], months[-1]
    ties = tuple(Tie(TenantId(f"home{n}"), TenantId("x")) for n, some in enumerate(lent) if some)
    schools = tuple(
        SchoolCount(TenantId(f"home{n}"), (), {**NOBODY, "mentors_other": own})
        for n, own in enumerate(mentors)
    )
    command = Publish(YEAR, day, day + timedelta(days=1), schools, (), sum(lent), ties)
    [event] = decide(command, state)
    return evolve(state, event)


def seen(event: MonthEndPublished) -> Seen:
    return event.shared_mentors, tuple(tie.home for tie in event.ties)


def years(homes: int, months: int, most: int) -> Iterator[tuple[Lent, ...]]:
    """Every year in which nobody stops having lent."""

    def go_on(year: tuple[Lent, ...]) -> Iterator[tuple[Lent, ...]]:
        if len(year) == months:
            yield year
            return
        least = year[-1] if year else (0,) * homes
        for lent in itertools.product(*(range(some, most + 1) for some in least)):
            if sum(lent) <= most:
                yield from go_on((*year, lent))

    return go_on(())


@pytest.mark.parametrize(("homes", "months", "most"), [(3, 2, 11), (2, 3, 12)])
def test_an_outsider_who_knows_the_rule_is_left_with_four_values(
    homes: int, months: int, most: int
) -> None:
    alike: defaultdict[tuple[Seen, ...], list[tuple[Lent, ...]]] = defaultdict(list)
    for year in years(homes, months, most):
        alike[tuple(tell(year))].append(year)
    told = 0
    for look, worlds in alike.items():
        counts = [count for count, _ in look]
        if None in counts and max(count or 0 for count in counts) + 6 > most:
            continue  # worlds with more mentors than were played look the same
        told += sum(len(names) > 1 for _, names in look)
        for month, home in itertools.product(range(months), range(homes)):
            _assert_open({world[month][home] for world in worlds}, look, worlds[0])
            if month:
                steps = {world[month][home] - world[month - 1][home] for world in worlds}
                _assert_open(steps, look, worlds[0])
    assert told > 50, "ties are shown where they may be"


def _assert_open(values: set[int], *where: object) -> None:
    few = any(0 < value < 5 for value in values)
    assert not few or len(values) >= 4, (values, *where)


def test_new_homes_are_shown_only_with_more_mentors_than_homes() -> None:
    """Five of one home, then ten of six: each of the five new ones would have given exactly one."""
    first: Lent = (5, 0, 0, 0, 0, 0)
    assert tell([first, (5, 1, 1, 1, 1, 1)]) == [(5, ("home0",)), (None, ())]
    names = tuple(f"home{n}" for n in range(6))
    assert tell([first, (5, 1, 1, 1, 1, 1), (5, 4, 1, 1, 1, 1)])[1:] == [(None, ()), (13, names)]
    assert tell([first, (6, 4, 0, 0, 0, 0)])[1] == (10, names[:2])


def test_nobody_lends_more_mentors_than_the_school_has() -> None:
    """Of nine mentors of two schools with five each, four or five would be either's."""
    assert tell([(4, 5)], mentors=(30, 30)) == [(9, ("home0", "home1"))]
    assert tell([(4, 5)], mentors=(5, 5)) == [(None, ())]
    assert tell([(4, 5)], mentors=(5, 8)) == [(9, ("home0", "home1"))]
    assert tell([(5, 6)], mentors=(6, 6)) == [(11, ("home0", "home1"))], "both lend five or more"
