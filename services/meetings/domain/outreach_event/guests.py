"""Who is invited, who answered and who has come: decisions about the guests of a gathering."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from services.meetings.domain.outreach_event import commands, events
from services.meetings.domain.outreach_event.commands import DoorCommand, GuestCommand
from services.meetings.domain.outreach_event.events import OutreachEvent
from services.meetings.domain.outreach_event.state import Outreach
from shared.domain.errors import NotFound, Refused


def decide_guests(command: GuestCommand, outreach: Outreach) -> Sequence[OutreachEvent]:
    match command:
        case commands.InvitePeople():
            return _invite_people(command, outreach)
        case commands.Answer():
            return _answer(command, outreach)
        case commands.CountAudience():
            return _count(command, outreach)
        case commands.NameGuest():
            return _name(command, outreach)
        case commands.ForgetGuest(guest):
            if guest not in outreach.named:
                raise NotFound("there is no such guest")
            return [] if guest in outreach.forgotten else [events.GuestForgotten(guest)]
        case _:
            assert_never(command)


def _invite_people(command: commands.InvitePeople, outreach: Outreach) -> Sequence[OutreachEvent]:
    """Whoever is invited already is not invited again."""
    outreach.require_planned()
    outreach.require_ahead(command.today)
    fresh = tuple(p for p in dict.fromkeys(command.people) if p not in outreach.guests)
    if not fresh:
        return []
    return [events.PeopleInvited(command.audience, fresh), _sent(outreach, len(fresh), 0)]


def _answer(command: commands.Answer, outreach: Outreach) -> Sequence[OutreachEvent]:
    """May be changed until the day itself."""
    if command.person not in outreach.guests or command.person in outreach.forgotten:
        raise NotFound("this person is not invited")
    outreach.require_planned()
    outreach.require_ahead(command.today)
    before = outreach.answers.get(command.person)
    if before == command.coming:
        return []
    said = events.InvitationAnswered(command.person, command.coming)
    return [said] if before is not None else [said, _sent(outreach, 0, 1)]


def _count(command: commands.CountAudience, outreach: Outreach) -> Sequence[OutreachEvent]:
    """The last count of an audience replaces the one before."""
    outreach.require_planned()
    if command.answered > command.invited:
        raise Refused("more answers than invitations", code="more-answers")
    invited, answered = outreach.counted.get(command.audience, (0, 0))
    if (invited, answered) == (command.invited, command.answered):
        return []
    return [
        events.AudienceCounted(command.audience, command.invited, command.answered),
        _sent(outreach, command.invited - invited, command.answered - answered),
    ]


def _name(command: commands.NameGuest, outreach: Outreach) -> Sequence[OutreachEvent]:
    if not command.consented:
        raise Refused("a guest is named with their consent only", code="guest-consent")
    outreach.require_planned()
    outreach.require_ahead(command.today)
    if command.guest in outreach.guests:
        return []
    named = events.GuestNamed(command.guest, command.audience, command.name, command.address)
    return [named, _sent(outreach, 1, 0)]


def _sent(outreach: Outreach, invited: int, answered: int) -> events.InvitationsSent:
    """Head counts grow by so many; never below nothing, whatever was entered by hand before."""
    told = max(0, outreach.invited + invited)
    return events.InvitationsSent(
        outreach.item, outreach.year, told, min(told, max(0, outreach.answered + answered))
    )


def decide_arrivals(command: DoorCommand, outreach: Outreach) -> Sequence[OutreachEvent]:
    outreach.require_planned()
    match command:
        case commands.CheckIn(person, audience):
            if person in outreach.present:
                return []
            return [events.CheckedIn(person, outreach.guests.get(person, audience))]
        case commands.CheckOut(person):
            return [events.CheckInStruck(person)] if person in outreach.present else []
        case commands.CountArrivals(audience, by):
            if outreach.arrived.get(audience, 0) + by < 0:
                raise Refused("so many have not come", code="fewer-than-none")
            return [events.ArrivalsCounted(audience, by)] if by else []
        case _:
            assert_never(command)
