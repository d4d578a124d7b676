"""What may be asked of a private calendar address."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import PersonId, derived_id


def subscription_id(token: str) -> str:
    """Nobody comes from it to the token."""
    return derived_id("subscription", token)


@dataclass(frozen=True, slots=True)
class Open:
    subscription: str
    owner: str
    person: PersonId | None
    language: str


@dataclass(frozen=True, slots=True)
class End:
    owner: str


SubscriptionCommand = Open | End
