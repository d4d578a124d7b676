"""What may be asked of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.participants.domain.organisation.events import Kind
from shared.domain.ids import TenantId


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


@dataclass(frozen=True, slots=True)
class CountDenominators:
    year: str
    counts: tuple[tuple[str, int], ...]
    counted_on: date


OrganisationCommand = Register | Enter | CountDenominators
