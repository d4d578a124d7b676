"""A plan of resources has lines that may be written anew or dropped, in a bounded number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, assert_never

from services.reporting.domain.resource_plan import commands, events
from services.reporting.domain.resource_plan.commands import ResourcePlanCommand
from services.reporting.domain.resource_plan.events import ResourcePlanEvent
from services.reporting.domain.years import check_year
from shared.domain.decider import Decider
from shared.domain.errors import Invalid, NotFound, Refused

LINES_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class ResourcePlan:
    id: str = ""
    year: str = ""
    lines: frozenset[str] = frozenset()


def decide(command: ResourcePlanCommand, plan: ResourcePlan) -> list[ResourcePlanEvent]:
    match command:
        case commands.SetResource():
            return [_set(command, plan)]
        case commands.DropResource(line):
            if line not in plan.lines:
                raise NotFound("the plan has no such line")
            return [events.ResourceDropped(plan.id, plan.year, line)]
        case _:
            assert_never(command)


def _set(command: commands.SetResource, plan: ResourcePlan) -> events.ResourceSet:
    check_year(command.year)
    if not command.what.plain.strip():
        raise Invalid("say what is needed", {"what": ["required"]})
    if command.needed < 1:
        raise Invalid("at least one is needed", {"needed": ["1 or more"]})
    if command.have < 0:
        raise Invalid("what is there is not less than nothing", {"have": ["0 or more"]})
    if command.line not in plan.lines and len(plan.lines) >= LINES_MAX:
        raise Refused("a plan has at most 200 lines", code="plan-full")
    return events.ResourceSet(
        command.plan, command.year, command.line, command.kind, command.source,
        command.what, command.who, command.needed, command.have,
    )  # fmt: skip


def evolve(plan: ResourcePlan, event: ResourcePlanEvent) -> ResourcePlan:
    match event:
        case events.ResourceSet(id, year, line):
            return ResourcePlan(id, year, plan.lines | {line})
        case events.ResourceDropped(line=line):
            return replace(plan, lines=plan.lines - {line})
        case _:
            assert_never(event)


RESOURCE_PLAN: Decider[ResourcePlanCommand, ResourcePlanEvent, ResourcePlan] = Decider(
    "resource_plan", events.EVENTS, ResourcePlan(), decide, evolve
)
