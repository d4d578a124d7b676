"""Appending a commit of one event against a bare ``insert_one`` of the same bytes."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from multiprocessing.synchronize import Event

from infra.bench.report import Row, alternate
from shared.domain.ids import ActorId, CommitId, StreamId, TenantId, new_id
from shared.eventstore.codec import EventCodec
from shared.eventstore.mongo import MongoEventStore, create_indexes
from shared.eventstore.port import Appending
from shared.eventstore.sequencer import Sequencer
from shared.mongo import DURABLE, Db, connect
from shared.testing.ledger import LEDGER, Deposited
from shared.testing.sealing import PlainSealer
from shared.worker import RELAY

SECONDS = 2.0
STREAM_LENGTH = 20
_TENANT = TenantId("school-bench")
_BODY = "b" * 64


def _per_second(threads: int, step: Callable[[int], None]) -> float:
    done = [0] * threads
    stop = time.monotonic() + SECONDS

    def work(number: int) -> None:
        while time.monotonic() < stop:
            step(number)
            done[number] += 1

    workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
    started = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(done) / (time.monotonic() - started)


class _Ours:
    """Every thread writes streams of its own, going on from version 20 and beyond."""

    def __init__(self, db: Db, threads: int) -> None:
        self._store = MongoEventStore(db, EventCodec([LEDGER], PlainSealer()))
        self._at = [(StreamId(f"ledger-{new_id()}"), 0) for _ in range(threads)]
        for number in range(threads):
            self._store.append(self._appending(number, STREAM_LENGTH))
            self._at[number] = (self._at[number][0], STREAM_LENGTH)

    def step(self, number: int) -> None:
        stream, _ = self._at[number]
        version = self._store.append_read(self._appending(number, 1)).version
        self._at[number] = (stream, version)

    def _appending(self, number: int, events: int) -> Appending:
        stream, version = self._at[number]
        return Appending(
            CommitId(new_id()), _TENANT, stream, version,
            tuple(Deposited(1, "a note of usual length") for _ in range(events)),
            _BODY, ActorId("coordinator"), "correlation", "", datetime.now(UTC),
        )  # fmt: skip


class _Bare:
    """The same bytes into a collection with the same indexes."""

    def __init__(self, db: Db) -> None:
        self._commits = db.commits.with_options(write_concern=DURABLE)
        self._numbers = count(STREAM_LENGTH + 1)
        self._stream = f"ledger-{new_id()}"

    def step(self, number: int) -> None:
        version = next(self._numbers)
        self._commits.insert_one(
            {
                "_id": new_id(), "tenant": _TENANT, "stream": self._stream, "body": _BODY,
                "actor": "coordinator", "correlation": "correlation", "causation": "",
                "recorded_at": datetime.now(UTC), "from": version, "to": version,
                "events": [
                    {
                        "type": "ledger.Deposited", "v": 1,
                        "data": {"amount": 1, "note": "a note of usual length"},
                    }
                ],
                "pending": True,
            }
        )  # fmt: skip


def _stamp_until(url: str, name: str, stop: Event) -> None:
    sequencer = Sequencer(connect(url)[name])
    while not stop.is_set():
        begun = time.monotonic()
        stamped = sequencer.stamp()
        stop.wait(max(0.0, begun + RELAY.after(stamped) - time.monotonic()))


@contextmanager
def _relay(url: str, name: str, on: bool) -> Iterator[None]:
    if not on:
        yield
        return
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    process = context.Process(target=_stamp_until, args=(url, name, stop))
    process.start()
    try:
        yield
    finally:
        stop.set()
        process.join(10)


def measure(url: str, cell: str, rounds: int = 5) -> list[Row]:
    """Commits per second at 1, 8 and 32 threads, with the relay off and on."""
    rows = []
    client = connect(url)
    for relay in (False, True):
        for threads in (1, 8, 32):
            ours_db, bare_db = client[f"{cell}_ours"], client[f"{cell}_bare"]
            for db in (ours_db, bare_db):
                client.drop_database(db.name)
                create_indexes(db)
            ours, bare = _Ours(ours_db, threads), _Bare(bare_db)
            with _relay(url, ours_db.name, relay):
                mine, theirs, ratio = alternate(
                    lambda o=ours, t=threads: _per_second(t, o.step),  # type: ignore[misc]
                    lambda b=bare, t=threads: _per_second(t, b.step),  # type: ignore[misc]
                    rounds,
                )
            name = f"{threads} threads, relay {'on' if relay else 'off'}"
            rows.append(Row("append", name, mine, theirs, "commits/s", ratio, 0.85, True))
            client.drop_database(ours_db.name)
            client.drop_database(bare_db.name)
    return rows
