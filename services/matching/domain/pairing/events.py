"""What happened to a pairing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.domain.ids import PairingId, PersonId, ProgrammeId, TenantId


@dataclass(frozen=True, slots=True)
class PairingProposed:
    """``mentor`` is the id in this tenant, ``home_person`` the one at ``mentor_home``, where the
    places are counted. Several ``mentees`` make a group."""

    programme: ProgrammeId
    year: str
    form: str
    mentor: PersonId
    mentor_home: TenantId
    home_person: PersonId
    mentees: tuple[PersonId, ...]
    run: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class PartyAgreed:
    """``by`` says whether the person clicked or the coordinator entered a paper."""

    person: PersonId
    by: Literal["self", "coordinator"]


@dataclass(frozen=True, slots=True)
class PairingAgreed:
    """Everyone has agreed; an order may fix the pairing."""


@dataclass(frozen=True, slots=True)
class PairingDropped:
    """It never became a pair. ``reason`` is a code."""

    reason: str
    mentor_home: TenantId
    home_person: PersonId


@dataclass(frozen=True, slots=True)
class PairingFixed:
    """The order is issued; the pairing is about to become active."""

    order: str


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
    reason: str


@dataclass(frozen=True, slots=True)
class PairingHeld:
    """Suspended before it became active: the others have not heard of it and need not."""

    reason: str


@dataclass(frozen=True, slots=True)
class PairingResumed:
    pass


@dataclass(frozen=True, slots=True)
class RematchAsked:
    """Somebody does not want to go on after the trial meeting."""

    reason: str


@dataclass(frozen=True, slots=True)
class RematchDeclined:
    """The coordinator talked with both; the pair goes on."""


@dataclass(frozen=True, slots=True)
class PairingEnded:
    """``order`` is the terminating order; ``None`` for a pair that came to its planned end."""

    reason: str
    order: str | None
    mentor_home: TenantId
    home_person: PersonId


@dataclass(frozen=True, slots=True)
class DecisionAsked:
    """What the pair rested on has ended: the coordinator ends or keeps it by ``due``."""

    reason: str
    due: date


@dataclass(frozen=True, slots=True)
class DecisionEscalated:
    """Nobody decided in time; the head sees it too."""

    due: date


@dataclass(frozen=True, slots=True)
class PairingKept:
    reason: str


@dataclass(frozen=True, slots=True)
class ParticipantsInformed:
    order: str
    told: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class NoticeRead:
    person: PersonId
    by: Literal["self", "coordinator"]


Turn = (
    PairingAgreed | PairingDropped | PairingActivated | PairingResumed | PairingSuspended
    | PairingHeld
)  # fmt: skip
"""Events that change nothing but the status."""
DecisionEvent = DecisionAsked | DecisionEscalated | PairingKept
PairingEvent = (
    PairingProposed | PartyAgreed | PairingFixed | RematchAsked | RematchDeclined | PairingEnded
    | ParticipantsInformed | NoticeRead | DecisionEvent | Turn
)  # fmt: skip
EVENTS: tuple[type, ...] = (
    PairingProposed, PartyAgreed, PairingAgreed, PairingDropped, PairingFixed, PairingActivated,
    PairingSuspended, PairingHeld, PairingResumed, RematchAsked, RematchDeclined, PairingEnded,
    ParticipantsInformed, NoticeRead, DecisionAsked, DecisionEscalated, PairingKept,
)  # fmt: skip
