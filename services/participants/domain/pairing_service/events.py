"""Facts about a pairing's meetings, in the school; they name the mentor and nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import PairingId, PersonId, TenantId


@dataclass(frozen=True, slots=True)
class MentorServes:
    pairing: PairingId
    home: TenantId
    home_person: PersonId


@dataclass(frozen=True, slots=True)
class MeetingCounted:
    pairing: PairingId
    meeting: str
    minutes: int


@dataclass(frozen=True, slots=True)
class MeetingUncounted:
    pairing: PairingId
    meeting: str


PairingServiceEvent = MentorServes | MeetingCounted | MeetingUncounted
