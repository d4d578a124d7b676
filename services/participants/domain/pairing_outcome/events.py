"""Facts about outcomes entered in the bases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import About, Personal

Result = Literal["reached", "partly", "not_reached"]


@dataclass(frozen=True, slots=True)
class OutcomeRecorded:
    """``people`` are the mentor, first, and the mentees; the note falls with any of them."""

    pairing: PairingId
    year: str
    result: Result
    people: tuple[PersonId, ...]
    note: Annotated[Personal, About("people", purpose="participation")]


PairingOutcomeEvent = OutcomeRecorded
