"""What may be asked of a person's taking part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.domain.ids import PairingId, PersonId, ProgrammeId


@dataclass(frozen=True, slots=True)
class Join:
    """In one transaction with the proposal of the pairing."""

    person: PersonId
    pairing: PairingId
    programme: ProgrammeId
    side: Literal["mentor", "mentee"]


@dataclass(frozen=True, slots=True)
class Leave:
    pairing: PairingId


@dataclass(frozen=True, slots=True)
class Stop:
    person: PersonId
    reason: str


@dataclass(frozen=True, slots=True)
class Restore:
    """Nothing happens unless one of ``reasons`` had stopped the person."""

    person: PersonId
    reasons: tuple[str, ...]


EnrolmentCommand = Join | Leave | Stop | Restore
