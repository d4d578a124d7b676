"""Facts about an erasure: ids, dates and codes only, for they stay when the person is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.domain.erasing import Kept
from shared.domain.ids import PersonId, TenantId

AskedBy = Literal["self", "guardian", "coordinator"]
DeclineReason = Literal["taken_back", "not_identified"]


@dataclass(frozen=True, slots=True)
class Place:
    """One service of one tenant, and under which id it knows the person: a card's at another
    school, an entry's in the municipality's catalogue."""

    tenant: TenantId
    service: str
    subject: str


@dataclass(frozen=True, slots=True)
class ErasureRequested:
    """``due`` is the last day on which it must be done."""

    person: PersonId
    by: AskedBy
    on: date
    due: date


@dataclass(frozen=True, slots=True)
class ErasureDeclined:
    person: PersonId
    reason: DeclineReason


@dataclass(frozen=True, slots=True)
class ErasureBegun:
    """The person is erased from the register; every one of ``places`` has to confirm."""

    person: PersonId
    on: date
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class PlaceErased:
    """The keys are destroyed there; ``kept`` is what that service must keep all the same."""

    person: PersonId
    place: Place
    on: date
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class ErasureCompleted:
    """All have confirmed."""

    person: PersonId
    on: date


@dataclass(frozen=True, slots=True)
class CertificateSigned:
    """``content`` is what was signed, as canonical JSON; ``key`` is the fingerprint of the key."""

    person: PersonId
    code: str
    content: str
    signature: str
    key: str


ErasureEvent = (
    ErasureRequested
    | ErasureDeclined
    | ErasureBegun
    | PlaceErased
    | ErasureCompleted
    | CertificateSigned
)
