"""Staff of an organisation: roles with terms, and work that is handed over."""

from __future__ import annotations

from datetime import date

from services.participants.application.people import existing_person
from services.participants.application.registering import register_person
from services.participants.domain.organisation.decider import ORGANISATION
from services.participants.domain.staff_member import commands
from services.participants.domain.staff_member.decider import STAFF_MEMBER
from services.participants.domain.staff_member.events import StaffRole
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId, derived_id
from shared.eventstore.handler import Outcome
from shared.service import Service
from shared.tenancy.scope import Scope


def give_role(
    service: Service,
    scope: Scope,
    person: PersonId,
    *,
    role: StaffRole,
    starts: date,
    until: date | None,
    key: str,
) -> Outcome:
    existing_person(service, scope, person)
    own = service.handler.state(scope, ORGANISATION, scope.tenant).state
    if own.id is None:
        raise NotFound("the organisation is not registered")
    command = commands.GiveRole(person, role, own.kind, starts, until)
    return service.handler.handle(scope, STAFF_MEMBER, person, command, key=key)


def appoint(
    service: Service,
    scope: Scope,
    *,
    name: str,
    contact: str,
    role: StaffRole,
    starts: date,
    until: date | None,
    key: str,
) -> Outcome:
    """Somebody new: entered in the register and given the role; asked again, the same person."""
    person = PersonId(derived_id("staff", scope.tenant, scope.actor, key))
    register_person(service, scope, person, name=name, birth_date=None, contact=contact, key=key)
    return give_role(service, scope, person, role=role, starts=starts, until=until, key=key)


def hand_over(
    service: Service,
    scope: Scope,
    person: PersonId,
    *,
    to: PersonId,
    role: StaffRole,
    on: date,
    key: str,
    expected: int | None = None,
) -> Outcome:
    """To a member of staff of the same organisation, today or on a day to come."""
    existing_person(service, scope, to)
    service.handler.existing(scope, STAFF_MEMBER, to)
    command = commands.PlanHandOver(to, role, on, service.clock.today())
    return service.handler.handle(scope, STAFF_MEMBER, person, command, key=key, expected=expected)
