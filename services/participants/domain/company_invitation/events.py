"""Facts about invitations of companies; the token is never stored, the id is made of its hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.domain.ids import TenantId


@dataclass(frozen=True, slots=True)
class CompanyInvited:
    """``name`` is the company's as the inviter knows it."""

    invitation: str
    name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class InvitationUsed:
    invitation: str
    organisation: TenantId


@dataclass(frozen=True, slots=True)
class InvitationRevoked:
    invitation: str


CompanyInvitationEvent = CompanyInvited | InvitationUsed | InvitationRevoked
