"""An invitation works once, until it expires or is taken back; looking never uses it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from services.participants.domain.company_invitation import commands, events
from services.participants.domain.company_invitation.commands import CompanyInvitationCommand
from services.participants.domain.company_invitation.events import (
    CompanyInvitationEvent,
    CompanyInvited,
)
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused


@dataclass(frozen=True, slots=True)
class CompanyInvitation:
    terms: CompanyInvited | None = None
    closed: bool = False

    def open_at(self, now: datetime) -> bool:
        return self.terms is not None and not self.closed and now < self.terms.expires_at


def decide(
    command: CompanyInvitationCommand, invitation: CompanyInvitation
) -> Sequence[CompanyInvitationEvent]:
    if isinstance(command, commands.Invite):
        return _invite(command, invitation)
    if invitation.terms is None:
        raise NotFound("there is no such invitation")
    id = invitation.terms.invitation
    match command:
        case commands.Use(organisation, now):
            if not invitation.open_at(now):
                raise Refused("the invitation was used or has expired", code="link-closed")
            return [events.InvitationUsed(id, organisation)]
        case commands.Revoke():
            return [] if invitation.closed else [events.InvitationRevoked(id)]
        case _:
            assert_never(command)


def _invite(
    command: commands.Invite, invitation: CompanyInvitation
) -> Sequence[CompanyInvitationEvent]:
    if invitation.terms is not None:
        raise AlreadyExists("the company was invited already")
    if not command.name.strip():
        raise Invalid("a company has a name", {"name": ["missing"]})
    return [CompanyInvited(command.invitation, command.name, command.expires_at)]


def evolve(invitation: CompanyInvitation, event: CompanyInvitationEvent) -> CompanyInvitation:
    match event:
        case events.CompanyInvited():
            return CompanyInvitation(event)
        case events.InvitationUsed() | events.InvitationRevoked():
            return replace(invitation, closed=True)
        case _:
            assert_never(event)


COMPANY_INVITATION: Decider[CompanyInvitationCommand, CompanyInvitationEvent, CompanyInvitation] = (
    Decider(
        "company_invitation",
        (events.CompanyInvited, events.InvitationUsed, events.InvitationRevoked),
        CompanyInvitation(),
        decide,
        evolve,
    )
)
