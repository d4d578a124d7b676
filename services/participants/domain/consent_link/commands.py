"""What may be asked of a one-time link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shared.domain.ids import PersonId, id_of_secret
from shared.domain.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Issue:
    """``VOLATILE``: the edge counts the days from its own clock."""

    VOLATILE = frozenset({"expires_at"})

    link: str
    signer: PersonId
    people: tuple[PersonId, ...]
    purposes: tuple[Purpose, ...]
    until: date
    language: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Use:
    now: datetime
    declined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revoke:
    pass


ConsentLinkCommand = Issue | Use | Revoke


def link_id(token: str) -> str:
    return id_of_secret("consent_link", token)
