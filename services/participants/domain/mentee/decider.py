"""A request becomes a place in the base when the coordinator admits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from services.participants.domain.mentee import commands, events
from services.participants.domain.mentee.commands import MenteeCommand
from services.participants.domain.mentee.events import MenteeEvent
from shared.domain.decider import Decider
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PersonId

Status = Literal["unknown", "requested", "admitted", "returned", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Mentee:
    person: PersonId | None = None
    year: str = ""
    status: Status = "unknown"
    response: str = ""
    priority_set: bool = False


def decide(command: MenteeCommand, mentee: Mentee) -> Sequence[MenteeEvent]:
    if isinstance(command, commands.Request):
        if mentee.status in ("requested", "admitted"):
            return []
        return [events.MentoringRequested(command.person, command.year, command.response)]
    if mentee.person is None:
        raise NotFound("nobody asked for mentoring here")
    match command:
        case commands.Admit(features):
            if mentee.status in ("returned", "withdrawn"):
                raise Refused("the request was returned or withdrawn; it has to be made again")
            return [events.MenteeAdmitted(mentee.person, mentee.year, features)]
        case commands.Return():
            return _return(command, mentee, mentee.person)
        case commands.Withdraw(reason):
            withdrawn = events.MenteeWithdrawn(mentee.person, mentee.year, reason)
            return [] if mentee.status == "withdrawn" else [withdrawn]
        case commands.SetPriority():
            return _set_priority(command, mentee, mentee.person)
        case commands.LeavePriorityToRules():
            left = events.PriorityLeftToRules(mentee.person, mentee.year)
            return [left] if mentee.priority_set else []
        case _:
            assert_never(command)


def _set_priority(
    command: commands.SetPriority, mentee: Mentee, person: PersonId
) -> Sequence[MenteeEvent]:
    if mentee.status not in ("requested", "admitted"):
        raise Refused("only a request that waits or was admitted has a priority")
    return [events.PrioritySet(person, mentee.year, command.priority, command.note)]


def _return(command: commands.Return, mentee: Mentee, person: PersonId) -> Sequence[MenteeEvent]:
    if mentee.status == "withdrawn":
        raise Refused("the request was withdrawn")
    if mentee.status == "returned":
        return []
    return [events.MenteeReturned(person, mentee.year, command.reason, command.note)]


def evolve(mentee: Mentee, event: MenteeEvent) -> Mentee:
    match event:
        case events.MentoringRequested(person, year, response):
            return Mentee(person, year, "requested", response)
        case events.MenteeAdmitted():
            return replace(mentee, status="admitted")
        case events.MenteeReturned():
            return replace(mentee, status="returned")
        case events.MenteeWithdrawn():
            return replace(mentee, status="withdrawn")
        case events.PrioritySet():
            return replace(mentee, priority_set=True)
        case events.PriorityLeftToRules():
            return replace(mentee, priority_set=False)
        case _:
            assert_never(event)


MENTEE: Decider[MenteeCommand, MenteeEvent, Mentee] = Decider(
    "mentee",
    (
        events.MentoringRequested,
        events.MenteeAdmitted,
        events.MenteeReturned,
        events.MenteeWithdrawn,
        events.PrioritySet,
        events.PriorityLeftToRules,
    ),
    Mentee(),
    decide,
    evolve,
)
