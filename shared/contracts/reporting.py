"""What reporting tells the others: awards and approved cases, for the profiles."""

from __future__ import annotations

from dataclasses import dataclass

from shared.contracts.erasure import SubjectErased
from shared.domain.ids import PairingId, PersonId

TOPIC = "reporting.v1"


@dataclass(frozen=True, slots=True)
class AwardGiven:
    award: str
    mentor: PersonId
    year: str


@dataclass(frozen=True, slots=True)
class CaseApproved:
    case: str
    pairing: PairingId
    year: str


MESSAGES: tuple[type, ...] = (AwardGiven, CaseApproved, SubjectErased)
