"""What may be asked about a pairing's outcome."""

from __future__ import annotations

from dataclasses import dataclass

from services.participants.domain.pairing_outcome.events import Result
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Record:
    """``closed`` says that the pair's closing meeting was held."""

    pairing: PairingId
    year: str
    result: Result
    people: tuple[PersonId, ...]
    note: Personal
    closed: bool


PairingOutcomeCommand = Record
