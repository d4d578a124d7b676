"""Facts about organisations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.domain.ids import TenantId

Kind = Literal["municipality", "school", "company"]


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


@dataclass(frozen=True, slots=True)
class DenominatorsCounted:
    """Head counts of a year, by name: ``pupils_10_19``, ``pupils_15_19``, ``young_teachers``…"""

    organisation: TenantId
    year: str
    counts: tuple[tuple[str, int], ...]
    counted_on: date


OrganisationEvent = OrganisationRegistered | OrganisationEntered | DenominatorsCounted
