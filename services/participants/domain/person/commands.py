"""What may be asked of a person's record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.participants.domain.person.events import Role
from shared.domain.ids import PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Register:
    person: PersonId
    name: Personal
    birth_date: Personal
    contact: Personal


@dataclass(frozen=True, slots=True)
class Correct:
    name: Personal
    birth_date: Personal
    contact: Personal


@dataclass(frozen=True, slots=True)
class EnterAsCandidate:
    role: Role
    year: str
    minor: bool
    group: Personal


@dataclass(frozen=True, slots=True)
class RemoveCandidate:
    role: Role
    year: str


@dataclass(frozen=True, slots=True)
class ComeOfAge:
    today: date


@dataclass(frozen=True, slots=True)
class Erase:
    pass


@dataclass(frozen=True, slots=True)
class TakeIn:
    card: PersonId


@dataclass(frozen=True, slots=True)
class MergeInto:
    person: PersonId


PersonCommand = (
    Register | Correct | EnterAsCandidate | RemoveCandidate | ComeOfAge | Erase | TakeIn | MergeInto
)
