"""A person has one pseudonym for a programme, drawn at random."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.participants.domain.pseudonym.commands import Draw
from services.participants.domain.pseudonym.events import PseudonymDrawn
from shared.domain.decider import Decider
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Pseudonym:
    pseudonym: Personal | None = None


def decide(command: Draw, state: Pseudonym) -> Sequence[PseudonymDrawn]:
    if state.pseudonym is not None and not command.replace:
        return []
    return [PseudonymDrawn(command.person, command.programme, command.pseudonym)]


def evolve(state: Pseudonym, event: PseudonymDrawn) -> Pseudonym:
    return Pseudonym(event.pseudonym)


PSEUDONYM: Decider[Draw, PseudonymDrawn, Pseudonym] = Decider(
    "pseudonym", (PseudonymDrawn,), Pseudonym(), decide, evolve
)
