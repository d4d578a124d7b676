"""An outcome is entered once the pair is closed; entering it anew corrects it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.participants.domain.pairing_outcome.commands import Record
from services.participants.domain.pairing_outcome.events import OutcomeRecorded, Result
from shared.domain.decider import Decider
from shared.domain.errors import Refused


@dataclass(frozen=True, slots=True)
class PairingOutcome:
    result: Result | None = None


def decide(command: Record, outcome: PairingOutcome) -> Sequence[OutcomeRecorded]:
    if not command.closed:
        raise Refused("the pair has not been closed yet")
    return [
        OutcomeRecorded(command.pairing, command.year, command.result, command.people, command.note)
    ]


def evolve(outcome: PairingOutcome, event: OutcomeRecorded) -> PairingOutcome:
    return PairingOutcome(event.result)


PAIRING_OUTCOME: Decider[Record, OutcomeRecorded, PairingOutcome] = Decider(
    "pairing_outcome", (OutcomeRecorded,), PairingOutcome(), decide, evolve
)
