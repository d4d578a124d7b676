"""What a municipal round brought one school."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import ProgrammeId


@dataclass(frozen=True, slots=True)
class ShareReceived:
    """``run`` is the school's own proposal; the numbers are the school's own and whole."""

    round: str
    attempt: int
    year: str
    programme: ProgrammeId
    run: str
    requests: int
    guaranteed: int
    served: int


ShareEvent = ShareReceived
EVENTS: tuple[type, ...] = (ShareReceived,)
