"""What may be asked of a publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.reporting.domain.publication.events import Kind
from shared.domain.ids import PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Draft:
    publication: str
    year: str
    kind: Kind
    people: tuple[PersonId, ...]
    source: str
    words: Personal


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A picture stays while the same people are named; it is sealed for them."""

    people: tuple[PersonId, ...]
    words: Personal


@dataclass(frozen=True, slots=True)
class Attach:
    """``people`` are those on it: the edge has asked the consent gate for them, and the file is
    sealed for them."""

    picture: str
    type: str
    width: int
    height: int
    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Publish:
    """The edge has asked the consent gate for everyone of ``people``."""

    people: tuple[PersonId, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Withdraw:
    reason: str


PublicationCommand = Draft | Rewrite | Attach | Publish | Withdraw
