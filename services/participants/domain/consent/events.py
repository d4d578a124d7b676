"""Facts about consents. The last event of a stream alone says whether a consent lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal
from shared.domain.purposes import REGISTER, Purpose

Giver = Literal["self", "guardian"]
Method = Literal["electronic", "paper"]


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """``until`` is the last day it holds. ``adult_from`` is the ISO date of the 18th birthday
    where a guardian gave it, else empty: from that day only the person's own consent counts.

    What was shown is the document of ``text_version`` in ``language``, at ``shown_at``; its hash is
    ``text_hash``. ``link`` is the one-time link behind which it was signed, ``signed_on`` the date
    on the paper.
    """

    person: PersonId
    purpose: Purpose
    giver: Giver
    by: PersonId
    method: Method
    scan: str
    text_hash: str
    text_version: int
    assent: bool
    until: date
    adult_from: Annotated[Personal, About("person", purpose=REGISTER)]
    language: str = ""
    shown_at: datetime | None = None
    link: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ConsentRefused:
    person: PersonId
    purpose: Purpose
    giver: Giver
    by: PersonId


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    """``received_on`` is the day on which a withdrawal on paper came in."""

    person: PersonId
    purpose: Purpose
    by: str
    method: Method = "electronic"
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class ConsentExpired:
    person: PersonId
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class ConsentOutgrown:
    """The child came of age: what the guardian allowed counts no more."""

    person: PersonId
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class ConsentErased:
    person: PersonId
    purpose: Purpose


ConsentEvent = (
    ConsentGiven
    | ConsentRefused
    | ConsentWithdrawn
    | ConsentExpired
    | ConsentOutgrown
    | ConsentErased
)
