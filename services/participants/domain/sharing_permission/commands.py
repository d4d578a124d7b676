"""What may be asked of a permission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import PersonId, TenantId, derived_id


@dataclass(frozen=True, slots=True)
class Request:
    mentor: PersonId
    school: TenantId
    request: str
    forms: tuple[str, ...]
    places: int
    until: date


@dataclass(frozen=True, slots=True)
class Permit:
    """Answers a request or, without one, is a standing permission. ``home`` is the mentor's."""

    mentor: PersonId
    school: TenantId
    home: TenantId
    forms: tuple[str, ...]
    places: int
    until: date
    today: date


@dataclass(frozen=True, slots=True)
class Refuse:
    pass


@dataclass(frozen=True, slots=True)
class Revoke:
    pass


@dataclass(frozen=True, slots=True)
class Expire:
    today: date


@dataclass(frozen=True, slots=True)
class Erase:
    pass


SharingPermissionCommand = Request | Permit | Refuse | Revoke | Expire | Erase


def permission_id(mentor: PersonId, school: TenantId) -> str:
    return derived_id("sharing_permission", mentor, school)


def card_id(home: TenantId, mentor: PersonId, school: TenantId) -> PersonId:
    """The mentor's id at the other school; it tells that school nothing of the one at home."""
    return PersonId(derived_id("mentor_card", home, mentor, school))
