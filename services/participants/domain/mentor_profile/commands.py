"""What may be asked of a mentor's profile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.participants.domain.mentor_profile.events import Kind, UnlistReason
from shared.domain.ids import PersonId
from shared.domain.personal import Personal

LeaveReason = Literal["own_wish", "left_organisation", "conduct", "erased", "other"]


@dataclass(frozen=True, slots=True)
class Register:
    person: PersonId
    kind: Kind
    capacity: int


@dataclass(frozen=True, slots=True)
class RecordCheck:
    valid_until: date
    reference: str
    today: date


@dataclass(frozen=True, slots=True)
class ListInBase:
    year: str
    until: date
    features: Personal
    today: date


@dataclass(frozen=True, slots=True)
class Unlist:
    """Out of the base of every year."""

    reason: UnlistReason


@dataclass(frozen=True, slots=True)
class ChangeCapacity:
    capacity: int


@dataclass(frozen=True, slots=True)
class Pause:
    until: date
    today: date


@dataclass(frozen=True, slots=True)
class Resume:
    pass


@dataclass(frozen=True, slots=True)
class Leave:
    reason: LeaveReason


MentorProfileCommand = (
    Register | RecordCheck | ListInBase | Unlist | ChangeCapacity | Pause | Resume | Leave
)
