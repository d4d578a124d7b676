"""Facts about a time offered for an interview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal
from shared.domain.purposes import REGISTER


@dataclass(frozen=True, slots=True)
class SlotOffered:
    """``place`` is a room or the address of a call, or empty."""

    slot: str
    year: str
    starts: datetime
    minutes: int
    psychologist: bool
    place: Annotated[Personal, About("slot", purpose=REGISTER)]


@dataclass(frozen=True, slots=True)
class SlotBooked:
    slot: str
    year: str
    person: PersonId


@dataclass(frozen=True, slots=True)
class SlotFreed:
    slot: str
    year: str
    person: PersonId


@dataclass(frozen=True, slots=True)
class SlotWithdrawn:
    slot: str
    year: str


InterviewSlotEvent = SlotOffered | SlotBooked | SlotFreed | SlotWithdrawn
