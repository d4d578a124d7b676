"""The event store keeps what it promises, on a real MongoDB."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from shared.domain.clock import SystemClock
from shared.domain.errors import Conflict, IdempotencyConflict, Refused
from shared.domain.ids import ActorId, CommitId, StreamId, TenantId
from shared.eventstore.codec import EventCodec
from shared.eventstore.handler import CommandHandler
from shared.eventstore.mongo import MongoEventStore, create_indexes
from shared.eventstore.port import (
    Appending,
    BrokenStore,
    ConcurrencyConflict,
    RepeatedCommit,
)
from shared.eventstore.sequencer import Sequencer
from shared.mongo import Db, connect
from shared.tenancy.scope import Scope
from shared.testing.ledger import LEDGER, Deposit, Deposited, DepositTwice, RaiseTo
from shared.testing.sealing import PlainSealer

pytestmark = pytest.mark.integration

SCHOOL = TenantId("school-1")
OTHER = TenantId("school-2")
STREAM = StreamId("ledger-a")
NOW = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture(name="db")
def _db(mongo_url: str, cell: str) -> Iterator[Db]:
    client = connect(mongo_url)
    db = client[f"{cell}_store"]
    create_indexes(db)
    yield db
    client.close()


@pytest.fixture(name="codec")
def _codec() -> EventCodec:
    return EventCodec([LEDGER], PlainSealer())


@pytest.fixture(name="store")
def _store(db: Db, codec: EventCodec) -> MongoEventStore:
    return MongoEventStore(db, codec)


@pytest.fixture(name="handler")
def _handler(store: MongoEventStore, codec: EventCodec) -> CommandHandler:
    return CommandHandler(store, codec, SystemClock())


@pytest.fixture(name="scope")
def _scope() -> Scope:
    return Scope(SCHOOL, ActorId("coordinator"))


_numbers = count()


def appending(expected: int = 0, *events: Any, **changes: Any) -> Appending:
    one = Appending(
        commit=CommitId(f"commit-{next(_numbers)}"),
        tenant=SCHOOL,
        stream=STREAM,
        expected=expected,
        events=events or (Deposited(1),),
        body="body",
        actor=ActorId("coordinator"),
        correlation="c",
        causation="",
        recorded_at=NOW,
    )
    return replace(one, **changes)


def test_a_stream_reads_as_it_was_written(store: MongoEventStore) -> None:
    assert store.append(appending(0, Deposited(1), Deposited(2))) == 2
    assert store.append(appending(2, Deposited(3))) == 3
    loaded = store.load(SCHOOL, STREAM)
    assert (loaded.version, loaded.events) == (3, (Deposited(1), Deposited(2), Deposited(3)))


def test_a_stale_version_is_refused(store: MongoEventStore) -> None:
    store.append(appending(0))
    with pytest.raises(ConcurrencyConflict):
        store.append(appending(0))


def test_a_version_far_ahead_would_leave_a_hole_and_is_refused(store: MongoEventStore) -> None:
    store.append(appending(0, Deposited(1), Deposited(2), Deposited(3)))
    for expected in (1, 2, 9):
        with pytest.raises(ConcurrencyConflict):
            store.append(appending(expected))
    assert store.load(SCHOOL, STREAM).version == 3


def test_the_same_commit_is_stored_once(store: MongoEventStore) -> None:
    first = appending(0)
    store.append(first)
    with pytest.raises(RepeatedCommit):
        store.append_read(replace(first, expected=1))
    assert store.load(SCHOOL, STREAM).version == 1


def test_another_tenants_stream_of_the_same_name_is_another_stream(store: MongoEventStore) -> None:
    store.append(appending(0, Deposited(7)))
    assert store.load(OTHER, STREAM).version == 0
    store.append(appending(0, Deposited(8), tenant=OTHER))
    assert store.load(SCHOOL, STREAM).events == (Deposited(7),)


def test_several_streams_are_stored_together_or_not_at_all(store: MongoEventStore) -> None:
    store.append(appending(0))
    with pytest.raises(ConcurrencyConflict):
        store.append_all([appending(0, stream=StreamId("ledger-b")), appending(0)])
    assert store.load(SCHOOL, StreamId("ledger-b")).version == 0


def test_an_altered_index_stops_the_start(db: Db, codec: EventCodec) -> None:
    db.commits.drop_index("stream")
    db.commits.create_index([("tenant", 1), ("stream", 1), ("from", 1)], name="stream")
    with pytest.raises(BrokenStore, match="stream"):
        MongoEventStore(db, codec)


def test_a_stream_can_be_read_as_of_a_version_and_as_of_a_stamp(
    db: Db, store: MongoEventStore
) -> None:
    store.append(appending(0, Deposited(1), Deposited(2)))
    Sequencer(db).stamp()
    stamped = store.read_all(0, 10)[-1].stamped_at
    store.append(appending(2, Deposited(3)))
    Sequencer(db).stamp()
    assert store.load_as_of(SCHOOL, STREAM, version=1).events == (Deposited(1),)
    assert store.load_as_of(SCHOOL, STREAM, at=stamped).version == 2


def test_the_same_command_twice_gives_the_first_answer(
    handler: CommandHandler, scope: Scope
) -> None:
    first = handler.handle(scope, LEDGER, "a", Deposit(5), key="k")
    handler.handle(scope, LEDGER, "a", Deposit(1), key="other")
    again = handler.handle(scope, LEDGER, "a", Deposit(5), key="k")
    assert again.repeated
    assert (again.commit, again.version, again.events) == (first.commit, 1, first.events)
    assert handler.state(scope, LEDGER, "a").state == 6


def test_the_same_key_with_another_body_is_refused(handler: CommandHandler, scope: Scope) -> None:
    handler.handle(scope, LEDGER, "a", Deposit(5), key="k")
    with pytest.raises(IdempotencyConflict):
        handler.handle(scope, LEDGER, "a", Deposit(6), key="k")
    assert handler.state(scope, LEDGER, "a").state == 5


def test_a_command_that_changed_nothing_is_remembered(
    handler: CommandHandler, scope: Scope
) -> None:
    handler.handle(scope, LEDGER, "a", Deposit(5), key="k")
    nothing = handler.handle(scope, LEDGER, "a", RaiseTo(5), key="raise")
    assert nothing.events == ()
    again = handler.handle(scope, LEDGER, "a", RaiseTo(5), key="raise")
    assert again.repeated
    with pytest.raises(IdempotencyConflict):
        handler.handle(scope, LEDGER, "a", RaiseTo(6), key="raise")


def test_a_refusal_stores_nothing(handler: CommandHandler, scope: Scope, db: Db) -> None:
    with pytest.raises(Refused):
        handler.handle(scope, LEDGER, "a", Deposit(0), key="k")
    assert db.commits.count_documents({}) == 0
    assert handler.handle(scope, LEDGER, "a", Deposit(1), key="k").version == 1


def test_whoever_names_a_version_gets_a_conflict_when_it_is_stale(
    handler: CommandHandler, scope: Scope
) -> None:
    handler.handle(scope, LEDGER, "a", Deposit(1), key="1", expected=0)
    with pytest.raises(Conflict):
        handler.handle(scope, LEDGER, "a", Deposit(1), key="2", expected=0)


def test_racing_commands_are_all_decided_on_the_truth(
    handler: CommandHandler, scope: Scope
) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda n: handler.handle(scope, LEDGER, "a", Deposit(1), key=str(n)), range(40)
            )
        )
    loaded = handler.state(scope, LEDGER, "a")
    assert (loaded.state, loaded.version) == (40, 40)


def test_the_same_command_from_many_threads_happens_once(
    handler: CommandHandler, scope: Scope
) -> None:
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(
            pool.map(
                lambda _: handler.handle(scope, LEDGER, "a", DepositTwice(3), key="k"), range(16)
            )
        )
    assert {(o.commit, o.version) for o in outcomes} == {(outcomes[0].commit, 2)}
    assert handler.state(scope, LEDGER, "a").state == 6


def _until(done: Callable[[], bool], threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join(timeout=60)
    assert done()


def test_rival_sequencers_give_dense_positions_in_stream_order(
    db: Db, store: MongoEventStore
) -> None:
    """Writers' clocks differ by seconds and three sequencers race; a reader by position follows."""
    writing = threading.Event()
    writing.set()
    seen: list[Any] = []
    total = 4 * 120
    failures: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                work()
            except BaseException as error:
                failures.append(error)

        return threading.Thread(target=run)

    def write(number: int) -> None:
        for n in range(120):
            stream = StreamId(f"ledger-{(n * 7 + number) % 12}")
            while True:
                version = store.load(SCHOOL, stream).version
                skewed = datetime.fromtimestamp(datetime.now(UTC).timestamp() + number * 3 - 4, UTC)
                events = tuple(Deposited(1) for _ in range(1 + n % 3))
                try:
                    store.append(appending(version, *events, stream=stream, recorded_at=skewed))
                    break
                except ConcurrencyConflict:
                    continue

    def stamp() -> None:
        sequencer = Sequencer(db, batch=7)
        while writing.is_set() or sequencer.stamp():
            sequencer.stamp()

    def read() -> None:
        while writing.is_set() or seen_position() < store.head():
            seen.extend(store.read_all(seen_position(), 20))

    def seen_position() -> int:
        return seen[-1].position if seen else 0

    writers = [guarded(lambda number=number: write(number)) for number in range(4)]
    followers = [guarded(stamp) for _ in range(3)] + [guarded(read)]
    for thread in writers + followers:
        thread.start()
    _until(lambda: not any(t.is_alive() for t in writers), writers)
    writing.clear()
    _until(lambda: not any(t.is_alive() for t in followers), followers)
    sequencer = Sequencer(db)
    while sequencer.stamp():
        pass
    seen.extend(store.read_all(seen_position(), 10_000))

    if failures:
        raise failures[0]
    assert db.commits.count_documents({}) == total
    assert [recorded.position for recorded in seen] == list(range(1, len(seen) + 1))
    assert len(seen) == sum(len(d["events"]) for d in db.commits.find())
    versions: dict[str, int] = {}
    for recorded in seen:
        assert recorded.version == versions.get(recorded.stream, 0) + 1
        versions[recorded.stream] = recorded.version


def test_the_sequencer_refuses_to_stamp_over_a_hole(db: Db, store: MongoEventStore) -> None:
    store.append(appending(0))
    Sequencer(db).stamp()
    store.append_read(appending(4))
    with pytest.raises(BrokenStore, match="hole"):
        Sequencer(db).stamp()
    assert store.head() == 1
