"""Facts about a person; whatever is personal is sealed for the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal
from shared.domain.purposes import REGISTER

Role = Literal["mentee", "mentor"]


@dataclass(frozen=True, slots=True)
class PersonRegistered:
    """``birth_date`` is an ISO date or empty; ``contact`` is free text or empty."""

    person: PersonId
    name: Annotated[Personal, About("person", purpose=REGISTER)]
    birth_date: Annotated[Personal, About("person", purpose=REGISTER)]
    contact: Annotated[Personal, About("person", purpose=REGISTER)]


@dataclass(frozen=True, slots=True)
class PersonCorrected:
    person: PersonId
    name: Annotated[Personal, About("person", purpose=REGISTER)]
    birth_date: Annotated[Personal, About("person", purpose=REGISTER)]
    contact: Annotated[Personal, About("person", purpose=REGISTER)]


@dataclass(frozen=True, slots=True)
class CandidateRegistered:
    """``group`` is the class or post, such as ``7 А``."""

    person: PersonId
    role: Role
    year: str
    minor: bool
    group: Annotated[Personal, About("person", purpose=REGISTER)]


@dataclass(frozen=True, slots=True)
class CandidateRemoved:
    person: PersonId
    role: Role
    year: str


@dataclass(frozen=True, slots=True)
class CameOfAge:
    person: PersonId
    noticed_on: date


@dataclass(frozen=True, slots=True)
class PersonErased:
    person: PersonId


@dataclass(frozen=True, slots=True)
class CardTakenIn:
    """``card`` was a second card of the same person; its history stays under its own id."""

    person: PersonId
    card: PersonId


@dataclass(frozen=True, slots=True)
class PersonMerged:
    person: PersonId
    into: PersonId


PersonEvent = (
    PersonRegistered
    | PersonCorrected
    | CandidateRegistered
    | CandidateRemoved
    | CameOfAge
    | PersonErased
    | CardTakenIn
    | PersonMerged
)
