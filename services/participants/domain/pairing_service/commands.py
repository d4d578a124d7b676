"""What may be asked of a pairing's count of meetings."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import PairingId, PersonId, TenantId


@dataclass(frozen=True, slots=True)
class NameMentor:
    pairing: PairingId
    home: TenantId
    home_person: PersonId


@dataclass(frozen=True, slots=True)
class CountMeeting:
    pairing: PairingId
    meeting: str
    minutes: int


@dataclass(frozen=True, slots=True)
class UncountMeeting:
    pairing: PairingId
    meeting: str


PairingServiceCommand = NameMentor | CountMeeting | UncountMeeting
