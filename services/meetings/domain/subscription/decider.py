"""An address works until its owner ends it; what has ended never works again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from services.meetings.domain.subscription import commands, events
from services.meetings.domain.subscription.commands import SubscriptionCommand
from services.meetings.domain.subscription.events import SubscriptionEvent, SubscriptionOpened
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, NotFound


@dataclass(frozen=True, slots=True)
class Subscription:
    opened: SubscriptionOpened | None = None
    ended: bool = False


def decide(command: SubscriptionCommand, subscription: Subscription) -> Sequence[SubscriptionEvent]:
    match command:
        case commands.Open(id, owner, person, language):
            if subscription.opened is not None:
                raise AlreadyExists("this address exists already")
            return [events.SubscriptionOpened(id, owner, person, language)]
        case commands.End(owner):
            opened = subscription.opened
            if opened is None or opened.owner != owner:
                raise NotFound("there is no such address")
            if subscription.ended:
                return []
            return [events.SubscriptionEnded(opened.subscription, owner)]
        case _:
            assert_never(command)


def evolve(subscription: Subscription, event: SubscriptionEvent) -> Subscription:
    match event:
        case events.SubscriptionOpened():
            return replace(subscription, opened=event)
        case events.SubscriptionEnded():
            return replace(subscription, ended=True)
        case _:
            assert_never(event)


SUBSCRIPTION: Decider[SubscriptionCommand, SubscriptionEvent, Subscription] = Decider(
    "subscription",
    (events.SubscriptionOpened, events.SubscriptionEnded),
    Subscription(),
    decide,
    evolve,
)
