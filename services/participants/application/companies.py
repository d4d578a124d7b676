"""Companies: invited by link, applying, standing as the municipality decides, leaving."""

from __future__ import annotations

import secrets
from datetime import timedelta

from services.participants.application.sharing import municipality_of
from services.participants.domain.company_invitation import commands as invitations
from services.participants.domain.company_invitation.commands import invitation_id
from services.participants.domain.company_invitation.decider import COMPANY_INVITATION
from services.participants.domain.company_invitation.events import CompanyInvited
from services.participants.domain.organisation import commands
from services.participants.domain.organisation.commands import company_id
from services.participants.domain.organisation.decider import ORGANISATION
from services.participants.domain.organisation.events import Standing
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import TenantId
from shared.domain.personal import Personal
from shared.eventstore.handler import Outcome
from shared.service import Service
from shared.tenancy.scope import Scope


def invite(
    service: Service, scope: Scope, *, name: str, days: int, key: str
) -> tuple[Outcome, str]:
    """The invitation's record and its token, which nobody can read again."""
    municipality_of(service, scope)
    token = secrets.token_urlsafe(32)
    id = invitation_id(token)
    command = invitations.Invite(id, name, service.clock.now() + timedelta(days=days))
    return service.handler.handle(scope, COMPANY_INVITATION, id, command, key=key), token


def invitation_terms(service: Service, scope: Scope, token: str) -> tuple[CompanyInvited, bool]:
    """What the link invites to and whether it may still be used. Looking uses nothing up."""
    invitation = service.handler.state(scope, COMPANY_INVITATION, invitation_id(token)).state
    if invitation.terms is None:
        raise NotFound("there is no such link")
    return invitation.terms, invitation.open_at(service.clock.now())


def apply(
    service: Service, scope: Scope, token: str, *, name: str, inn: str, contact: str, key: str
) -> Outcome:
    """The application reaches the municipality first: a refusal leaves the link usable."""
    terms, usable = invitation_terms(service, scope, token)
    council = municipality_of(service, scope)
    company = company_id(council, inn)
    use = invitations.Use(company, service.clock.now())
    if not usable and not service.handler.carried_out(
        scope, COMPANY_INVITATION, terms.invitation, invitations.Use, key
    ):
        raise Refused("the invitation was used or has expired", code="link-closed")
    away = scope.crossing("company_application", to=council)
    command = commands.Apply(company, council, name, inn, scope.tenant, Personal.of(contact))
    outcome = service.handler.handle(away, ORGANISATION, company, command, key=key)
    service.handler.handle(scope, COMPANY_INVITATION, terms.invitation, use, key=key)
    return outcome


def change_standing(
    service: Service,
    council: Scope,
    company: TenantId,
    standing: Standing,
    *,
    reason: str,
    key: str,
    expected: int | None = None,
) -> Outcome:
    """Called in the municipality's scope; the company's own tenant follows by policy."""
    command = commands.ChangeStanding(standing, Personal.of(reason), service.clock.today())
    return service.handler.handle(
        council, ORGANISATION, company, command, key=key, expected=expected
    )


def leave(service: Service, scope: Scope, *, reason: str, key: str) -> Outcome:
    """The company itself says so; what it means follows from the municipality's record."""
    away = scope.crossing("company_application", to=municipality_of(service, scope))
    return change_standing(service, away, scope.tenant, "left", reason=reason, key=key)
