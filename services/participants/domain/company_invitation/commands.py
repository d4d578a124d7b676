"""What may be asked of a company's invitation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.domain.ids import TenantId, id_of_secret


@dataclass(frozen=True, slots=True)
class Invite:
    invitation: str
    name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Use:
    organisation: TenantId
    now: datetime


@dataclass(frozen=True, slots=True)
class Revoke:
    pass


CompanyInvitationCommand = Invite | Use | Revoke


def invitation_id(token: str) -> str:
    return id_of_secret("company_invitation", token)
