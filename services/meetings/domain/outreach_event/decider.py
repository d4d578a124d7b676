"""A gathering is planned, may be prepared by invitations, and is held once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from services.meetings.domain.outreach_event import commands, events
from services.meetings.domain.outreach_event.commands import OutreachCommand
from services.meetings.domain.outreach_event.events import OutreachEvent
from services.meetings.domain.outreach_event.guests import decide_arrivals, decide_guests
from services.meetings.domain.outreach_event.state import Outreach, evolve
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, NotFound, Refused
from shared.domain.school_years import is_about

LEADS: Final = "1.3"
REQUESTS: Final = "1.4"
"""Leads come from partners, requests from pupils; elsewhere they would be entered by mistake."""


def decide(command: OutreachCommand, outreach: Outreach) -> Sequence[OutreachEvent]:
    if isinstance(command, commands.Plan):
        if outreach.status != "unknown":
            raise AlreadyExists("the event is planned already")
        _require_year(command.planned_for, command.year)
        return [
            events.OutreachPlanned(
                command.item, command.year, command.title, command.planned_for, command.place,
                command.starts_at,
            )
        ]  # fmt: skip
    if outreach.status == "unknown":
        raise NotFound("there is no such event")
    match command:
        case commands.Invite(invited, answered):
            return _invite(invited, answered, outreach)
        case commands.Change():
            return _change(command, outreach)
        case commands.CheckIn() | commands.CheckOut() | commands.CountArrivals():
            return decide_arrivals(command, outreach)
        case commands.Hold():
            return _hold(command, outreach)
        case commands.Cancel():
            return _cancel(command, outreach)
        case commands.Strike():
            return _strike(command, outreach)
        case _:
            return decide_guests(command, outreach)


def _change(command: commands.Change, outreach: Outreach) -> Sequence[OutreachEvent]:
    """Another day lies ahead: what took place is entered as held, not moved."""
    outreach.require_planned()
    day, starts_at = command.planned_for, command.starts_at
    _require_year(day, outreach.year)
    moved = (day, starts_at) != (outreach.planned_for, outreach.starts_at)
    if moved and day < command.today:
        raise Refused("a gathering cannot be moved into the past", code="event-past")
    return [
        events.OutreachChanged(
            outreach.item, outreach.year, command.title, day, command.place, starts_at,
            outreach.sequence + moved, moved,
        )
    ]  # fmt: skip


def _require_year(day: date, year: str) -> None:
    if not is_about(day, year):
        raise Refused(
            "a gathering lies within its school year, or at most six months before or after it",
            code="outside-year",
        )


def _invite(invited: int, answered: int, outreach: Outreach) -> Sequence[OutreachEvent]:
    outreach.require_planned()
    if answered > invited:
        raise Refused("more answers than invitations", code="more-answers")
    if (invited, answered) == (outreach.invited, outreach.answered):
        return []
    return [events.InvitationsSent(outreach.item, outreach.year, invited, answered)]


def _hold(command: commands.Hold, outreach: Outreach) -> Sequence[OutreachEvent]:
    if outreach.status == "held":
        raise AlreadyExists("the event was held already")
    outreach.require_planned()
    if command.held_on > command.today:
        raise Refused("an event cannot be held in the future", code="in-future")
    _require_year(command.held_on, outreach.year)
    people = tuple(dict.fromkeys((*outreach.present, *command.people)))
    if command.attended < max(1, len(people) + sum(outreach.arrived.values())):
        raise Refused("fewer attended than checked in, or nobody", code="too-few-attended")
    if command.by_audience and sum(command.by_audience.values()) != command.attended:
        raise Refused("the audiences make another sum", code="audience-sum")
    if command.leads and outreach.item != LEADS:
        raise Refused("leads come from the meeting with partners")
    if command.requests_by_theme and outreach.item != REQUESTS:
        raise Refused("preliminary requests come from the meeting with pupils")
    return [
        events.OutreachHeld(
            outreach.item, outreach.year, command.held_on, command.attended,
            command.has_material, people, command.material, command.resources, command.leads,
            command.requests_by_theme, command.by_audience,
        )
    ]  # fmt: skip


def _cancel(command: commands.Cancel, outreach: Outreach) -> Sequence[OutreachEvent]:
    if outreach.status == "cancelled":
        return []
    if outreach.status == "held":
        raise Refused("an event that was held can only be struck")
    outreach.require_planned()
    return [events.OutreachCancelled(outreach.item, outreach.year, command.reason)]


def _strike(command: commands.Strike, outreach: Outreach) -> Sequence[OutreachEvent]:
    if outreach.status == "struck":
        return []
    if outreach.status != "held":
        raise Refused("only a record of an event that was held can be struck")
    return [events.OutreachStruck(outreach.item, outreach.year, command.reason)]


OUTREACH: Decider[OutreachCommand, OutreachEvent, Outreach] = Decider(
    "outreach",
    (
        events.OutreachPlanned, events.OutreachChanged, events.InvitationsSent,
        events.PeopleInvited, events.InvitationAnswered, events.AudienceCounted,
        events.GuestNamed, events.GuestForgotten, events.CheckedIn, events.CheckInStruck,
        events.ArrivalsCounted, events.OutreachHeld, events.OutreachCancelled,
        events.OutreachStruck,
    ),
    Outreach(),
    decide,
    evolve,
)  # fmt: skip
