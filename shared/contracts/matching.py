"""What matching tells the others: programmes, ballots, proposals, orders and pairings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.contracts.erasure import SubjectErased
from shared.domain.ids import PairingId, PersonId, ProgrammeId, TenantId

TOPIC = "matching.v1"


@dataclass(frozen=True, slots=True)
class ProgrammeOpened:
    programme: ProgrammeId
    year: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class FormsChosen:
    programme: ProgrammeId
    year: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupplyAnalysed:
    """3.4: how many requests the base can serve; ``gaps`` are themes nobody offers."""

    programme: ProgrammeId
    year: str
    requests: int
    covered: int
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BallotsClosed:
    programme: ProgrammeId
    year: str
    invited: int
    cast: int


@dataclass(frozen=True, slots=True)
class PairsProposed:
    programme: ProgrammeId
    year: str
    run: str
    pairs: int
    unmatched: int


@dataclass(frozen=True, slots=True)
class ProposalDiscarded:
    programme: ProgrammeId
    year: str
    run: str


@dataclass(frozen=True, slots=True)
class OrderIssued:
    order: str
    programme: ProgrammeId
    year: str
    kind: Literal["formation", "change", "termination"]
    pairings: tuple[PairingId, ...]


@dataclass(frozen=True, slots=True)
class PairingActivated:
    pairing: PairingId
    programme: ProgrammeId
    year: str
    form: str
    mentor: PersonId
    mentor_home: TenantId
    home_person: PersonId
    mentees: tuple[PersonId, ...]
    order: str


@dataclass(frozen=True, slots=True)
class PairingSuspended:
    pairing: PairingId
    reason: str


@dataclass(frozen=True, slots=True)
class PairingResumed:
    pairing: PairingId


@dataclass(frozen=True, slots=True)
class PairingEnded:
    pairing: PairingId
    reason: str


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """One mentee is in the group no more; ``mentees`` are those who stay, one or more."""

    pairing: PairingId
    person: PersonId
    reason: str
    mentees: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class ParticipantsInformed:
    """5.4: everyone of the pairing was told of the order."""

    pairing: PairingId
    order: str


@dataclass(frozen=True, slots=True)
class PlaceTaken:
    """At the mentor's home: a claim of some school holds places from now on."""

    mentor: PersonId
    claim: str
    places: int


@dataclass(frozen=True, slots=True)
class PlaceFreed:
    mentor: PersonId
    claim: str


MESSAGES: tuple[type, ...] = (
    ProgrammeOpened, FormsChosen, SupplyAnalysed, BallotsClosed, PairsProposed, ProposalDiscarded,
    OrderIssued, PairingActivated, PairingSuspended, PairingResumed, PairingEnded,
    ParticipantsInformed, PlaceTaken, PlaceFreed, SubjectErased, MemberLeft,
)  # fmt: skip
