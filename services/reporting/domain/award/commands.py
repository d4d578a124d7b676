"""What may be asked of an award."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Nominate:
    """``title`` is the award's, such as “Mentor of the year”; it names nobody."""

    award: str
    year: str
    mentor: PersonId
    title: str
    reason: Personal


@dataclass(frozen=True, slots=True)
class Decide:
    chosen: bool
    protocol: Personal


@dataclass(frozen=True, slots=True)
class Give:
    on: date


@dataclass(frozen=True, slots=True)
class Revoke:
    pass


AwardCommand = Nominate | Decide | Give | Revoke
