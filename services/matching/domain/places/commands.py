"""What may be asked of a mentor's places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shared.domain.ids import ProgrammeId, TenantId


@dataclass(frozen=True, slots=True)
class SetCapacity:
    home: TenantId
    capacity: int
    until: date


@dataclass(frozen=True, slots=True)
class Close:
    reason: str


@dataclass(frozen=True, slots=True)
class Permit:
    school: TenantId
    forms: tuple[str, ...]
    places: int
    until: date


@dataclass(frozen=True, slots=True)
class EndPermission:
    school: TenantId
    reason: str


@dataclass(frozen=True, slots=True)
class Reserve:
    """``claim`` is the pairing's id. ``expires`` follows ``now``: a repetition may differ in it."""

    VOLATILE = frozenset({"expires"})
    claim: str
    school: TenantId
    programme: ProgrammeId
    form: str
    places: int
    now: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Confirm:
    """Turns a live reservation into a place; without one it takes a free place. ``under`` is the
    attempt of the order that confirms, so that only it is undone when the attempt fails."""

    claim: str
    school: TenantId
    programme: ProgrammeId
    form: str
    places: int
    under: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """With ``under`` only a claim confirmed in that attempt."""

    claim: str
    reason: str
    under: str | None = None


PlacesCommand = SetCapacity | Close | Permit | EndPermission | Reserve | Confirm | Release
