"""What happened to the places of a mentor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shared.domain.ids import ProgrammeId, TenantId


@dataclass(frozen=True, slots=True)
class CapacitySet:
    """``home`` is the tenant whose own programmes need no permission."""

    home: TenantId
    capacity: int
    until: date


@dataclass(frozen=True, slots=True)
class PlacesClosed:
    """No new claims; those there stay until they are released."""

    reason: str


@dataclass(frozen=True, slots=True)
class SchoolPermitted:
    school: TenantId
    forms: tuple[str, ...]
    places: int
    until: date


@dataclass(frozen=True, slots=True)
class PermissionEnded:
    school: TenantId
    reason: str


@dataclass(frozen=True, slots=True)
class PlaceReserved:
    claim: str
    school: TenantId
    programme: ProgrammeId
    form: str
    places: int
    expires: datetime


@dataclass(frozen=True, slots=True)
class PlaceConfirmed:
    claim: str
    school: TenantId
    programme: ProgrammeId
    form: str
    places: int
    under: str


@dataclass(frozen=True, slots=True)
class PlaceReleased:
    claim: str
    school: TenantId
    reason: str


PlacesEvent = (
    CapacitySet | PlacesClosed | SchoolPermitted | PermissionEnded | PlaceReserved | PlaceConfirmed
    | PlaceReleased
)  # fmt: skip
EVENTS: tuple[type, ...] = (
    CapacitySet, PlacesClosed, SchoolPermitted, PermissionEnded, PlaceReserved, PlaceConfirmed,
    PlaceReleased,
)  # fmt: skip
