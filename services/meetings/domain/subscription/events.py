"""What became of a private calendar address."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class SubscriptionOpened:
    """``person`` is whose meetings it shows; ``None`` shows the school's gatherings only. The
    stream's id follows from the address, which is stored nowhere."""

    subscription: str
    owner: str
    person: PersonId | None
    language: str


@dataclass(frozen=True, slots=True)
class SubscriptionEnded:
    subscription: str
    owner: str


SubscriptionEvent = SubscriptionOpened | SubscriptionEnded
