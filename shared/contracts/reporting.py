"""What reporting tells the others: awards and approved cases for the profiles, dates of the roadmap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.contracts.erasure import SubjectErased
from shared.domain.ids import PairingId, PersonId, ProgrammeId

TOPIC = "reporting.v1"


@dataclass(frozen=True, slots=True)
class AwardGiven:
    award: str
    mentor: PersonId
    year: str


@dataclass(frozen=True, slots=True)
class AwardRevoked:
    """An award that was given, by mistake, is taken back."""

    award: str
    mentor: PersonId
    year: str


@dataclass(frozen=True, slots=True)
class CaseApproved:
    case: str
    pairing: PairingId
    year: str


@dataclass(frozen=True, slots=True)
class ItemScheduled:
    """The days of an item of the roadmap that another service's work follows: 6.5."""

    programme: ProgrammeId
    item: str
    starts: date
    ends: date


MESSAGES: tuple[type, ...] = (
    AwardGiven, AwardRevoked, CaseApproved, SubjectErased, ItemScheduled,
)  # fmt: skip
