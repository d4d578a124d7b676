"""A share is received, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import ProgrammeId


@dataclass(frozen=True, slots=True)
class Receive:
    VOLATILE = frozenset({"requests", "guaranteed", "served", "unheld"})
    round: str
    attempt: int
    year: str
    programme: ProgrammeId
    run: str
    requests: int
    guaranteed: int
    served: int
    unheld: int = 0


ShareCommand = Receive
