"""A month end is published once, with nothing in it that gives a small number away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from services.reporting.domain.month_end import commands, events
from services.reporting.domain.month_end.groups import GROUPS, MUNICIPALITY, Cell, Group, Table
from services.reporting.domain.month_end.lending import lending
from services.reporting.domain.month_end.suppression import (
    Protected,
    is_small,
    protect,
    with_sums,
)
from services.reporting.domain.years import check_year
from shared.domain.decider import Decider
from shared.domain.errors import Invalid, Refused


@dataclass(frozen=True, slots=True)
class MonthEnds:
    """In the order of their dates."""

    published: tuple[events.MonthEndPublished, ...] = ()


def decide(command: commands.Publish, ends: MonthEnds) -> list[events.MonthEndPublished]:
    check_year(command.year)
    if (command.month_end + timedelta(days=1)).day != 1:
        raise Invalid("a month ends on its last day", {"month_end": ["not the last day"]})
    if any(one.month_end == command.month_end for one in ends.published):
        return []
    if ends.published and command.month_end < ends.published[-1].month_end:
        raise Refused("a later month end is published already", code="month-end-passed")
    return [_published(command, ends.published)]


def _published(
    command: commands.Publish, before: Sequence[events.MonthEndPublished]
) -> events.MonthEndPublished:
    exact: dict[str, Mapping[str, int]] = {one.school: one.parts for one in command.schools}
    made = [
        protect(group, with_sums(group, exact), [_protected(group, one) for one in before])
        for group in GROUPS
    ]
    cells = {cell: value for one in made for cell, value in one.table.items()}
    mentors = {row: value for (row, column), value in cells.items() if column == "mentors"}
    shared, ties = lending(command.shared_mentors, command.ties, mentors, before)
    return events.MonthEndPublished(
        year=command.year,
        month_end=command.month_end,
        counted_on=command.counted_on,
        schools=tuple(
            events.SchoolMonth(one.school, one.stages, _row(cells, one.school))
            for one in command.schools
        ),
        totals=_row(cells, MUNICIPALITY),
        themes=tuple(_theme(one, before) for one in command.themes),
        shared_mentors=shared,
        ties=ties,
        small=tuple(sorted(cell for one in made for cell in one.small)),
        corrected=tuple(sorted(cell for one in made for cell in one.corrected)),
    )


def _row(cells: Table, row: str) -> dict[str, int | None]:
    return {column: value for (of, column), value in cells.items() if of == row}


def _protected(group: Group, one: events.MonthEndPublished) -> Protected:
    rows: dict[str, Mapping[str, int | None]] = {MUNICIPALITY: one.totals}
    rows |= {school.school: school.counts for school in one.schools}
    table: dict[Cell, int | None] = {
        (row, column): counts[column] for row, counts in rows.items() for column in group.columns
    }
    small, corrected = (
        frozenset(cell for cell in cells if cell[1] in group.columns)
        for cells in (one.small, one.corrected)
    )
    return Protected(table, small, corrected)


def _theme(
    exact: commands.ThemeCount, before: Sequence[events.MonthEndPublished]
) -> events.ThemeMonth:
    """Themes add up to nothing, since anybody may name several: each is hidden for itself."""
    earlier = [one for end in reversed(before) for one in end.themes if one.theme == exact.theme]

    def shown(value: int, name: str) -> int | None:
        last = next((v for one in earlier if (v := getattr(one, name)) is not None), None)
        return None if is_small(value, last) else value

    mentors = shown(exact.mentors, "mentors")
    places = None if mentors is None else exact.places
    return events.ThemeMonth(exact.theme, shown(exact.asked, "asked"), mentors, places)


def evolve(ends: MonthEnds, event: events.MonthEndPublished) -> MonthEnds:
    return MonthEnds((*ends.published, event))


MONTH_ENDS: Decider[commands.Publish, events.MonthEndPublished, MonthEnds] = Decider(
    "month_ends", events.EVENTS, MonthEnds(), decide, evolve
)
