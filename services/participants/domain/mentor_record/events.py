"""Facts about a mentor that outlast a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import PersonId, TenantId


@dataclass(frozen=True, slots=True)
class MentorStays:
    """7.8: ready for later programmes until a date; ``stays`` False takes it back."""

    person: PersonId
    year: str
    stays: bool
    until: date | None
    forms: tuple[str, ...]
    schools: tuple[TenantId, ...]


@dataclass(frozen=True, slots=True)
class CatalogueOffered:
    person: PersonId
    entry: str
    paper: str


@dataclass(frozen=True, slots=True)
class CatalogueLeft:
    person: PersonId
    entry: str


@dataclass(frozen=True, slots=True)
class StandingSet:
    """Answers requests by itself until a date; without ``schools`` those of any school."""

    person: PersonId
    forms: tuple[str, ...]
    schools: tuple[TenantId, ...]
    places: int
    until: date
    fields: tuple[str, ...]
    hours: int | None


@dataclass(frozen=True, slots=True)
class StandingEnded:
    person: PersonId


@dataclass(frozen=True, slots=True)
class SharedWith:
    """The school joins the list that revocation and erasure have to reach."""

    person: PersonId
    school: TenantId


MentorRecordEvent = (
    MentorStays | CatalogueOffered | CatalogueLeft | SharedWith | StandingSet | StandingEnded
)
