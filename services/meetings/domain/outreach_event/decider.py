"""A gathering is planned, may be prepared by invitations, and is held once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal, assert_never

from services.meetings.domain.outreach_event import commands, events
from services.meetings.domain.outreach_event.commands import OutreachCommand
from services.meetings.domain.outreach_event.events import OutreachEvent
from shared.contracts.meetings import OutreachItem
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, NotFound, Refused
from shared.domain.ids import PersonId

Status = Literal["unknown", "planned", "held", "cancelled", "struck"]
LEADS: Final = "1.3"
REQUESTS: Final = "1.4"
"""Leads come from partners, requests from pupils; elsewhere they would be entered by mistake."""


@dataclass(frozen=True, slots=True)
class Outreach:
    status: Status = "unknown"
    item: OutreachItem = "1.1"
    year: str = ""
    invited: int = 0
    answered: int = 0
    present: tuple[PersonId, ...] = ()
    planned_for: date | None = None
    guests: frozenset[PersonId] = frozenset()
    answers: Mapping[PersonId, bool] = field(default_factory=dict)


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
        case commands.InvitePeople() | commands.Answer():
            return _guests(command, outreach)
        case commands.CheckIn(person):
            _require_planned(outreach)
            return [] if person in outreach.present else [events.CheckedIn(person)]
        case commands.Hold():
            return _hold(command, outreach)
        case commands.Cancel():
            return _cancel(command, outreach)
        case commands.Strike():
            return _strike(command, outreach)
        case _:
            assert_never(command)


def _invite(invited: int, answered: int, outreach: Outreach) -> Sequence[OutreachEvent]:
    _require_planned(outreach)
    if answered > invited:
        raise Refused("more answers than invitations")
    if (invited, answered) == (outreach.invited, outreach.answered):
        return []
    return [events.InvitationsSent(outreach.item, outreach.year, invited, answered)]


def _guests(
    command: commands.InvitePeople | commands.Answer, outreach: Outreach
) -> Sequence[OutreachEvent]:
    if isinstance(command, commands.Answer):
        return _answer(command, outreach)
    return _invite_people(command, outreach)


def _invite_people(command: commands.InvitePeople, outreach: Outreach) -> Sequence[OutreachEvent]:
    """Whoever is invited already is not invited again."""
    _require_planned(outreach)
    _require_ahead(command.today, outreach)
    fresh = tuple(p for p in dict.fromkeys(command.people) if p not in outreach.guests)
    if not fresh:
        return []
    invited = outreach.invited + len(fresh)
    return [
        events.PeopleInvited(command.audience, fresh),
        events.InvitationsSent(outreach.item, outreach.year, invited, outreach.answered),
    ]


def _answer(command: commands.Answer, outreach: Outreach) -> Sequence[OutreachEvent]:
    """May be changed until the day itself."""
    if command.person not in outreach.guests:
        raise NotFound("this person is not invited")
    _require_planned(outreach)
    _require_ahead(command.today, outreach)
    before = outreach.answers.get(command.person)
    if before == command.coming:
        return []
    said = events.InvitationAnswered(command.person, command.coming)
    if before is not None:
        return [said]
    counted = outreach.answered + 1
    return [
        said, events.InvitationsSent(outreach.item, outreach.year, outreach.invited, counted)
    ]  # fmt: skip


def _require_ahead(today: date, outreach: Outreach) -> None:
    if outreach.planned_for is not None and today > outreach.planned_for:
        raise Refused("the day of the event has passed", code="event-over")


def _hold(command: commands.Hold, outreach: Outreach) -> Sequence[OutreachEvent]:
    if outreach.status == "held":
        raise AlreadyExists("the event was held already")
    _require_planned(outreach)
    if command.held_on > command.today:
        raise Refused("an event cannot be held in the future")
    people = tuple(dict.fromkeys((*outreach.present, *command.people)))
    if command.attended < max(1, len(people)):
        raise Refused("fewer attended than checked in, or nobody")
    if command.leads and outreach.item != LEADS:
        raise Refused("leads come from the meeting with partners")
    if command.requests_by_theme and outreach.item != REQUESTS:
        raise Refused("preliminary requests come from the meeting with pupils")
    return [
        events.OutreachHeld(
            outreach.item, outreach.year, command.held_on, command.attended,
            command.has_material, people, command.material, command.resources, command.leads,
            command.requests_by_theme,
        )
    ]  # fmt: skip


def _cancel(command: commands.Cancel, outreach: Outreach) -> Sequence[OutreachEvent]:
    if outreach.status == "cancelled":
        return []
    if outreach.status == "held":
        raise Refused("an event that was held can only be struck")
    _require_planned(outreach)
    return [events.OutreachCancelled(outreach.item, outreach.year, command.reason)]


def _strike(command: commands.Strike, outreach: Outreach) -> Sequence[OutreachEvent]:
    if outreach.status == "struck":
        return []
    if outreach.status != "held":
        raise Refused("only a record of an event that was held can be struck")
    return [events.OutreachStruck(outreach.item, outreach.year, command.reason)]


def _require_planned(outreach: Outreach) -> None:
    if outreach.status != "planned":
        raise Refused(f"the event is {outreach.status}")


def evolve(outreach: Outreach, event: OutreachEvent) -> Outreach:
    match event:
        case events.OutreachPlanned(item, year, _, day):
            return replace(outreach, status="planned", item=item, year=year, planned_for=day)
        case events.PeopleInvited(_, people):
            return replace(outreach, guests=outreach.guests | frozenset(people))
        case events.InvitationAnswered(person, coming):
            return replace(outreach, answers={**outreach.answers, person: coming})
        case events.InvitationsSent(invited=invited, answered=answered):
            return replace(outreach, invited=invited, answered=answered)
        case events.CheckedIn(person):
            return replace(outreach, present=(*outreach.present, person))
        case events.OutreachHeld(people=people):
            return replace(outreach, status="held", present=people)
        case events.OutreachCancelled():
            return replace(outreach, status="cancelled")
        case events.OutreachStruck():
            return replace(outreach, status="struck")
        case _:
            assert_never(event)


OUTREACH: Decider[OutreachCommand, OutreachEvent, Outreach] = Decider(
    "outreach",
    (
        events.OutreachPlanned, events.InvitationsSent, events.PeopleInvited,
        events.InvitationAnswered, events.CheckedIn, events.OutreachHeld,
        events.OutreachCancelled, events.OutreachStruck,
    ),
    Outreach(),
    decide,
    evolve,
)  # fmt: skip
