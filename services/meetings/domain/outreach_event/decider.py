"""A gathering is planned, may be prepared by invitations, and is held once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from services.meetings.domain.outreach_event import commands, events
from services.meetings.domain.outreach_event.commands import OutreachCommand
from services.meetings.domain.outreach_event.events import OutreachEvent
from shared.contracts.meetings import OutreachItem
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, NotFound, Refused

Status = Literal["unknown", "planned", "held", "cancelled", "struck"]


@dataclass(frozen=True, slots=True)
class Outreach:
    status: Status = "unknown"
    item: OutreachItem = "1.1"
    year: str = ""
    invited: int = 0
    answered: int = 0


def decide(command: OutreachCommand, outreach: Outreach) -> Sequence[OutreachEvent]:
    if isinstance(command, commands.Plan):
        if outreach.status != "unknown":
            raise AlreadyExists("the event is planned already")
        return [
            events.OutreachPlanned(
                command.item, command.year, command.title, command.planned_for, command.place
            )
        ]
    if outreach.status == "unknown":
        raise NotFound("there is no such event")
    match command:
        case commands.Invite(invited, answered):
            return _invite(invited, answered, outreach)
        case commands.Hold():
            return _hold(command, outreach)
        case commands.Cancel(reason):
            if outreach.status == "held":
                raise Refused("an event that was held can only be struck")
            return [] if outreach.status == "cancelled" else [events.OutreachCancelled(reason)]
        case commands.Strike(reason):
            return _strike(reason, outreach)
        case _:
            assert_never(command)


def _strike(reason: str, outreach: Outreach) -> Sequence[OutreachEvent]:
    if outreach.status == "struck":
        return []
    if outreach.status != "held":
        raise Refused("only a record of an event that was held can be struck")
    return [events.OutreachStruck(outreach.item, outreach.year, reason)]


def _invite(invited: int, answered: int, outreach: Outreach) -> Sequence[OutreachEvent]:
    _require_planned(outreach)
    if answered > invited:
        raise Refused("more answers than invitations")
    if (invited, answered) == (outreach.invited, outreach.answered):
        return []
    return [events.InvitationsSent(outreach.item, outreach.year, invited, answered)]


def _hold(command: commands.Hold, outreach: Outreach) -> Sequence[OutreachEvent]:
    if outreach.status == "held":
        raise AlreadyExists("the event was held already")
    _require_planned(outreach)
    if command.held_on > command.today:
        raise Refused("an event cannot be held in the future")
    if command.attended < max(1, len(command.people)):
        raise Refused("fewer attended than checked in, or nobody")
    return [
        events.OutreachHeld(
            outreach.item,
            outreach.year,
            command.held_on,
            command.attended,
            command.people,
            command.material,
            command.leads,
            command.requests_by_theme,
            command.resources,
        )
    ]


def _require_planned(outreach: Outreach) -> None:
    if outreach.status != "planned":
        raise Refused(f"the event is {outreach.status}")


def evolve(outreach: Outreach, event: OutreachEvent) -> Outreach:
    match event:
        case events.OutreachPlanned(item, year):
            return replace(outreach, status="planned", item=item, year=year)
        case events.InvitationsSent(invited=invited, answered=answered):
            return replace(outreach, invited=invited, answered=answered)
        case events.OutreachHeld():
            return replace(outreach, status="held")
        case events.OutreachCancelled():
            return replace(outreach, status="cancelled")
        case events.OutreachStruck():
            return replace(outreach, status="struck")
        case _:
            assert_never(event)


OUTREACH: Decider[OutreachCommand, OutreachEvent, Outreach] = Decider(
    "outreach",
    (
        events.OutreachPlanned, events.InvitationsSent, events.OutreachHeld,
        events.OutreachCancelled, events.OutreachStruck,
    ),
    Outreach(),
    decide,
    evolve,
)  # fmt: skip
