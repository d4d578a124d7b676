"""Facts about organisations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from shared.domain.ids import TenantId
from shared.domain.personal import About, Personal
from shared.domain.purposes import DOCUMENT, REGISTER

Kind = Literal["municipality", "school", "company"]
Standing = Literal["applied", "verified", "refused", "left"]


@dataclass(frozen=True, slots=True)
class OrganisationRegistered:
    """Stands in the municipality's tenant."""

    organisation: TenantId
    kind: Kind
    municipality: TenantId
    name: str


@dataclass(frozen=True, slots=True)
class OrganisationEntered:
    """Stands in the organisation's own tenant: it knows itself and its municipality."""

    organisation: TenantId
    kind: Kind
    municipality: TenantId
    name: str
    standing: Standing = "verified"


@dataclass(frozen=True, slots=True)
class CompanyApplied:
    """Stands in the municipality's tenant. ``contact`` is who speaks for the company."""

    organisation: TenantId
    municipality: TenantId
    name: str
    inn: str
    invited_by: TenantId
    contact: Annotated[Personal, About("organisation", purpose=REGISTER)]


@dataclass(frozen=True, slots=True)
class StandingChanged:
    """In the municipality's tenant first, then in the company's own."""

    organisation: TenantId
    standing: Standing
    reason: Annotated[Personal, About("organisation", purpose=DOCUMENT)]
    on: date


@dataclass(frozen=True, slots=True)
class DenominatorsCounted:
    """Head counts of a year, by name: ``pupils_10_19``, ``pupils_15_19``, ``young_teachers``…"""

    organisation: TenantId
    year: str
    counts: tuple[tuple[str, int], ...]
    counted_on: date


OrganisationEvent = (
    OrganisationRegistered
    | OrganisationEntered
    | CompanyApplied
    | StandingChanged
    | DenominatorsCounted
)
