"""What every bus promises, proved on each adapter."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from shared.bus.embedded import EmbeddedBus
from shared.bus.port import Bus, BusReader, Message
from shared.contracts.catalogue import PARTITIONS
from shared.contracts.participants import TOPIC as PARTICIPANTS
from shared.contracts.reporting import TOPIC
from shared.mongo import connect
from tests.integration.shared.bus_messages import Owner

pytestmark = [
    pytest.mark.integration,
    pytest.mark.filterwarnings("ignore:.*_text is deprecated:DeprecationWarning"),  # kafka-python
]

Open = Callable[[], Bus]
READ_SECONDS = 20.0


@pytest.fixture(
    name="open_bus", params=["embedded", pytest.param("kafka", marks=pytest.mark.kafka)]
)
def _open_bus(request: pytest.FixtureRequest, mongo_url: str, cell: str) -> Iterator[Open]:
    """Opens the same bus again and again, as several processes would."""
    opened: list[Bus] = []
    clients: list[Any] = []

    def embedded() -> Bus:
        client = connect(mongo_url)
        clients.append(client)
        return EmbeddedBus(client, f"{cell}_bus", connect(mongo_url, timeout_ms=None))

    def kafka() -> Bus:
        from shared.bus.kafka import KafkaBus

        return KafkaBus(request.getfixturevalue("kafka").bootstrap, cell)

    def open_one() -> Bus:
        bus = kafka() if request.param == "kafka" else embedded()
        opened.append(bus)
        return bus

    yield open_one
    for bus in opened:
        bus.close()
    for client in clients:
        client.close()


@pytest.fixture(name="bus")
def _bus(open_bus: Open) -> Bus:
    bus = open_bus()
    bus.ensure_topic(TOPIC, PARTITIONS)
    return bus


@pytest.fixture(name="owner")
def _owner() -> Owner:
    return Owner()


def read(reader: BusReader, count: int, limit: int = 200) -> list[tuple[Message, int]]:
    found: list[tuple[Message, int]] = []
    end = time.monotonic() + READ_SECONDS
    while len(found) < count and time.monotonic() < end:
        found += reader.poll(limit, 0.5)
    return found


def in_partition_order(messages: Sequence[Message]) -> dict[int, list[int]]:
    order: dict[int, list[int]] = {}
    for message in messages:
        order.setdefault(message.partition, []).append(message.position)
    return order


def test_a_record_comes_back_as_it_went(bus: Bus, owner: Owner) -> None:
    sent = owner.award("award-ё", "«Лучший наставник» \U0001f393")
    bus.publish([sent])
    reader = bus.reader({TOPIC: {}})
    assert [message for message, _ in read(reader, 1)] == [sent]
    reader.close()


def test_each_partition_keeps_its_order(bus: Bus, owner: Owner) -> None:
    sent = owner.awards(300)
    bus.publish(sent[:120])
    bus.publish(sent[120:])
    reader = bus.reader({TOPIC: {}})
    found = [message for message, _ in read(reader, 300)]
    assert in_partition_order(found) == in_partition_order(sent)
    reader.close()


def test_two_processes_know_the_same_name(open_bus: Open) -> None:
    assert open_bus().name == open_bus().name


def test_what_was_published_outlives_the_process(open_bus: Open, owner: Owner) -> None:
    first = open_bus()
    first.ensure_topic(TOPIC, PARTITIONS)
    first.publish(owner.awards(3))
    first.close()
    reader = open_bus().reader({TOPIC: {}})
    assert len(read(reader, 3)) == 3
    reader.close()


def test_publishing_again_repeats_or_drops_but_loses_nothing(bus: Bus, owner: Owner) -> None:
    sent = owner.awards(20)
    bus.publish(sent[:15])
    bus.publish(sent)
    reader = bus.reader({TOPIC: {}})
    found = read(reader, 20)
    found += reader.poll(200, 1.0)
    assert {message.position for message, _ in found} == set(range(1, 21))
    assert all(message == sent[message.position - 1] for message, _ in found)
    reader.close()


def test_a_reader_goes_on_from_its_offsets(bus: Bus, owner: Owner) -> None:
    bus.publish(owner.awards(40))
    reader = bus.reader({TOPIC: {}})
    first = read(reader, 40)
    reader.close()
    offsets = {message.partition: offset + 1 for message, offset in first}
    bus.publish([owner.award("award-late")])
    second = bus.reader({TOPIC: offsets})
    assert [message.position for message, _ in read(second, 1)] == [41]
    second.close()


def test_seeking_reads_a_partition_again(bus: Bus, owner: Owner) -> None:
    bus.publish([owner.award("award-1", str(n)) for n in range(5)])
    reader = bus.reader({TOPIC: {}})
    message, offset = read(reader, 5)[2]
    reader.seek(TOPIC, message.partition, offset)
    assert [again.position for again, _ in read(reader, 3)] == [3, 4, 5]
    reader.close()


def test_a_paused_partition_waits_and_the_others_go_on(bus: Bus, owner: Owner) -> None:
    reader = bus.reader({TOPIC: {}})
    held = owner.award("award-1")
    bus.publish([held])
    ((_, offset),) = read(reader, 1)
    reader.pause(TOPIC, held.partition)
    other = next(name for n in range(99) if _elsewhere(name := f"award-x{n}", held.partition))
    bus.publish([owner.award("award-1"), owner.award(other)])
    assert [message.stream for message, _ in read(reader, 1)] == [other]
    assert reader.poll(10, 0.3) == []
    reader.seek(TOPIC, held.partition, offset)
    assert [message.position for message, _ in read(reader, 2)] == [1, 2]
    reader.close()


def _elsewhere(stream: str, partition: int) -> bool:
    return Owner().award(stream).partition != partition


def test_one_reader_hears_several_topics(bus: Bus, owner: Owner) -> None:
    from shared.contracts.participants import PersonErased
    from shared.domain.ids import PersonId

    bus.ensure_topic(PARTICIPANTS, PARTITIONS)
    people = Owner(PARTICIPANTS)
    bus.publish([owner.award("award-1"), people.message("person-1", PersonErased(PersonId("p")))])
    reader = bus.reader({TOPIC: {}, PARTICIPANTS: {}})
    assert {message.topic for message, _ in read(reader, 2)} == {TOPIC, PARTICIPANTS}
    reader.close()


def test_a_topic_that_appears_later_is_heard(bus: Bus, owner: Owner) -> None:
    from shared.contracts.participants import PersonErased
    from shared.domain.ids import PersonId

    reader = bus.reader({TOPIC: {}, PARTICIPANTS: {}})
    bus.publish([owner.award("award-1")])
    assert len(read(reader, 1)) == 1
    bus.ensure_topic(PARTICIPANTS, PARTITIONS)
    bus.publish([Owner(PARTICIPANTS).message("person-1", PersonErased(PersonId("p")))])
    assert [message.topic for message, _ in read(reader, 1)] == [PARTICIPANTS]
    reader.close()


def test_an_empty_poll_ends_in_time(bus: Bus) -> None:
    reader = bus.reader({TOPIC: {}})
    begun = time.monotonic()
    assert reader.poll(10, 0.5) == []
    assert time.monotonic() - begun < 5
    reader.close()


def test_the_number_of_partitions_is_fixed(bus: Bus) -> None:
    bus.ensure_topic(TOPIC, PARTITIONS)
    with pytest.raises(ValueError, match="6 partitions, not 7"):
        bus.ensure_topic(TOPIC, 7)
