"""Facts about a permission, in the mentor's home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import PersonId, TenantId


@dataclass(frozen=True, slots=True)
class SharingRequested:
    """``request`` is the request's id at the asking school."""

    mentor: PersonId
    school: TenantId
    request: str
    forms: tuple[str, ...]
    places: int
    until: date


@dataclass(frozen=True, slots=True)
class SharingPermitted:
    mentor: PersonId
    school: TenantId
    request: str
    card: PersonId
    forms: tuple[str, ...]
    places: int
    until: date


@dataclass(frozen=True, slots=True)
class SharingRefused:
    mentor: PersonId
    school: TenantId
    request: str


@dataclass(frozen=True, slots=True)
class SharingRevoked:
    mentor: PersonId
    school: TenantId
    card: PersonId


@dataclass(frozen=True, slots=True)
class SharingExpired:
    mentor: PersonId
    school: TenantId
    card: PersonId


@dataclass(frozen=True, slots=True)
class SharingErased:
    mentor: PersonId
    school: TenantId
    card: PersonId


SharingPermissionEvent = (
    SharingRequested
    | SharingPermitted
    | SharingRefused
    | SharingRevoked
    | SharingExpired
    | SharingErased
)
