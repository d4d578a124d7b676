"""What may be asked of a consent; age and guardianship come with the command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.participants.domain.consent.events import Giver, Method
from shared.domain.ids import PersonId, derived_id
from shared.domain.personal import Personal
from shared.domain.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Give:
    """``age`` is in whole years on ``today``; ``None`` where no birth date is known."""

    person: PersonId
    purpose: Purpose
    giver: Giver
    by: PersonId
    age: int | None
    guardian_confirmed: bool
    method: Method
    scan: str
    text_hash: str
    text_version: int
    assent: bool
    until: date
    adult_from: Personal
    today: date
    language: str = ""
    shown_at: datetime | None = None
    link: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Refuse:
    person: PersonId
    purpose: Purpose
    giver: Giver
    by: PersonId


@dataclass(frozen=True, slots=True)
class Withdraw:
    """``by_guardian``: asked for by a guardian, who may take back only what a guardian gave."""

    by: str
    method: Method = "electronic"
    received_on: date | None = None
    by_guardian: bool = False


@dataclass(frozen=True, slots=True)
class Expire:
    today: date


@dataclass(frozen=True, slots=True)
class Outgrow:
    pass


@dataclass(frozen=True, slots=True)
class Erase:
    pass


ConsentCommand = Give | Refuse | Withdraw | Expire | Outgrow | Erase


def consent_id(person: PersonId, purpose: str) -> str:
    return derived_id("consent", person, purpose)
