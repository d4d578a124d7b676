"""Facts about a school's own requests for other schools' mentors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.domain.ids import PersonId

Answer = Literal["permitted", "refused", "ended"]


@dataclass(frozen=True, slots=True)
class SharingAsked:
    """``entry`` is the catalogue's anonymous entry: the school does not know whom it asks."""

    entry: str
    forms: tuple[str, ...]
    places: int
    until: date
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class SharingAnswered:
    answer: Answer
    card: PersonId | None


SharingRequestEvent = SharingAsked | SharingAnswered
