"""What may be asked of a person's taking part."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Stop:
    person: PersonId
    reason: str


@dataclass(frozen=True, slots=True)
class Restore:
    person: PersonId


EnrolmentCommand = Stop | Restore
