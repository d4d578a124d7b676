"""What may be asked of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.participants.domain.organisation.events import Kind, Standing
from shared.domain.ids import TenantId, derived_id
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Register:
    organisation: TenantId
    kind: Kind
    municipality: TenantId
    name: str


@dataclass(frozen=True, slots=True)
class Enter:
    organisation: TenantId
    kind: Kind
    municipality: TenantId
    name: str
    standing: Standing = "verified"


@dataclass(frozen=True, slots=True)
class Apply:
    organisation: TenantId
    municipality: TenantId
    name: str
    inn: str
    invited_by: TenantId
    contact: Personal


@dataclass(frozen=True, slots=True)
class ChangeStanding:
    standing: Standing
    reason: Personal
    today: date


@dataclass(frozen=True, slots=True)
class CountDenominators:
    year: str
    counts: tuple[tuple[str, int], ...]
    counted_on: date


OrganisationCommand = Register | Enter | Apply | ChangeStanding | CountDenominators


def company_id(municipality: TenantId, inn: str) -> TenantId:
    """One company a municipality for each INN, however often it applies."""
    return TenantId(derived_id("company", municipality, inn))
