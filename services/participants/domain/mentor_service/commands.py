"""What may be told to a mentor's home."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import PairingId, PersonId, TenantId, derived_id


@dataclass(frozen=True, slots=True)
class TellHours:
    person: PersonId
    school: TenantId
    source: str
    meetings: int
    minutes: int


@dataclass(frozen=True, slots=True)
class TellAward:
    person: PersonId
    school: TenantId
    award: str
    year: str


@dataclass(frozen=True, slots=True)
class TakeAwardBack:
    """``known_only`` where nothing may be told any more: only what was told before is corrected."""

    person: PersonId
    school: TenantId
    award: str
    year: str
    known_only: bool


MentorServiceCommand = TellHours | TellAward | TakeAwardBack


def source_of(school: TenantId, pairing: PairingId) -> str:
    return derived_id("service", school, pairing)
