"""What may be asked of a match."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import PersonId, TenantId


@dataclass(frozen=True, slots=True)
class Note:
    match: str
    tenants: tuple[TenantId, ...]
    cards: tuple[PersonId, ...]


LikenessMatchCommand = Note
