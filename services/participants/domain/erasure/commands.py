"""What may be asked of an erasure; its stream has the person's id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.participants.domain.erasure.events import AskedBy, DeclineReason, Place
from shared.domain.erasing import Kept
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Request:
    person: PersonId
    by: AskedBy
    today: date


@dataclass(frozen=True, slots=True)
class Decline:
    reason: DeclineReason


@dataclass(frozen=True, slots=True)
class Begin:
    """``VOLATILE``: where the person is known is looked up; a repetition gives the first answer."""

    VOLATILE = frozenset({"places"})
    person: PersonId
    places: tuple[Place, ...]
    today: date


@dataclass(frozen=True, slots=True)
class ConfirmPlace:
    person: PersonId
    place: Place
    kept: tuple[Kept, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Sign:
    """``VOLATILE``: drawn up and signed by the edge; the first one stays."""

    VOLATILE = frozenset({"code", "content", "signature", "key"})
    code: str
    content: str
    signature: str
    key: str


ErasureCommand = Request | Decline | Begin | ConfirmPlace | Sign
