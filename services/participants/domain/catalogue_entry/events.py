"""Facts about anonymous offers in the municipality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import PersonId, TenantId


@dataclass(frozen=True, slots=True)
class EntryOffered:
    """``home`` and ``mentor`` only say where a request is delivered; no page ever shows them."""

    home: TenantId
    mentor: PersonId
    forms: tuple[str, ...]
    themes: tuple[str, ...]
    times: tuple[str, ...]
    way: str
    until: date


@dataclass(frozen=True, slots=True)
class EntryWithdrawn:
    pass


CatalogueEntryEvent = EntryOffered | EntryWithdrawn
