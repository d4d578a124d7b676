"""A roadmap is a plan the head approves, edition by edition; a change afterwards is a draft again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, Literal, assert_never

from services.reporting.domain.roadmap import commands, events
from services.reporting.domain.roadmap.commands import RoadmapChange, RoadmapCommand
from services.reporting.domain.roadmap.events import ApprovedLine, PlannedLine, RoadmapEvent
from services.reporting.domain.roadmap.items import ITEMS, usual_dates
from services.reporting.domain.roadmap.planning import check_item, check_line, check_lines
from services.reporting.domain.roadmap.suggesting import suggested
from services.reporting.domain.roadmap.working_days import WorkingDays
from services.reporting.domain.years import check_year
from shared.domain.decider import Decider
from shared.domain.errors import Invalid, NotFound, Refused

_FARTHEST: Final = 180
Why = Literal["drafted", "edited", "shifted", "copied"]


@dataclass(frozen=True, slots=True)
class Roadmap:
    """``changed``: the plan differs from its last edition, be it only by a successor's name.
    ``asked`` are items of a copied year that nobody has said of whether they apply."""

    opened: bool = False
    starts: date = date.min
    ends: date = date.max
    approved: bool = False
    changed: bool = False
    editions: int = 0
    source: str = ""
    asked: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    plans: Mapping[str, PlannedLine] = field(default_factory=dict)

    def line(self, item: str) -> PlannedLine:
        own = self.plans.get(item)
        return own or PlannedLine(item, *usual_dates(item, self.starts, self.ends), "coordinator")

    @property
    def lines(self) -> tuple[PlannedLine, ...]:
        return tuple(self.line(item.number) for item in ITEMS)


def decide(command: RoadmapCommand, roadmap: Roadmap) -> list[RoadmapEvent]:
    if isinstance(command, commands.Open):
        return _open(command, roadmap)
    if isinstance(command, commands.CopyYear):
        return _copy(command, roadmap)
    if not roadmap.opened:
        raise NotFound("no such roadmap")
    return _change(command, roadmap)


def _change(command: RoadmapChange, roadmap: Roadmap) -> list[RoadmapEvent]:
    match command:
        case commands.PlanItem():
            return _plan(command, roadmap)
        case commands.PlanItems(lines):
            check_lines(lines, roadmap.starts, roadmap.ends)
            return _planned(lines, "edited", roadmap)
        case commands.Suggest(holidays):
            days = WorkingDays(holidays)
            return _planned(suggested(roadmap.starts, roadmap.ends, days), "drafted", roadmap)
        case commands.Shift():
            return _shift(command, roadmap)
        case commands.ExcludeItem() | commands.IncludeItem():
            return _rule(command, roadmap)
        case commands.Approve():
            return _approve(command, roadmap)
        case commands.HandOver():
            return _hand_over(command, roadmap)
        case _:
            assert_never(command)


def _rule(
    command: commands.ExcludeItem | commands.IncludeItem, roadmap: Roadmap
) -> list[RoadmapEvent]:
    """Whether an item applies; an item of a copied year is answered either way."""
    item = command.item
    check_item(item)
    if isinstance(command, commands.ExcludeItem):
        if item in roadmap.excluded - roadmap.asked:
            return []
        return [events.ItemExcluded(item, command.reason), *_lapse(roadmap)]
    if item not in roadmap.excluded | roadmap.asked:
        return []
    return [events.ItemIncluded(item), *_lapse(roadmap)]


def _hand_over(command: commands.HandOver, roadmap: Roadmap) -> list[RoadmapEvent]:
    mine = [line for line in roadmap.plans.values() if line.person == command.giver]
    return [
        events.ItemPlanned(line.item, line.starts, line.ends, "", command.receiver) for line in mine
    ]


def _open(command: commands.Open, roadmap: Roadmap) -> list[RoadmapEvent]:
    _check_frame(command.year, command.starts, command.ends)
    if roadmap.opened:
        return []
    days = WorkingDays(command.holidays)
    return [
        events.RoadmapOpened(command.programme, command.year, command.starts, command.ends),
        events.ItemsPlanned(suggested(command.starts, command.ends, days), "drafted"),
    ]


def _check_frame(year: str, starts: date, ends: date) -> None:
    check_year(year)
    if ends <= starts:
        raise Invalid("a programme ends after it starts", {"ends": ["after the start"]})
    first = int(year[:4])
    if starts.year < first or ends.year > first + 2:
        raise Invalid("a programme lies about its school year", {"starts": ["another year"]})


def _copy(command: commands.CopyYear, roadmap: Roadmap) -> list[RoadmapEvent]:
    _check_frame(command.year, command.starts, command.ends)
    if roadmap.source == command.source:
        return []
    if roadmap.editions:
        raise Refused("that year has an approved roadmap of its own", code="roadmap-approved")
    first: list[RoadmapEvent] = []
    if not roadmap.opened:
        first = [
            events.RoadmapOpened(command.programme, command.year, command.starts, command.ends)
        ]
    return [
        *first,
        events.ItemsPlanned(command.lines, "copied"),
        events.YearCopied(command.source, command.asked),
    ]


def _plan(command: commands.PlanItem, roadmap: Roadmap) -> list[RoadmapEvent]:
    line = PlannedLine(command.item, command.starts, command.ends, command.role, command.person)
    check_line(line, roadmap.starts, roadmap.ends)
    if roadmap.plans.get(line.item) == line:
        return []
    planned = events.ItemPlanned(line.item, line.starts, line.ends, line.role, line.person)
    return [planned, *_lapse(roadmap)]


def _planned(lines: Iterable[PlannedLine], why: Why, roadmap: Roadmap) -> list[RoadmapEvent]:
    """Only what differs."""
    new = tuple(line for line in lines if roadmap.plans.get(line.item) != line)
    return [events.ItemsPlanned(new, why), *_lapse(roadmap)] if new else []


def _shift(command: commands.Shift, roadmap: Roadmap) -> list[RoadmapEvent]:
    if not command.days or abs(command.days) > _FARTHEST:
        raise Invalid("dates move by 1 to 180 days", {"days": ["1 to 180, or -1 to -180"]})
    by, days = timedelta(days=command.days), WorkingDays(command.holidays)
    lines = []
    for line in roadmap.lines:
        if int(line.item[0]) >= command.from_stage:
            starts, ends = days.between(line.starts + by, line.ends + by)
            lines.append(replace(line, starts=starts, ends=ends))
    check_lines(lines, roadmap.starts, roadmap.ends)
    return _planned(lines, "shifted", roadmap)


def _approve(command: commands.Approve, roadmap: Roadmap) -> list[RoadmapEvent]:
    if roadmap.approved and not roadmap.changed:
        return []
    if roadmap.asked:
        raise Refused("say first which items apply this year", code="items-asked")
    edition = roadmap.editions + 1
    return [
        events.RoadmapApproved(
            command.by, command.actor, command.today, edition, command.school,
            tuple(_approved_line(number, roadmap) for number in range(len(ITEMS))),
        ),
        *(events.NamePrinted(edition, person, name) for person, name in command.names),
    ]  # fmt: skip


def _approved_line(number: int, roadmap: Roadmap) -> ApprovedLine:
    item = ITEMS[number]
    line = roadmap.line(item.number)
    return ApprovedLine(
        item.number, item.title_ru, line.starts, line.ends, line.role, line.person,
        item.number in roadmap.excluded,
    )  # fmt: skip


def _lapse(roadmap: Roadmap) -> list[RoadmapEvent]:
    return [events.ApprovalLapsed()] if roadmap.approved else []


def evolve(roadmap: Roadmap, event: RoadmapEvent) -> Roadmap:
    match event:
        case events.RoadmapOpened(_, _, starts, ends):
            return replace(roadmap, opened=True, starts=starts, ends=ends)
        case events.ItemPlanned(item, starts, ends, role, person):
            return _with(roadmap, (PlannedLine(item, starts, ends, role, person),))
        case events.ItemsPlanned(lines):
            return _with(roadmap, lines)
        case events.YearCopied(source, asked):
            return replace(roadmap, source=source, asked=frozenset(asked))
        case events.ItemExcluded(item):
            return _ruled(roadmap, item, roadmap.excluded | {item})
        case events.ItemIncluded(item):
            return _ruled(roadmap, item, roadmap.excluded - {item})
        case events.RoadmapApproved():
            return replace(roadmap, approved=True, changed=False, editions=roadmap.editions + 1)
        case events.NamePrinted():
            return roadmap
        case events.ApprovalLapsed():
            return replace(roadmap, approved=False)
        case _:
            assert_never(event)


def _with(roadmap: Roadmap, lines: Iterable[PlannedLine]) -> Roadmap:
    plans = {**roadmap.plans, **{line.item: line for line in lines}}
    return replace(roadmap, plans=plans, changed=True)


def _ruled(roadmap: Roadmap, item: str, excluded: frozenset[str]) -> Roadmap:
    return replace(roadmap, excluded=excluded, asked=roadmap.asked - {item}, changed=True)


ROADMAP: Decider[RoadmapCommand, RoadmapEvent, Roadmap] = Decider(
    "roadmap", events.EVENTS, Roadmap(), decide, evolve
)
