"""What may be asked of a mentee's place in the base."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from services.participants.domain.mentee.events import Priority
from shared.domain.ids import PersonId, derived_id
from shared.domain.personal import Personal

ReturnReason = Literal["incomplete", "not_mentoring", "duplicate", "other"]
WithdrawReason = Literal["own_wish", "left_school", "consent_ended", "erased", "other"]


@dataclass(frozen=True, slots=True)
class Request:
    person: PersonId
    year: str
    response: str


@dataclass(frozen=True, slots=True)
class Admit:
    features: Personal


@dataclass(frozen=True, slots=True)
class Return:
    reason: ReturnReason
    note: Personal | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    reason: WithdrawReason


@dataclass(frozen=True, slots=True)
class SetPriority:
    priority: Priority
    note: Personal


@dataclass(frozen=True, slots=True)
class LeavePriorityToRules:
    pass


MenteeCommand = Request | Admit | Return | Withdraw | SetPriority | LeavePriorityToRules


def mentee_id(person: PersonId, year: str) -> str:
    return derived_id("mentee", person, year)
