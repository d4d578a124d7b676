"""A handler may decide on a state it remembers, and nobody can tell the difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo import MongoClient, monitoring

from shared.domain.clock import SystemClock
from shared.domain.errors import Conflict, IdempotencyConflict, Refused
from shared.domain.ids import ActorId, StreamId, TenantId, new_id
from shared.domain.personal import Personal
from shared.eventstore.codec import EventCodec
from shared.eventstore.handler import CommandHandler
from shared.eventstore.known import KnownStates
from shared.eventstore.mongo import MongoEventStore, create_indexes
from shared.mongo import Db, connect
from shared.tenancy.scope import Scope
from shared.testing.ledger import LEDGER, Deposit, DepositTwice, RaiseTo, Remark
from shared.testing.sealing import PlainSealer

SCHOOL = Scope(TenantId("school-a"), ActorId("coordinator"))
pytestmark = pytest.mark.integration


@dataclass
class Counting(monitoring.CommandListener):
    """How many finds were sent."""

    finds: int = 0

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.finds += event.command_name == "find"

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


@pytest.fixture(name="db")
def _db(mongo_url: str, cell: str) -> Iterator[Db]:
    client = connect(mongo_url)
    db = client[f"{cell}_known"]
    create_indexes(db)
    yield db
    client.close()


def handler_on(db: Db) -> CommandHandler:
    codec = EventCodec([LEDGER], PlainSealer())
    return CommandHandler(MongoEventStore(db, codec), codec, SystemClock())


def test_a_command_after_an_own_one_reads_nothing(db: Db, mongo_url: str) -> None:
    counting = Counting()
    watched: Any = MongoClient(
        mongo_url, w="majority", journal=True, tz_aware=True, event_listeners=[counting]
    )
    handler = handler_on(watched[db.name])
    handler.handle(SCHOOL, LEDGER, "a", Deposit(5), key="1")
    before = counting.finds
    handler.handle(SCHOOL, LEDGER, "a", Deposit(5), key="2")
    assert counting.finds == before
    assert handler.state(SCHOOL, LEDGER, "a").state == 10
    watched.close()


def test_what_another_process_stored_meanwhile_is_seen(db: Db) -> None:
    mine, other = handler_on(db), handler_on(db)
    mine.handle(SCHOOL, LEDGER, "a", Deposit(5), key="1")
    other.handle(SCHOOL, LEDGER, "a", Deposit(7), key="2")
    raised = mine.handle(SCHOOL, LEDGER, "a", RaiseTo(20), key="3")
    assert [event.amount for event in raised.events] == [8]
    assert mine.state(SCHOOL, LEDGER, "a").version == 3


def test_nothing_to_do_is_answered_from_the_store(db: Db) -> None:
    mine, other = handler_on(db), handler_on(db)
    mine.handle(SCHOOL, LEDGER, "a", Deposit(30), key="1")
    other.handle(SCHOOL, LEDGER, "a", Deposit(7), key="2")
    nothing = mine.handle(SCHOOL, LEDGER, "a", RaiseTo(20), key="3")
    assert (nothing.events, nothing.version) == ((), 2)


def test_a_version_seen_by_the_caller_is_compared_with_the_store(db: Db) -> None:
    mine, other = handler_on(db), handler_on(db)
    mine.handle(SCHOOL, LEDGER, "a", Deposit(5), key="1")
    other.handle(SCHOOL, LEDGER, "a", Deposit(7), key="2")
    with pytest.raises(Conflict):
        mine.handle(SCHOOL, LEDGER, "a", Deposit(1), key="3", expected=1)
    assert mine.handle(SCHOOL, LEDGER, "a", Deposit(1), key="4", expected=2).version == 3


def test_a_repetition_is_still_a_repetition(db: Db) -> None:
    handler = handler_on(db)
    first = handler.handle(SCHOOL, LEDGER, "a", Deposit(5), key="1")
    handler.handle(SCHOOL, LEDGER, "a", Deposit(7), key="2")
    again = handler.handle(SCHOOL, LEDGER, "a", Deposit(5), key="1")
    assert again.repeated
    assert (again.commit, again.version) == (first.commit, 1)
    with pytest.raises(IdempotencyConflict):
        handler.handle(SCHOOL, LEDGER, "a", Deposit(6), key="2")
    assert handler.state(SCHOOL, LEDGER, "a").state == 12


def test_a_refusal_stores_nothing(db: Db) -> None:
    handler = handler_on(db)
    handler.handle(SCHOOL, LEDGER, "a", Deposit(5), key="1")
    with pytest.raises(Refused):
        handler.handle(SCHOOL, LEDGER, "a", Deposit(-1), key="2")
    assert db.commits.count_documents({}) == 1


def test_no_text_about_a_person_is_remembered_in_the_clear(db: Db) -> None:
    handler = handler_on(db)
    handler.handle(SCHOOL, LEDGER, "a", Remark("p", Personal.of("канарейка")), key="1")
    assert "канарейка" not in repr(list(handler._known._states.items()))


def test_only_the_latest_used_are_remembered() -> None:
    known = KnownStates(limit=2)
    for name in ("a", "b", "c"):
        known.put(SCHOOL.tenant, StreamId(name), 1, name)
    assert known.take(SCHOOL.tenant, StreamId("a")) is None
    assert known.take(TenantId("school-b"), StreamId("c")) is None
    assert known.take(SCHOOL.tenant, StreamId("c")) == (1, "c")
    assert known.take(SCHOOL.tenant, StreamId("c")) is None


STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),  # who
        st.sampled_from([Deposit(3), DepositTwice(2), RaiseTo(9), RaiseTo(40), Deposit(-1)]),
        st.integers(0, 5),  # the key: some come again
    ),
    max_size=14,
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_it_does_what_a_handler_without_memory_does(db: Db, steps: list[Any]) -> None:
    """Three processes on one stream beside one that forgets everything before each command."""
    remembering = [handler_on(db) for _ in range(3)]
    one, two = new_id(), new_id()
    for who, command, key in steps:
        results = []
        for handler, id in ((remembering[who], one), (handler_on(db), two)):
            try:
                done = handler.handle(SCHOOL, LEDGER, id, command, key=f"{id}-{key}")
                results.append((done.version, done.events, done.repeated))
            except (Refused, IdempotencyConflict) as error:
                results.append((type(error).__name__,))  # type: ignore[arg-type]
        assert results[0] == results[1]
    assert remembering[0].state(SCHOOL, LEDGER, one) == remembering[0].state(SCHOOL, LEDGER, two)
