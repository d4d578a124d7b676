"""What happened to a person's taking part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.domain.ids import PairingId, PersonId, ProgrammeId


@dataclass(frozen=True, slots=True)
class PairingJoined:
    person: PersonId
    pairing: PairingId
    programme: ProgrammeId
    side: Literal["mentor", "mentee"]


@dataclass(frozen=True, slots=True)
class PairingLeft:
    """The pairing was dropped or ended."""

    pairing: PairingId


@dataclass(frozen=True, slots=True)
class ParticipationStopped:
    """Pairs of the person are suspended, drafts lose them; ``reason`` is a code."""

    person: PersonId
    reason: str


@dataclass(frozen=True, slots=True)
class ParticipationRestored:
    """The person may be matched again; suspended pairs wait for the coordinator."""

    person: PersonId
    reasons: tuple[str, ...]


EnrolmentEvent = PairingJoined | PairingLeft | ParticipationStopped | ParticipationRestored
EVENTS: tuple[type, ...] = (
    PairingJoined, PairingLeft, ParticipationStopped, ParticipationRestored,
)  # fmt: skip
