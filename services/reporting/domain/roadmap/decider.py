"""A roadmap is a plan the head approves; a change afterwards needs approval anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, assert_never

from services.reporting.domain.roadmap import commands, events
from services.reporting.domain.roadmap.commands import RoadmapCommand
from services.reporting.domain.roadmap.events import RoadmapEvent
from services.reporting.domain.roadmap.items import BY_NUMBER
from services.reporting.domain.years import check_year
from shared.domain.decider import Decider
from shared.domain.errors import Invalid, NotFound

ROLES: Final = (
    "head", "coordinator", "psychologist", "social_worker", "teacher", "mentor",
    "company_coordinator", "municipal_admin",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Roadmap:
    opened: bool = False
    approved: bool = False
    excluded: frozenset[str] = frozenset()
    plans: Mapping[str, events.ItemPlanned] = field(default_factory=dict)


def decide(command: RoadmapCommand, roadmap: Roadmap) -> list[RoadmapEvent]:
    if isinstance(command, commands.Open):
        return _open(command, roadmap)
    if not roadmap.opened:
        raise NotFound("no such roadmap")
    match command:
        case commands.PlanItem():
            return _plan(command, roadmap)
        case commands.ExcludeItem(item, reason):
            _check_item(item)
            if item in roadmap.excluded:
                return []
            return [events.ItemExcluded(item, reason), *_lapse(roadmap)]
        case commands.IncludeItem(item):
            _check_item(item)
            if item not in roadmap.excluded:
                return []
            return [events.ItemIncluded(item), *_lapse(roadmap)]
        case commands.Approve(by, actor, today):
            return [] if roadmap.approved else [events.RoadmapApproved(by, actor, today)]
        case commands.HandOver(giver, receiver):
            mine = [plan for plan in roadmap.plans.values() if plan.person == giver]
            return [replace(plan, person=receiver) for plan in mine]
        case _:
            assert_never(command)


def _open(command: commands.Open, roadmap: Roadmap) -> list[RoadmapEvent]:
    check_year(command.year)
    if command.ends <= command.starts:
        raise Invalid("a programme ends after it starts", {"ends": ["after the start"]})
    if roadmap.opened:
        return []
    return [events.RoadmapOpened(command.programme, command.year, command.starts, command.ends)]


def _plan(command: commands.PlanItem, roadmap: Roadmap) -> list[RoadmapEvent]:
    _check_item(command.item)
    if command.ends < command.starts:
        raise Invalid("an item does not end before it starts", {"ends": ["not before the start"]})
    if bool(command.role) == bool(command.person):
        raise Invalid("a role or a person is in charge", {"role": ["a role or a person"]})
    if command.role and command.role not in ROLES:
        raise Invalid("unknown role", {"role": [f"one of {', '.join(ROLES)}"]})
    planned = events.ItemPlanned(
        command.item, command.starts, command.ends, command.role, command.person
    )
    return [] if roadmap.plans.get(command.item) == planned else [planned, *_lapse(roadmap)]


def _lapse(roadmap: Roadmap) -> list[RoadmapEvent]:
    return [events.ApprovalLapsed()] if roadmap.approved else []


def _check_item(item: str) -> None:
    if item not in BY_NUMBER:
        raise NotFound("the roadmap has no such item")


def evolve(roadmap: Roadmap, event: RoadmapEvent) -> Roadmap:
    match event:
        case events.RoadmapOpened():
            return replace(roadmap, opened=True)
        case events.ItemPlanned(item):
            return replace(roadmap, plans={**roadmap.plans, item: event})
        case events.ItemExcluded(item):
            return replace(roadmap, excluded=roadmap.excluded | {item})
        case events.ItemIncluded(item):
            return replace(roadmap, excluded=roadmap.excluded - {item})
        case events.RoadmapApproved():
            return replace(roadmap, approved=True)
        case events.ApprovalLapsed():
            return replace(roadmap, approved=False)
        case _:
            assert_never(event)


ROADMAP: Decider[RoadmapCommand, RoadmapEvent, Roadmap] = Decider(
    "roadmap", events.EVENTS, Roadmap(), decide, evolve
)
