"""What happened to a pairing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from shared.domain.ids import PairingId, PersonId, ProgrammeId, TenantId
from shared.domain.personal import About, Personal

By = Literal["self", "guardian", "coordinator"]


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
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class PartyAgreed:
    """``by`` says whether the person clicked, a guardian did, or the coordinator entered a paper;
    ``note`` is then what the coordinator heard."""

    person: PersonId
    by: By
    note: Annotated[Personal | None, About("person", purpose="participation")] = None


@dataclass(frozen=True, slots=True)
class AnswersReminded:
    """They had not answered on that day."""

    people: tuple[PersonId, ...]
    on: date


@dataclass(frozen=True, slots=True)
class PairingAgreed:
    """Everyone has agreed; an order may fix the pairing."""


@dataclass(frozen=True, slots=True)
class PairingDropped:
    """It never became a pair. ``reason`` is a code; ``people`` has whoever declined, if it was
    somebody's own wish."""

    reason: str
    mentor_home: TenantId
    home_person: PersonId
    people: tuple[PersonId, ...] = ()
    by: By = "coordinator"
    note: Annotated[Personal | None, About("people", purpose="participation")] = None


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
class MemberLeft:
    """One mentee is in the group no more; ``mentees`` are those who stay. The mentor's place stays
    with the group. ``order`` is empty until an order of change names the leaving."""

    person: PersonId
    reason: str
    mentees: tuple[PersonId, ...]
    order: str = ""


@dataclass(frozen=True, slots=True)
class LeavingOrdered:
    """The order of change that names who left earlier."""

    person: PersonId
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
    """Somebody does not want to go on after the ``trial`` meeting; which one was not always noted."""

    reason: str
    trial: str = ""


@dataclass(frozen=True, slots=True)
class RematchDeclined:
    """The coordinator talked with both and the pair goes on, or no trial asks for it any more."""


@dataclass(frozen=True, slots=True)
class TrialSettled:
    """This trial asks for no re-match any more, even where its no is heard later."""

    trial: str


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
    by: By


Turn = (
    PairingAgreed | PairingDropped | PairingActivated | PairingResumed | PairingSuspended
    | PairingHeld
)  # fmt: skip
"""Events that change nothing but the status."""
DecisionEvent = DecisionAsked | DecisionEscalated | PairingKept
RematchEvent = RematchAsked | RematchDeclined | TrialSettled
MemberEvent = MemberLeft | LeavingOrdered
PairingEvent = (
    PairingProposed | PartyAgreed | PairingFixed | PairingEnded
    | ParticipantsInformed | NoticeRead | AnswersReminded | MemberEvent | DecisionEvent
    | RematchEvent | Turn
)  # fmt: skip
EVENTS: tuple[type, ...] = (
    PairingProposed, PartyAgreed, PairingAgreed, PairingDropped, PairingFixed, PairingActivated,
    PairingSuspended, PairingHeld, PairingResumed, RematchAsked, RematchDeclined, PairingEnded,
    ParticipantsInformed, NoticeRead, DecisionAsked, DecisionEscalated, PairingKept,
    AnswersReminded, MemberLeft, LeavingOrdered, TrialSettled,
)  # fmt: skip
