"""What may be asked of a pairing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.matching.domain.pairing.events import By
from shared.domain.ids import PairingId, PersonId, ProgrammeId, TenantId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Propose:
    """``answer_by`` follows the day on which it is proposed."""

    VOLATILE = frozenset({"answer_by"})
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
class Agree:
    person: PersonId
    by: By
    note: Personal | None = None


@dataclass(frozen=True, slots=True)
class RemindAnswers:
    today: date


@dataclass(frozen=True, slots=True)
class Drop:
    """Before an order only. ``person`` declines, if it is somebody's own wish."""

    reason: str
    person: PersonId | None = None
    by: By = "coordinator"
    note: Personal | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """In one transaction with the order that is issued."""

    order: str


@dataclass(frozen=True, slots=True)
class Activate:
    pairing: PairingId
    order: str


@dataclass(frozen=True, slots=True)
class Suspend:
    reason: str


@dataclass(frozen=True, slots=True)
class Leave:
    """One mentee leaves a group that goes on; ``order`` where an order of change says so."""

    person: PersonId
    reason: str
    order: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """Goes on; a pairing that was held before it began becomes active now."""

    pairing: PairingId


@dataclass(frozen=True, slots=True)
class AskRematch:
    """``trial`` is the meeting after which somebody said no."""

    reason: str
    trial: str = ""


@dataclass(frozen=True, slots=True)
class DeclineRematch:
    pass


@dataclass(frozen=True, slots=True)
class SettleTrial:
    """This trial was entered by mistake, or the pair goes on after it: it asks for nothing more."""

    trial: str


@dataclass(frozen=True, slots=True)
class End:
    """Without an order only as ``completed``."""

    reason: str
    order: str | None = None


@dataclass(frozen=True, slots=True)
class Inform:
    pass


@dataclass(frozen=True, slots=True)
class Read:
    person: PersonId
    by: By


@dataclass(frozen=True, slots=True)
class AskDecision:
    """Of a suspended pair: end it or keep it, by a day. ``due`` follows a setting read when asked."""

    VOLATILE = frozenset({"due"})
    reason: str
    due: date


@dataclass(frozen=True, slots=True)
class Escalate:
    today: date


@dataclass(frozen=True, slots=True)
class Keep:
    """The decision to go on, with its reason; ending needs an order as ever."""

    pairing: PairingId
    reason: str


Forming = Agree | RemindAnswers | Drop | Fix | Activate
Going = Leave | Suspend | Resume | AskRematch | DeclineRematch | SettleTrial | End | Inform | Read
Deciding = AskDecision | Escalate | Keep
PairingCommand = Propose | Forming | Going | Deciding
