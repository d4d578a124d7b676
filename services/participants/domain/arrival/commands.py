"""What may be asked of an arrival."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import PersonId, TenantId, derived_id
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Offer:
    transfer: str
    home: TenantId
    person: PersonId
    guardian: PersonId
    name: Personal
    birth_date: Personal
    group: Personal | None
    contact: Personal | None
    guardian_name: Personal | None
    guardian_contact: Personal | None
    request: Personal | None


@dataclass(frozen=True, slots=True)
class Accept:
    today: date


@dataclass(frozen=True, slots=True)
class Decline:
    pass


@dataclass(frozen=True, slots=True)
class Withdraw:
    pass


ArrivalCommand = Offer | Accept | Decline | Withdraw


def arriving_id(transfer: str, who: str) -> PersonId:
    """The person at the new school: another id than at the old one."""
    return PersonId(derived_id("arrival", transfer, who))
