"""What happened to a municipal round. No person is named in any of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import ProgrammeId, TenantId


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """``number`` counts the rounds of the year; ``closes`` is the last day to join."""

    round: str
    year: str
    number: int
    closes: date


@dataclass(frozen=True, slots=True)
class SchoolJoined:
    school: TenantId
    programme: ProgrammeId
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchoolLeft:
    school: TenantId


@dataclass(frozen=True, slots=True)
class RoundStarted:
    """A worker computes it. ``attempt`` counts over all rounds of the year and comes once."""

    round: str
    year: str
    attempt: int


@dataclass(frozen=True, slots=True)
class RoundStopped:
    """Open again, nothing was delivered. ``reason`` is ``by_hand`` or why it cannot be computed."""

    round: str
    attempt: int
    reason: str


@dataclass(frozen=True, slots=True)
class SchoolNumbers:
    """``None`` hides a number: it, or what follows from it, would count one to four people."""

    school: TenantId
    requests: int | None
    served: int | None
    guaranteed: int | None
    places: int | None


@dataclass(frozen=True, slots=True)
class RoundDelivered:
    """Stored together with every school's proposal: all of them, or none."""

    round: str
    year: str
    attempt: int
    numbers: tuple[SchoolNumbers, ...]


@dataclass(frozen=True, slots=True)
class RoundCalledOff:
    round: str
    year: str


RoundEvent = (
    RoundOpened | SchoolJoined | SchoolLeft | RoundStarted | RoundStopped | RoundDelivered
    | RoundCalledOff
)  # fmt: skip
EVENTS: tuple[type, ...] = (
    RoundOpened, SchoolJoined, SchoolLeft, RoundStarted, RoundStopped, RoundDelivered,
    RoundCalledOff,
)  # fmt: skip
