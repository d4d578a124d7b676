"""The relay numbers, stores and publishes: nothing lost, nothing out of order, nothing twice in store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from shared.bus.embedded import BusDiverged, EmbeddedBus
from shared.bus.failures import may_pass
from shared.bus.outbox import Outbox, read_messages
from shared.bus.port import BusUnavailable, Message, WrongBus
from shared.contracts.participants import TOPIC as PARTICIPANTS
from shared.contracts.participants import MenteeAdmitted
from shared.contracts.reporting import TOPIC
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.mongo import Client, connect
from tests.integration.shared.bus_relay import Definition, Relay

pytestmark = pytest.mark.integration


class Flaky(EmbeddedBus):
    """Takes messages but loses its answer when told to."""

    loses_answers = 0

    def publish(self, messages: Sequence[Message]) -> None:
        super().publish(messages)
        if self.loses_answers:
            self.loses_answers -= 1
            raise BusUnavailable("the answer was lost")


@pytest.fixture(name="client")
def _client(mongo_url: str) -> Iterator[Client]:
    client = connect(mongo_url)
    yield client
    client.close()


@pytest.fixture(name="bus")
def _bus(client: Client, mongo_url: str, cell: str) -> Iterator[Flaky]:
    bus = Flaky(client, f"{cell}_bus", connect(mongo_url, timeout_ms=None))
    yield bus
    bus.close()


@pytest.fixture(name="relay")
def _relay(client: Client, bus: Flaky, cell: str) -> Relay:
    return Relay(client[f"{cell}_owner"], bus)


def on_bus(bus: Flaky) -> list[Message]:
    reader = bus.reader({TOPIC: {}})
    found = [message for message, _ in reader.poll(10_000, 0)]
    reader.close()
    return found


def test_positions_are_dense_and_partitions_are_chained(relay: Relay, bus: Flaky) -> None:
    for amount in (1, 2, 3, 4, 5):
        for stream in "abcdef":
            relay.deposit(amount, stream)
    relay.settle()
    found = on_bus(bus)
    assert [message.position for message in found] == list(range(1, 31))
    reached: dict[int, int] = {}
    for message in found:
        assert message.previous == reached.get(message.partition, 0)
        reached[message.partition] = message.position


def test_the_owner_keeps_what_it_sent(relay: Relay, bus: Flaky) -> None:
    for amount in range(3, 10):
        relay.deposit(amount)
    relay.settle()
    assert read_messages(relay.db, 0, 100) == on_bus(bus)
    assert [m.position for m in read_messages(relay.db, 3, 2)] == [4, 5]


def test_published_moves_only_when_acknowledged(relay: Relay, bus: Flaky) -> None:
    relay.deposit(3)
    relay.stamp()
    bus.loses_answers = 1
    with pytest.raises(BusUnavailable):
        relay.outbox.advance()
    assert relay.db.relay.find_one({"_id": "published"})["position"] == 0  # type: ignore[index]
    relay.settle()
    assert relay.db.relay.find_one({"_id": "published"})["position"] == 1  # type: ignore[index]
    assert [message.position for message in on_bus(bus)] == [1]


def test_a_mapping_that_fails_stores_nothing_and_is_tried_again(relay: Relay, bus: Flaky) -> None:
    relay.deposit(3)
    relay.stamp()
    good = Definition()

    def broken(recorded: Any) -> Sequence[object]:
        raise KeyError("mapping")

    with pytest.raises(KeyError):
        Outbox(relay.db, relay.store, replace(good, publish=broken), bus).advance()
    assert relay.db.messages.count_documents({}) == 0
    relay.settle()
    assert len(on_bus(bus)) == 1


def test_rival_relays_number_every_message_once(
    relay: Relay, bus: Flaky, client: Client, cell: str
) -> None:
    rivals = [Relay(client[f"{cell}_owner"], bus) for _ in range(3)]
    for amount in range(3, 63):
        relay.deposit(amount, f"s{amount % 5}")
    relay.stamp()

    def run(rival: Relay) -> None:
        for _ in range(200):
            try:
                if not rival.outbox.advance():
                    return
            except Exception as error:
                if not may_pass(error):
                    raise

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(run, rivals))
    relay.settle()
    found = on_bus(bus)
    assert [message.position for message in found] == list(range(1, 61))
    assert len({message.id for message in found}) == 60


def test_plain_personal_text_never_reaches_the_bus(relay: Relay, bus: Flaky) -> None:
    def careless(recorded: Any) -> Sequence[object]:
        return (MenteeAdmitted(PersonId("p"), "2026/27", Personal.of("Анна")),)

    relay.deposit(3)
    relay.stamp()
    definition = Definition(topic=PARTICIPANTS, publish=careless)
    with pytest.raises(ValueError, match="plain text"):
        Outbox(relay.db, relay.store, definition, bus).advance()
    assert relay.db.messages.count_documents({}) == 0


def test_a_store_started_on_another_bus_is_refused(
    relay: Relay, client: Client, mongo_url: str, cell: str
) -> None:
    other = EmbeddedBus(client, f"{cell}_otherbus", connect(mongo_url, timeout_ms=None))
    with pytest.raises(WrongBus, match="mentorbase bus switch"):
        Outbox(relay.db, relay.store, Definition(), other).start()
    other.close()


def test_a_bus_that_holds_another_history_is_refused(
    relay: Relay, bus: Flaky, client: Client, cell: str
) -> None:
    relay.deposit(3)
    relay.settle()
    restored = Relay(client[f"{cell}_restored"], bus)
    restored.deposit(7)
    with pytest.raises(BusDiverged):
        restored.settle()
