"""What may be asked of a municipal round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.matching.domain.round.events import SchoolNumbers
from shared.domain.ids import ProgrammeId, TenantId


@dataclass(frozen=True, slots=True)
class Open:
    round: str
    year: str
    closes: date
    today: date


@dataclass(frozen=True, slots=True)
class Join:
    school: TenantId
    programme: ProgrammeId
    forms: tuple[str, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Leave:
    school: TenantId


@dataclass(frozen=True, slots=True)
class Start:
    pass


@dataclass(frozen=True, slots=True)
class Stop:
    """By hand without ``attempt``; the worker stops the one that it works on."""

    reason: str = "by_hand"
    attempt: int | None = None


@dataclass(frozen=True, slots=True)
class Deliver:
    VOLATILE = frozenset({"numbers"})
    attempt: int
    numbers: tuple[SchoolNumbers, ...]


@dataclass(frozen=True, slots=True)
class CallOff:
    pass


RoundCommand = Open | Join | Leave | Start | Stop | Deliver | CallOff
