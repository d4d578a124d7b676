"""What a campaign may be asked, by whom it asks, and when it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.participants.domain.consent_campaign import commands, events
from services.participants.domain.consent_campaign.decider import CONSENT_CAMPAIGN
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

TODAY, DUE, UNTIL = date(2026, 9, 1), date(2026, 10, 1), date(2027, 6, 30)
ANYA, BORYA = PersonId("anya"), PersonId("borya")
GROUP = Personal.of("7 А")
START = commands.Start(
    "c", "participation", "mentee", "2026/27", GROUP, DUE, UNTIL, (ANYA, BORYA), TODAY
)
STARTED = events.CampaignStarted(
    "c", "participation", "mentee", "2026/27", GROUP, DUE, UNTIL, (ANYA, BORYA)
)
campaign = Spec(CONSENT_CAMPAIGN)


def test_it_starts_with_those_who_lack_the_consent() -> None:
    campaign.when(START).then(STARTED)
    campaign.given(STARTED).when(START).then_refused("started already")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"due": date(2026, 8, 31)}, "in the past"),
        ({"until": date(2026, 9, 30)}, "too early"),
        ({"people": tuple(PersonId(str(n)) for n in range(5001))}, "too large"),
    ],
)
def test_it_does_not_start(change: dict[str, object], words: str) -> None:
    campaign.when(replace(START, **change)).then_refused(words, Invalid)  # type: ignore[arg-type]


def test_it_needs_somebody_to_ask() -> None:
    campaign.when(replace(START, people=())).then_refused("everybody of the group has")


def test_links_are_noted_once() -> None:
    made = events.LinksMade("c", (ANYA,), ("l1",), TODAY)
    note = commands.NoteLinks((ANYA,), ("l1",), TODAY)
    state = campaign.given(STARTED).when(note).then(made)
    assert state.links == {ANYA: "l1"}
    campaign.given(STARTED, made).when(note).then_nothing()
    stranger = commands.NoteLinks((PersonId("x"),), ("l1",), TODAY)
    campaign.given(STARTED).when(stranger).then_refused("no such person", NotFound)


def test_only_who_has_a_link_is_reminded() -> None:
    made = events.LinksMade("c", (ANYA,), ("l1",), TODAY)
    remind = commands.Remind((ANYA,), DUE)
    campaign.given(STARTED, made).when(remind).then(events.Reminded("c", (ANYA,), DUE))
    campaign.given(STARTED, made).when(commands.Remind((BORYA,), DUE)).then_refused("no link yet")


def test_a_closed_campaign_asks_nobody() -> None:
    closed = events.CampaignClosed("c", DUE)
    campaign.given(STARTED).when(commands.Close(DUE)).then(closed)
    campaign.given(STARTED, closed).when(commands.Close(DUE)).then_nothing()
    campaign.given(STARTED, closed).when(commands.NoteLinks((ANYA,), ("l",), DUE)).then_refused(
        "closed"
    )
