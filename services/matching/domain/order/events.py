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
class Leaving:
    """One mentee leaves a group that goes on."""

    pairing: PairingId
    person: PersonId
    reason: str


@dataclass(frozen=True, slots=True)
class Amended:
    """An earlier order that this one changes."""

    order: str
    number: str
    on: date


@dataclass(frozen=True, slots=True)
class OrderDrafted:
    """``pairings`` begin and ``ending`` end with the order; ``basis`` is a part of its preamble."""

    programme: ProgrammeId
    year: str
    kind: Kind
    pairings: tuple[PairingId, ...]
    ending: tuple[Ending, ...]
    basis: Annotated[Personal, About("@stream", purpose="document")]
    leaving: tuple[Leaving, ...] = ()
    amends: tuple[Amended, ...] = ()


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
    """``document`` and ``pdf`` are the files as issued, base64, kept under the order's own key;
    ``sha256`` and ``pdf_sha256`` are of the files' bytes. ``template`` is the hash of the school's
    own template, empty for the usual form; the PDF always has the usual form. ``code`` is printed
    on both; orders from before codes have none."""

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
    leaving: tuple[Leaving, ...] = ()
    amends: tuple[Amended, ...] = ()
    pdf: Annotated[Personal | None, About("@stream", purpose="document")] = None
    sha256: str = ""
    pdf_sha256: str = ""
    template: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class OrderDiscarded:
    pass


OrderEvent = OrderDrafted | LineRemoved | IssueStarted | IssueFailed | OrderIssued | OrderDiscarded
EVENTS: tuple[type, ...] = (
    OrderDrafted, LineRemoved, IssueStarted, IssueFailed, OrderIssued, OrderDiscarded,
)  # fmt: skip
