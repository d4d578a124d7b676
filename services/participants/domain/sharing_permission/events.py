"""Facts about a permission, in the mentor's home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.participants.domain.features import CHOSEN_AT_FIRST
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
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class SharingPermitted:
    """``fields`` are those of the features that the school may know, beside the few that matching
    cannot do without; ``hours`` in a month, ``None`` where the mentor set no bound."""

    mentor: PersonId
    school: TenantId
    request: str
    card: PersonId
    forms: tuple[str, ...]
    places: int
    until: date
    fields: tuple[str, ...] = CHOSEN_AT_FIRST
    hours: int | None = None


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
