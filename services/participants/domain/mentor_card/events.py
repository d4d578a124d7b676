"""Facts about a card: appended by the mentor's home only, sealed under the school's own keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from shared.domain.ids import PersonId, TenantId
from shared.domain.personal import About, Personal
from shared.domain.purposes import REGISTER

EndReason = Literal[
    "left", "paused", "permission_revoked", "permission_expired", "refused", "erased"
]


@dataclass(frozen=True, slots=True)
class CardShown:
    """What the mentor allows this school to know; a later one takes its place."""

    card: PersonId
    home: TenantId
    home_person: PersonId
    year: str
    capacity: int
    until: date
    name: Annotated[Personal, About("card", purpose=REGISTER)]
    features: Annotated[Personal, About("card", purpose="participation", ring="bus")]
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class CardWithdrawn:
    card: PersonId
    year: str
    reason: EndReason


MentorCardEvent = CardShown | CardWithdrawn
