"""What a mentor's home may do with an entry of the municipal catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import PersonId, TenantId


@dataclass(frozen=True, slots=True)
class Offer:
    home: TenantId
    mentor: PersonId
    forms: tuple[str, ...]
    themes: tuple[str, ...]
    times: tuple[str, ...]
    way: str
    until: date


@dataclass(frozen=True, slots=True)
class Withdraw:
    pass


CatalogueEntryCommand = Offer | Withdraw
