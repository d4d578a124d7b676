"""Invitations of companies, as the inviter sees them."""

from __future__ import annotations

from typing import Any

from services.participants.domain.company_invitation import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class CompanyInvitations(Projection):
    name = "company_invitations"
    indexes = (("status", "id"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.CompanyInvited(invitation, name, expires_at):
                view.put(invitation, {"name": name, "expires_at": expires_at, "status": "asked"})
            case events.InvitationUsed(invitation, organisation):
                view.merge(invitation, status="used", organisation=organisation)
            case events.InvitationRevoked(invitation):
                view.merge(invitation, status="revoked")
