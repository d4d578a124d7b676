"""Whatever a bus does within its promise, the read models are those of a well-behaved one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymongo.client_session import ClientSession

from services.reporting.bootstrap import DEFINITION
from shared.bus.consumer import Consumer
from shared.bus.port import BusReader, Message, Received
from shared.contracts import matching, meetings, participants
from shared.domain.ids import PairingId, PersonId, ProgrammeId, TenantId, new_id
from shared.eventstore.codec import EventCodec
from shared.eventstore.mongo import MongoEventStore, create_indexes
from shared.mongo import Db, connect
from shared.projections.registry import collection_of
from shared.projections.runner import ProjectionRunner
from shared.testing.sealing import PlainSealer
from tests.integration.shared.bus_messages import Owner

pytestmark = pytest.mark.integration

YEAR = "2026/27"
PROGRAMME = ProgrammeId("programme")
FOLLOWING = [p for p in DEFINITION.projections if p.follows_bus]


class Recorder:
    """Applies to the real read models; reactions are not what this is about."""

    def __init__(self, runner: ProjectionRunner) -> None:
        self._runner = runner

    def hears(self, received: Received[Any]) -> bool:
        return self._runner.hears(received)

    def react(self, received: Received[Any]) -> None: ...

    def apply(self, received: Sequence[Received[Any]], session: ClientSession) -> None:
        self._runner.receive(received, session)


class Unruly:
    """A bus that delivers what it is told, in that order and as often."""

    name = "unruly:1"

    def __init__(self, deliveries: Sequence[Sequence[Message]]) -> None:
        self._deliveries = list(deliveries)

    def ensure_topic(self, topic: str, partitions: int) -> None: ...

    def publish(self, messages: Sequence[Message]) -> None: ...

    def reader(self, offsets: Mapping[str, Mapping[int, int]]) -> BusReader:
        return self

    def poll(self, limit: int, seconds: float) -> Sequence[tuple[Message, int]]:
        batch = self._deliveries.pop(0) if self._deliveries else ()
        return [(message, message.position) for message in batch]

    def pause(self, topic: str, partition: int) -> None: ...

    def seek(self, topic: str, partition: int, offset: int) -> None: ...

    def close(self) -> None: ...


def a_year() -> dict[str, Owner]:
    """Three topics' messages about eight people in four pairs, with changes of mind."""
    owners = {topic: Owner(topic) for topic in DEFINITION.topics}
    for number in range(8):
        _person(owners["participants.v1"], number)
    for number in range(4):
        _pair(owners["matching.v1"], owners["meetings.v1"], number)
    return owners


def _person(owner: Owner, number: int) -> None:
    person = PersonId(f"p{number}")
    register = participants.CandidateRegistered(person, "mentee", YEAR, minor=True)
    owner.message(f"person-{person}", register)
    given_ = participants.ConsentGiven(person, "participation", date(2027, 6, 30))
    owner.message(f"consent-{person}", given_)
    answered = participants.QuestionnaireAnswered(f"r{number}", person, YEAR, "mentee", "self")
    owner.message(f"questionnaire_response-r{number}", answered)
    if number % 4 == 1:
        struck = participants.QuestionnaireStruck(f"r{number}", person, YEAR, "mentee")
        owner.message(f"questionnaire_response-r{number}", struck)
    if number == 5:
        owner.message(f"questionnaire_response-r{number}", answered)
    if number % 3 == 0:
        ended = participants.ConsentEnded(person, "participation", "withdrawn")
        owner.message(f"consent-{person}", ended)
    if number % 2 == 0:
        owner.message(f"person-{person}", participants.CandidateRemoved(person, "mentee", YEAR))
    if number % 4 == 0:
        owner.message(f"person-{person}", register)


def _pair(pairs: Owner, gatherings: Owner, number: int) -> None:
    id = PairingId(f"pair{number}")
    people = (PersonId(f"p{2 * number}"), PersonId(f"p{2 * number + 1}"))
    home = TenantId("school-1")
    activated = matching.PairingActivated(
        id, PROGRAMME, YEAR, "pupil_pupil", people[0], home, people[0], (people[1],), "order-1",
    )  # fmt: skip
    pairs.message(f"pairing-{id}", activated)
    kinds: tuple[meetings.MeetingKind, ...] = ("organisational", "trial")
    for kind in kinds:
        meeting = f"m{number}-{kind}"
        day = date(2026, 10, 1) + timedelta(days=number)
        held = meetings.MeetingHeld(meeting, id, YEAR, kind, day, 45, go_on=True)
        gatherings.message(f"meeting_series-{id}", held)
        if number == 2:
            struck = meetings.MeetingStruck(meeting, id, YEAR, kind)
            gatherings.message(f"meeting_series-{id}", struck)
    if number == 3:
        pairs.message(f"pairing-{id}", matching.PairingEnded(id, "moved"))


@st.composite
def deliveries(draw: st.DrawFn, owners: Mapping[str, Owner]) -> list[list[Message]]:
    """Batches that mix the topics, repeat what was sent, leave holes and go back; at the end each
    partition's last message, so that what is missing is noticed."""
    everything = [message for owner in owners.values() for message in owner.sent]
    batches = draw(st.lists(st.lists(st.sampled_from(everything), max_size=12), max_size=12))
    last = {(m.topic, m.partition): m for m in everything}
    return [*batches, draw(st.permutations(list(last.values())))]


class Reporting:
    """The read models of one database, filled from nothing again and again."""

    def __init__(self, db: Db, owners: Mapping[str, Owner]) -> None:
        self._db = db
        self._owners = owners
        store = MongoEventStore(db, EventCodec(DEFINITION.deciders, PlainSealer()))
        self._runner = ProjectionRunner(db, store, DEFINITION.projections, look_seconds=0)
        self._runner.prepare()
        self._views = [db[collection_of(projection.name, 1)] for projection in FOLLOWING]
        self.well_behaved = self.heard([owner.sent for owner in owners.values()])

    def heard(self, batches: Sequence[Sequence[Message]]) -> list[list[dict[str, Any]]]:
        """The documents after these deliveries."""
        db = self._db
        for collection in (*self._views, db.checkpoints, db.parked, db.denied):
            collection.delete_many({})
        consumer = Consumer(
            "reporting", db, Unruly(batches), DEFINITION.topics, Recorder(self._runner), self._fill
        )
        for _ in batches:
            consumer.advance(0)
        assert not consumer.held
        assert db.parked.find_one() is None
        return [sorted(view.find(), key=lambda d: str(d["_id"])) for view in self._views]

    def _fill(self, topic: str, after: int, limit: int) -> Sequence[Message]:
        return self._owners[topic].fill(topic, after, limit)


OWNERS = a_year()


@pytest.fixture(name="reporting", scope="module")
def _reporting(mongo_url: str) -> Iterator[Reporting]:
    with connect(mongo_url) as client:
        db = client[f"t{new_id()[:12]}_reporting"]
        create_indexes(db)
        yield Reporting(db, OWNERS)
        client.drop_database(db.name)


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(batches=deliveries(OWNERS))
def test_any_delivery_gives_the_same_read_models(
    reporting: Reporting, batches: list[list[Message]]
) -> None:
    assert sum(map(len, reporting.well_behaved)) > 20
    assert reporting.heard(batches) == reporting.well_behaved
