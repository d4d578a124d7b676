"""Relay, listener and MongoDB are killed during load: every effect happens once, in order."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from infra.mongod import LocalMongod
from shared.bus.embedded import EmbeddedBus
from shared.mongo import connect
from tests.faults.bus_load import Load
from tests.integration.shared.bus_listener import Listener
from tests.integration.shared.bus_relay import Relay

pytestmark = [
    pytest.mark.faults,
    pytest.mark.integration,
    pytest.mark.timeout(180),
    pytest.mark.filterwarnings("ignore:.*_text is deprecated:DeprecationWarning"),  # kafka-python
]

KILLS = 4
DEPOSITS = 60


@contextmanager
def worker(mongo_url: str, cell: str) -> Iterator[subprocess.Popen[str]]:
    """Relays and listens in a process of its own, and is killed at the end."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.bus_child", mongo_url, cell],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "working\n"
        yield child
    finally:
        child.kill()
        child.wait(10)


def wait_for_more(listener: Listener, more: int, goal: int) -> None:
    wanted, end = min(goal, listener.total() + more), time.monotonic() + 60
    while listener.total() < wanted:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_kill_nine_of_relay_and_listener_under_load(mongo_url: str, cell: str) -> None:
    client = connect(mongo_url)
    bus = EmbeddedBus(client, f"{cell}_bus", connect(mongo_url, timeout_ms=None))
    relay = Relay(client[f"{cell}_reporting"], bus)
    listener = Listener(client[f"{cell}_matching"])
    written: dict[str, list[str]] = {}
    for kill in range(KILLS):
        for amount in range(3 + kill * DEPOSITS, 3 + (kill + 1) * DEPOSITS):
            relay.deposit(amount, f"s{amount % 7}")
            written.setdefault(f"s{amount % 7}", []).append(str(amount))
        with worker(mongo_url, cell):
            wait_for_more(listener, 5 + 11 * kill, DEPOSITS * (kill + 1))
    with worker(mongo_url, cell):
        wait_for_more(listener, DEPOSITS * KILLS, DEPOSITS * KILLS)
        time.sleep(1.0)  # a second delivery would come now
    assert {stream: listener.of(f"ledger-{stream}") for stream in written} == written
    bus.close()
    client.close()


def test_kill_nine_of_mongod_under_load(own_mongod: LocalMongod) -> None:
    client = connect(own_mongod.url)
    bus = EmbeddedBus(client, "cell_bus", connect(own_mongod.url, timeout_ms=None))
    with Load(client, "cell", bus) as load:
        for _ in range(3):
            load.write(100)
            load.begin_writing()
            own_mongod.kill()
            own_mongod.start()
        load.write(100)
        load.settle()
        load.verify()
    bus.close()
    client.close()
