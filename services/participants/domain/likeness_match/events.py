"""The fact that cards of two organisations look alike."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import PersonId, TenantId


@dataclass(frozen=True, slots=True)
class MatchNoted:
    """Two tenants and the card of each; no name and no hash."""

    match: str
    tenants: tuple[TenantId, ...]
    cards: tuple[PersonId, ...]


LikenessMatchEvent = MatchNoted
