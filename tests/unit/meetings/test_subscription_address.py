"""A private address works until its owner ends it."""

from __future__ import annotations

from services.meetings.domain.subscription import commands, events
from services.meetings.domain.subscription.decider import SUBSCRIPTION
from shared.domain.errors import AlreadyExists, NotFound
from shared.domain.ids import PersonId
from shared.testing.spec import Spec

OPENED = events.SubscriptionOpened("s", "account", PersonId("mentor"), "ru")


def test_an_address_is_ended_by_its_owner_only_and_for_good() -> None:
    ask = commands.Open("s", "account", PersonId("mentor"), "ru")
    Spec(SUBSCRIPTION).when(ask).then(OPENED)
    spec = Spec(SUBSCRIPTION).given(OPENED)
    spec.when(commands.End("somebody")).then_refused("no such address", NotFound)
    ended = events.SubscriptionEnded("s", "account")
    assert spec.when(commands.End("account")).then(ended).ended
    spec.given(ended).when(commands.End("account")).then_nothing()
    spec.given(ended).when(ask).then_refused("exists already", AlreadyExists)
    Spec(SUBSCRIPTION).when(commands.End("account")).then_refused("no such address", NotFound)


def test_the_id_does_not_lead_back_to_the_address() -> None:
    id = commands.subscription_id("secret-token")
    assert "secret" not in id
    assert id == commands.subscription_id("secret-token") != commands.subscription_id("other")
