"""The broker goes away and comes back: the relay recovers by itself, in order, nothing lost."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from infra.broker.kafka import Kafka
from shared.bus.port import BusUnavailable
from shared.contracts.catalogue import PARTITIONS
from shared.contracts.reporting import TOPIC
from shared.mongo import Client, connect
from tests.faults.bus_load import Load
from tests.integration.shared.bus_messages import Owner

pytestmark = [
    pytest.mark.faults,
    pytest.mark.kafka,
    pytest.mark.integration,
    pytest.mark.timeout(180),
    pytest.mark.filterwarnings("ignore:.*_text is deprecated:DeprecationWarning"),  # kafka-python
]

OUTAGE_SECONDS = 7.0
DELIVERY_MS = 3000

OpenLoad = Callable[[float], Load]


@pytest.fixture(name="client")
def _client(mongo_url: str) -> Iterator[Client]:
    client = connect(mongo_url)
    yield client
    client.close()


@pytest.fixture(name="open_load")
def _open_load(client: Client, cell: str, own_kafka: Kafka) -> Iterator[OpenLoad]:
    from shared.bus.kafka import KafkaBus

    opened: list[KafkaBus] = []

    def open_load(stall_seconds: float) -> Load:
        bus = KafkaBus(
            own_kafka.bootstrap, cell, stall_seconds=stall_seconds, delivery_timeout_ms=DELIVERY_MS
        )
        opened.append(bus)
        return Load(client, cell, bus)

    yield open_load
    for bus in opened:
        bus.close()


@pytest.mark.parametrize("stall_seconds", [2.0, 20.0])
def test_an_outage_longer_than_the_delivery_timeout(
    open_load: OpenLoad, own_kafka: Kafka, stall_seconds: float
) -> None:
    """With 2 s the watchdog replaces the producer; with 20 s the failed futures do."""
    with open_load(stall_seconds) as load:
        load.write(100)
        load.settle()
        load.begin_writing()
        own_kafka.kill()
        time.sleep(OUTAGE_SECONDS)  # the outage itself
        load.until(lambda: load.failures > 0, 30)
        own_kafka.start()
        load.write(100)
        load.settle()
        load.verify()


def test_kill_nine_of_the_broker_under_load(open_load: OpenLoad, own_kafka: Kafka) -> None:
    with open_load(5.0) as load:
        for _ in range(3):
            load.write(150)
            load.begin_writing()
            own_kafka.kill()
            own_kafka.start()
        load.write(100)
        load.settle()
        load.verify()


def test_a_broker_that_hangs_and_goes_on(open_load: OpenLoad, own_kafka: Kafka) -> None:
    with open_load(2.0) as load:
        load.write(100)
        load.begin_writing()
        os.kill(own_kafka.child.pid, signal.SIGSTOP)
        try:
            time.sleep(OUTAGE_SECONDS)  # the outage itself
        finally:
            os.kill(own_kafka.child.pid, signal.SIGCONT)
        load.write(100)
        load.settle()
        load.verify()


def test_the_watchdog_answers_in_time_and_the_next_producer_works(
    own_kafka: Kafka, cell: str
) -> None:
    from shared.bus.kafka import KafkaBus

    bus = KafkaBus(own_kafka.bootstrap, cell, stall_seconds=2.0, delivery_timeout_ms=DELIVERY_MS)
    bus.ensure_topic(TOPIC, PARTITIONS)
    sent = Owner().awards(50)
    bus.publish(sent[:10])
    threads = threading.active_count()
    own_kafka.kill()
    begun = time.monotonic()
    for _ in range(3):
        with pytest.raises(BusUnavailable):
            bus.publish(sent[10:])
    assert time.monotonic() - begun < 40
    own_kafka.start()
    deadline = time.monotonic() + 60
    while True:
        try:
            bus.publish(sent[10:])
            break
        except BusUnavailable:
            assert time.monotonic() < deadline
    assert threading.active_count() <= threads
    reader = bus.reader({TOPIC: {}})
    found: set[int] = set()
    while len(found) < 50 and time.monotonic() < deadline:
        found |= {message.position for message, _ in reader.poll(200, 0.5)}
    assert found == set(range(1, 51))
    reader.close()
    bus.close()
