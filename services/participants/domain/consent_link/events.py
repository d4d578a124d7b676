"""Facts about one-time links; the token itself is never stored, the id is made of its hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shared.domain.ids import PersonId
from shared.domain.purposes import Purpose


@dataclass(frozen=True, slots=True)
class LinkIssued:
    """``signer`` answers, for themselves or for ``people``, one document for each purpose."""

    link: str
    signer: PersonId
    people: tuple[PersonId, ...]
    purposes: tuple[Purpose, ...]
    until: date
    language: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LinkUsed:
    """``declined`` are the pairs ``person:purpose`` that were answered with no."""

    link: str
    declined: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkRevoked:
    link: str


ConsentLinkEvent = LinkIssued | LinkUsed | LinkRevoked
