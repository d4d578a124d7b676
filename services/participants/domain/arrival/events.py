"""Facts about a child on the way to this school; what is personal is this school's from here on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from shared.domain.ids import PersonId, TenantId
from shared.domain.personal import About, Personal
from shared.domain.purposes import REGISTER


@dataclass(frozen=True, slots=True)
class ArrivalOffered:
    """``None`` where the guardian did not let it go along. ``request`` may be read only under a new
    consent for taking part."""

    transfer: str
    home: TenantId
    person: PersonId
    guardian: PersonId
    name: Annotated[Personal, About("person", purpose=REGISTER)]
    birth_date: Annotated[Personal, About("person", purpose=REGISTER)]
    group: Annotated[Personal, About("person", purpose=REGISTER)] | None
    contact: Annotated[Personal, About("person", purpose=REGISTER)] | None
    guardian_name: Annotated[Personal, About("guardian", purpose=REGISTER)] | None
    guardian_contact: Annotated[Personal, About("guardian", purpose=REGISTER)] | None
    request: Annotated[Personal, About("person", purpose="participation")] | None


@dataclass(frozen=True, slots=True)
class ArrivalAccepted:
    transfer: str
    home: TenantId
    person: PersonId
    on: date


@dataclass(frozen=True, slots=True)
class ArrivalDeclined:
    transfer: str
    home: TenantId
    person: PersonId
    guardian: PersonId


@dataclass(frozen=True, slots=True)
class ArrivalWithdrawn:
    """The old school took it back before it was answered."""

    transfer: str
    person: PersonId
    guardian: PersonId


ArrivalEvent = ArrivalOffered | ArrivalAccepted | ArrivalDeclined | ArrivalWithdrawn
