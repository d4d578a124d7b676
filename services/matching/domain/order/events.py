"""What happened to an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from shared.domain.ids import PairingId, PersonId, ProgrammeId
from shared.domain.personal import About, Personal

Kind = Literal["formation", "change", "termination"]


@dataclass(frozen=True, slots=True)
class Ending:
    pairing: PairingId
    reason: str


@dataclass(frozen=True, slots=True)
class OrderDrafted:
    """``pairings`` begin and ``ending`` end with the order; ``basis`` is a part of its preamble."""

    programme: ProgrammeId
    year: str
    kind: Kind
    pairings: tuple[PairingId, ...]
    ending: tuple[Ending, ...]
    basis: Annotated[Personal, About("@stream", purpose="document")]


@dataclass(frozen=True, slots=True)
class LineRemoved:
    pairing: PairingId
    reason: str


@dataclass(frozen=True, slots=True)
class IssueStarted:
    """``attempt`` counts from 1: places are confirmed under its number."""

    attempt: int
    number: str
    on: date
    head: PersonId


@dataclass(frozen=True, slots=True)
class IssueFailed:
    """Everything confirmed in the attempt was released; ``lost`` names the pairs and why."""

    attempt: int
    lost: tuple[Ending, ...]


@dataclass(frozen=True, slots=True)
class OrderIssued:
    """``document`` is the file as issued, base64; kept under the order's own key."""

    order: str
    programme: ProgrammeId
    year: str
    kind: Kind
    number: str
    on: date
    head: PersonId
    pairings: tuple[PairingId, ...]
    ending: tuple[Ending, ...]
    legal_basis: str
    document: Annotated[Personal, About("@stream", purpose="document")]


@dataclass(frozen=True, slots=True)
class OrderDiscarded:
    pass


OrderEvent = OrderDrafted | LineRemoved | IssueStarted | IssueFailed | OrderIssued | OrderDiscarded
EVENTS: tuple[type, ...] = (
    OrderDrafted, LineRemoved, IssueStarted, IssueFailed, OrderIssued, OrderDiscarded,
)  # fmt: skip
