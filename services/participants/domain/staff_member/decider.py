"""A role is held for a term; past it, or before it, it is no role at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from services.participants.domain.organisation.events import Kind
from services.participants.domain.staff_member import commands, events
from services.participants.domain.staff_member.commands import StaffMemberCommand
from services.participants.domain.staff_member.events import (
    HandOverPlanned,
    StaffMemberEvent,
    StaffRole,
)
from shared.domain.decider import Decider
from shared.domain.errors import Invalid, NotFound, Refused
from shared.domain.ids import PersonId

ROLES_OF: Mapping[Kind, tuple[StaffRole, ...]] = {
    "municipality": ("municipal_admin",),
    "school": ("head", "coordinator", "psychologist", "social_worker", "teacher"),
    "company": ("company_coordinator",),
}


@dataclass(frozen=True, slots=True)
class Term:
    """``ended`` is the first day without the role, where it ended before its time."""

    starts: date
    until: date | None
    ended: date | None = None

    def lives_on(self, day: date) -> bool:
        begun = self.starts <= day and (self.until is None or day <= self.until)
        return begun and (self.ended is None or day < self.ended)

    def is_over(self, day: date) -> bool:
        past = self.until is not None and self.until < day
        return past or (self.ended is not None and self.ended <= day)


@dataclass(frozen=True, slots=True)
class StaffMember:
    person: PersonId | None = None
    terms: Mapping[StaffRole, Term] = field(default_factory=dict)
    planned: Mapping[StaffRole, HandOverPlanned] = field(default_factory=dict)

    def roles_on(self, day: date) -> list[StaffRole]:
        return sorted(role for role, term in self.terms.items() if term.lives_on(day))


def decide(command: StaffMemberCommand, member: StaffMember) -> Sequence[StaffMemberEvent]:
    if isinstance(command, commands.GiveRole):
        return _give(command, member)
    if member.person is None:
        raise NotFound("there is no such member of staff")
    match command:
        case commands.EndRole(role, on):
            return _end(role, on, member, member.person)
        case commands.PlanHandOver():
            return _plan(command, member, member.person)
        case commands.CancelHandOver(role):
            planned = role in member.planned
            return [events.HandOverCancelled(member.person, role)] if planned else []
        case commands.HandOver(today):
            due = [plan for plan in member.planned.values() if plan.on <= today]
            return [event for plan in due for event in _handed_over(plan)]
        case _:
            assert_never(command)


def _give(command: commands.GiveRole, member: StaffMember) -> Sequence[StaffMemberEvent]:
    if command.role not in ROLES_OF[command.kind]:
        raise Invalid("this organisation has no such role", {"role": ["not of this organisation"]})
    if command.until is not None and command.until < command.starts:
        raise Invalid("a term does not end before it begins", {"until": ["not before the start"]})
    if member.terms.get(command.role) == Term(command.starts, command.until):
        return []
    return [events.RoleGiven(command.person, command.role, command.starts, command.until)]


def _end(
    role: StaffRole, on: date, member: StaffMember, person: PersonId
) -> Sequence[StaffMemberEvent]:
    term = member.terms.get(role)
    if term is None:
        raise NotFound("the person has no such role")
    if term.is_over(on):
        return []
    cancelled = [events.HandOverCancelled(person, role)] if role in member.planned else []
    return [*cancelled, events.RoleEnded(person, role, on)]


def _plan(
    command: commands.PlanHandOver, member: StaffMember, person: PersonId
) -> Sequence[StaffMemberEvent]:
    term = member.terms.get(command.role)
    if term is None or term.is_over(command.today):
        raise Refused("the person does not hold this role")
    if command.to == person:
        raise Invalid("work is handed to somebody else", {"to": ["somebody else"]})
    if command.on < command.today:
        raise Invalid("work is not handed over in the past", {"on": ["today or later"]})
    plan = events.HandOverPlanned(person, command.to, command.role, command.on)
    if member.planned.get(command.role) == plan:
        return []
    return [plan, *(_handed_over(plan) if command.on <= command.today else ())]


def _handed_over(plan: HandOverPlanned) -> Sequence[StaffMemberEvent]:
    return [
        events.WorkHandedOver(plan.person, plan.to, plan.role, plan.on),
        events.RoleEnded(plan.person, plan.role, plan.on),
    ]


def evolve(member: StaffMember, event: StaffMemberEvent) -> StaffMember:
    match event:
        case events.RoleGiven(person, role, starts, until):
            terms = {**member.terms, role: Term(starts, until)}
            return replace(member, person=person, terms=terms)
        case events.RoleEnded(_, role, on):
            ended = replace(member.terms[role], ended=on)
            return replace(member, terms={**member.terms, role: ended})
        case events.HandOverPlanned(_, _, role):
            return replace(member, planned={**member.planned, role: event})
        case events.HandOverCancelled(_, role) | events.WorkHandedOver(_, _, role):
            left = {r: plan for r, plan in member.planned.items() if r != role}
            return replace(member, planned=left)
        case _:
            assert_never(event)


STAFF_MEMBER: Decider[StaffMemberCommand, StaffMemberEvent, StaffMember] = Decider(
    "staff_member",
    (
        events.RoleGiven,
        events.RoleEnded,
        events.HandOverPlanned,
        events.HandOverCancelled,
        events.WorkHandedOver,
    ),
    StaffMember(),
    decide,
    evolve,
)
