"""What may be asked about possible duplicates."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import PersonId, TenantId, derived_id


@dataclass(frozen=True, slots=True)
class Suspect:
    suspicion: str
    people: tuple[PersonId, ...]
    match: str


@dataclass(frozen=True, slots=True)
class Dismiss:
    pass


@dataclass(frozen=True, slots=True)
class Merge:
    keep: PersonId


@dataclass(frozen=True, slots=True)
class GiveOver:
    pass


@dataclass(frozen=True, slots=True)
class Offer:
    pass


@dataclass(frozen=True, slots=True)
class TakeHome:
    pass


@dataclass(frozen=True, slots=True)
class Taken:
    pass


SuspicionCommand = Suspect | Dismiss | Merge | GiveOver | Offer | TakeHome | Taken


def suspicion_id(tenant: TenantId, people: tuple[PersonId, ...], match: str) -> str:
    return derived_id("suspicion", tenant, *sorted(people), match)


def match_id(council: TenantId, *cards: tuple[TenantId, PersonId]) -> str:
    return derived_id("match", council, *(part for card in sorted(cards) for part in card))
