"""What may be asked of a permission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.participants.domain.features import CHOSEN
from services.participants.domain.sharing_limits.events import LimitsSet
from shared.domain.ids import PersonId, TenantId, derived_id


@dataclass(frozen=True, slots=True)
class Request:
    mentor: PersonId
    school: TenantId
    request: str
    forms: tuple[str, ...]
    places: int
    until: date
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Permit:
    """Answers a request or, without one, is a permission of the mentor's own accord. ``home`` is
    the mentor's, ``bounds`` are its limits, read when asked."""

    VOLATILE = frozenset({"bounds"})
    mentor: PersonId
    school: TenantId
    home: TenantId
    forms: tuple[str, ...]
    places: int
    until: date
    today: date
    fields: tuple[str, ...] = CHOSEN
    hours: int | None = None
    bounds: LimitsSet | None = None


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
