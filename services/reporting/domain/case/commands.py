"""What may be asked of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import ActorId, PairingId, PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Draft:
    case: str
    year: str
    pairing: PairingId
    people: tuple[PersonId, ...]
    story: Personal


@dataclass(frozen=True, slots=True)
class Rewrite:
    people: tuple[PersonId, ...]
    story: Personal


@dataclass(frozen=True, slots=True)
class Approve:
    actor: ActorId
    today: date


@dataclass(frozen=True, slots=True)
class Reopen:
    pass


@dataclass(frozen=True, slots=True)
class Withdraw:
    reason: str


CaseCommand = Draft | Rewrite | Approve | Reopen | Withdraw
