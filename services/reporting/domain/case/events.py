"""Facts about a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from shared.domain.ids import ActorId, PairingId, PersonId
from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class CaseDrafted:
    """``story`` is a JSON object of situation, goal, path, result and quotes. It speaks of all of
    ``people`` and falls with the first of them who withdraws or is erased."""

    case: str
    year: str
    pairing: PairingId
    people: tuple[PersonId, ...]
    story: Annotated[Personal, About("people", purpose="participation")]


@dataclass(frozen=True, slots=True)
class CaseApproved:
    case: str
    year: str
    pairing: PairingId
    people: tuple[PersonId, ...]
    actor: ActorId
    on: date


@dataclass(frozen=True, slots=True)
class CaseReopened:
    case: str
    year: str


@dataclass(frozen=True, slots=True)
class CaseWithdrawn:
    """Somebody named in it ended participation or was erased: it cannot be told any more."""

    case: str
    year: str
    reason: str


CaseEvent = CaseDrafted | CaseApproved | CaseReopened | CaseWithdrawn
EVENTS: tuple[type, ...] = (CaseDrafted, CaseApproved, CaseReopened, CaseWithdrawn)
