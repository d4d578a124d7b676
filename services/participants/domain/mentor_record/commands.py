"""What may be asked of a mentor's lasting record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import PersonId, TenantId, derived_id


@dataclass(frozen=True, slots=True)
class Stay:
    person: PersonId
    year: str
    stays: bool
    until: date | None
    forms: tuple[str, ...]
    schools: tuple[TenantId, ...]
    today: date


@dataclass(frozen=True, slots=True)
class OfferInCatalogue:
    person: PersonId
    entry: str
    paper: str


@dataclass(frozen=True, slots=True)
class LeaveCatalogue:
    pass


@dataclass(frozen=True, slots=True)
class SetStanding:
    person: PersonId
    forms: tuple[str, ...]
    schools: tuple[TenantId, ...]
    places: int
    until: date
    fields: tuple[str, ...]
    hours: int | None
    today: date


@dataclass(frozen=True, slots=True)
class EndStanding:
    pass


@dataclass(frozen=True, slots=True)
class NoteReceiver:
    person: PersonId
    school: TenantId


MentorRecordCommand = (
    Stay | OfferInCatalogue | LeaveCatalogue | NoteReceiver | SetStanding | EndStanding
)


def entry_id(home: TenantId, person: PersonId) -> str:
    return derived_id("catalogue_entry", home, person)
