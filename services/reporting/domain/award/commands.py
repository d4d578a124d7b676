"""What may be asked of an award."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Nominate:
    """``title`` is the award's, such as “Mentor of the year”; people write names into it."""

    award: str
    year: str
    mentor: PersonId
    title: Personal
    reason: Personal


@dataclass(frozen=True, slots=True)
class Decide:
    """``VOLATILE``: the rank is looked up by the edge."""

    VOLATILE = frozenset({"rank"})
    chosen: bool
    protocol: Personal
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Give:
    on: date


@dataclass(frozen=True, slots=True)
class Revoke:
    pass


AwardCommand = Nominate | Decide | Give | Revoke
