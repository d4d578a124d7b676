"""What may be asked of an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.matching.domain.order.events import Amended, Ending, Kind, Leaving
from shared.domain.ids import PairingId, PersonId, ProgrammeId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Draft:
    programme: ProgrammeId
    year: str
    kind: Kind
    pairings: tuple[PairingId, ...]
    ending: tuple[Ending, ...]
    basis: Personal
    leaving: tuple[Leaving, ...] = ()
    amends: tuple[Amended, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoveLine:
    pairing: PairingId
    reason: str


@dataclass(frozen=True, slots=True)
class StartIssue:
    number: str
    on: date
    head: PersonId


@dataclass(frozen=True, slots=True)
class FailIssue:
    attempt: int
    lost: tuple[Ending, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """``VOLATILE``: the same document rendered again may differ in its bytes."""

    VOLATILE = frozenset({"document", "pdf", "sha256", "pdf_sha256", "template", "code"})
    order: str
    attempt: int
    document: Personal
    pdf: Personal | None = None
    sha256: str = ""
    pdf_sha256: str = ""
    template: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Discard:
    pass


OrderCommand = Draft | RemoveLine | StartIssue | FailIssue | Issue | Discard
