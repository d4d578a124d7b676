"""What a municipal round brought one school."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import ProgrammeId


@dataclass(frozen=True, slots=True)
class ShareReceived:
    """``run`` is the school's own proposal; the numbers are the school's own and whole.
    ``unheld`` counts pairs that the school had fixed and for which no place fell to it."""

    round: str
    attempt: int
    year: str
    programme: ProgrammeId
    run: str
    requests: int
    guaranteed: int
    served: int
    unheld: int = 0


ShareEvent = ShareReceived
EVENTS: tuple[type, ...] = (ShareReceived,)
