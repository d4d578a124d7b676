"""What leaves the service: the contract's messages, and nothing for the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.participants.application.publications import publish
from services.participants.bootstrap import DEFINITION
from services.participants.domain.consent import events as consents
from services.participants.domain.mentee import events as mentees
from services.participants.domain.mentor_card import events as cards
from services.participants.domain.mentor_profile import events as profiles
from services.participants.domain.person import events as people
from services.participants.domain.sharing_permission import events as sharing
from shared.contracts import participants as messages
from shared.domain.envelope import Recorded
from shared.domain.ids import ActorId, CommitId, PersonId, StreamId, TenantId
from shared.domain.personal import Personal

NORTH, SOUTH = TenantId("north"), TenantId("south")
ANNA, CARD = PersonId("anna"), PersonId("card")
SUMMER, YEAR = date(2027, 6, 30), "2026/27"
FEATURES = Personal.from_sealed("sealed")


def _published(event: Any) -> list[object]:
    recorded = Recorded(
        id="commit.0",
        tenant=NORTH,
        stream=StreamId("noun-key"),
        version=1,
        event=event,
        commit=CommitId("commit"),
        actor=ActorId("actor"),
        correlation="",
        causation="",
        recorded_at=datetime(2026, 9, 1, tzinfo=UTC),
    )
    return list(publish(recorded))


CASES: list[tuple[Any, list[object]]] = [
    (
        people.CandidateRegistered(ANNA, "mentee", YEAR, True, FEATURES),
        [messages.CandidateRegistered(ANNA, "mentee", YEAR, True)],
    ),
    (people.PersonRegistered(ANNA, FEATURES, FEATURES, FEATURES), []),
    (people.PersonErased(ANNA), [messages.PersonErased(ANNA)]),
    (
        consents.ConsentGiven(
            ANNA, "sharing", "self", ANNA, "paper", "scan", "", 1, False, SUMMER, FEATURES
        ),
        [messages.ConsentGiven(ANNA, "sharing", SUMMER)],
    ),
    (
        consents.ConsentOutgrown(ANNA, "participation"),
        [messages.ConsentEnded(ANNA, "participation", "came_of_age")],
    ),
    (consents.ConsentRefused(ANNA, "participation", "self", ANNA), []),
    (mentees.MenteeWithdrawn(ANNA, YEAR, "erased"), [messages.MenteeReturned(ANNA, YEAR)]),
    (
        profiles.MentorListed(ANNA, YEAR, 3, SUMMER, FEATURES),
        [messages.MentorListed(ANNA, NORTH, ANNA, YEAR, 3, SUMMER, FEATURES)],
    ),
    (
        cards.CardShown(CARD, SOUTH, ANNA, YEAR, 2, SUMMER, FEATURES, FEATURES),
        [messages.MentorListed(CARD, SOUTH, ANNA, YEAR, 2, SUMMER, FEATURES)],
    ),
    (
        cards.CardWithdrawn(CARD, YEAR, "erased"),
        [messages.MentorUnlisted(CARD, YEAR, "erased"), messages.PersonErased(CARD)],
    ),
    (
        sharing.SharingRevoked(ANNA, SOUTH, CARD),
        [messages.SharingEnded(ANNA, SOUTH, CARD, "revoked")],
    ),
    (sharing.SharingRequested(ANNA, SOUTH, "request", (), 1, SUMMER), []),
]


@pytest.mark.parametrize(("event", "expected"), CASES)
def test_an_event_is_published_as(event: Any, expected: list[object]) -> None:
    assert _published(event) == expected


def test_every_message_of_the_contract_has_an_event_behind_it() -> None:
    import inspect

    from services.participants.application import publications

    source = inspect.getsource(publications)
    for message in messages.MESSAGES:
        assert f"messages.{message.__name__}(" in source, message.__name__


def test_every_event_class_belongs_to_one_stream_kind() -> None:
    events = [event for decider in DEFINITION.deciders for event in decider.events]
    assert len(events) == len(set(events))
    categories = [decider.category for decider in DEFINITION.deciders]
    assert len(categories) == len(set(categories))
