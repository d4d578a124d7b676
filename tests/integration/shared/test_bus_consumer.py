"""A consumer's effects happen once, in order, and what fails stops as little as possible."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from shared.bus.consumer import Consumer
from shared.bus.denial import is_denied
from shared.bus.embedded import EmbeddedBus
from shared.bus.parking import has_parked, list_parked, retry, skip
from shared.bus.port import BusReader, Message, Received, WrongBus
from shared.contracts.catalogue import PARTITIONS
from shared.contracts.participants import TOPIC as PARTICIPANTS
from shared.contracts.participants import ConsentGiven, PersonErased, SharingEnded
from shared.contracts.reporting import TOPIC
from shared.domain.errors import Unavailable
from shared.domain.ids import PersonId, TenantId
from shared.mongo import Db, connect
from tests.integration.shared.bus_listener import Listener
from tests.integration.shared.bus_messages import NOW, Owner

pytestmark = pytest.mark.integration
SECONDS = 20.0


class Machine:
    """An embedded bus, two owners of topics, and one listener."""

    def __init__(self, mongo_url: str, cell: str) -> None:
        self.client = connect(mongo_url)
        self.db: Db = self.client[f"{cell}_listener"]
        self.bus = EmbeddedBus(self.client, f"{cell}_bus", connect(mongo_url, timeout_ms=None))
        self.owner = Owner()
        self.people = Owner(PARTICIPANTS)
        for topic in (TOPIC, PARTICIPANTS):
            self.bus.ensure_topic(topic, PARTITIONS)
        self.listener = Listener(self.db)
        self.consumer = self.new_consumer()

    def new_consumer(self, batch: int = 200) -> Consumer:
        return Consumer(
            "listener", self.db, self.bus, [TOPIC, PARTICIPANTS], self.listener, self._fill,
            batch=batch,
        )  # fmt: skip

    def _fill(self, topic: str, after: int, limit: int) -> Sequence[Message]:
        owner = self.owner if topic == TOPIC else self.people
        return owner.fill(topic, after, limit)

    def publish(self, *messages: Message) -> None:
        self.bus.publish(messages)

    def settle(self, seconds: float = 0.1) -> None:
        while self.consumer.advance(seconds):
            pass

    def until(self, reached: Callable[[], bool]) -> None:
        end = time.monotonic() + SECONDS
        while not reached():
            assert time.monotonic() < end, "not reached in time"
            self.consumer.advance(0.1)

    def other_stream(self, message: Message, name: str = "award-o") -> str:
        """A stream that lies in another partition than the message's."""
        names = (f"{name}{n}" for n in range(99))
        return next(n for n in names if Owner().award(n).partition != message.partition)

    def close(self) -> None:
        self.consumer.close()
        self.bus.close()
        self.client.close()


@pytest.fixture(name="machine")
def _machine(mongo_url: str, cell: str) -> Iterator[Machine]:
    machine = Machine(mongo_url, cell)
    yield machine
    machine.close()


def poison(award: str) -> Callable[[Received[Any]], Exception | None]:
    def fault(received: Received[Any]) -> Exception | None:
        bad = getattr(received.message, "award", None) == award
        return ZeroDivisionError() if bad else None

    return fault


def failing(kind: type, error: Exception) -> Callable[[Received[Any]], Exception | None]:
    return lambda received: error if isinstance(received.message, kind) else None


# Once and in order


def test_every_message_is_applied_once_and_in_order(machine: Machine) -> None:
    machine.publish(*machine.owner.awards(500, streams=7))
    machine.settle()
    machine.settle()
    assert machine.listener.of("award-3") == [str(n) for n in range(500) if n % 7 == 3]
    assert machine.listener.total() == 500


def test_a_new_process_goes_on_where_the_last_one_stopped(machine: Machine) -> None:
    machine.publish(*machine.owner.awards(30))
    machine.settle()
    machine.consumer.close()
    machine.consumer = machine.new_consumer()
    machine.publish(machine.owner.award("award-1", "last"))
    machine.settle()
    assert machine.listener.of("award-1")[-1] == "last"
    assert machine.listener.total() == 31


def test_rivals_of_one_name_apply_everything_once(machine: Machine) -> None:
    machine.publish(*machine.owner.awards(400))
    rivals = [machine.new_consumer(batch=20) for _ in range(3)]

    def run(consumer: Consumer) -> None:
        end = time.monotonic() + SECONDS
        while machine.listener.total() < 400 and time.monotonic() < end:
            consumer.advance(0.05)
        consumer.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(run, rivals))
    assert machine.listener.of("award-2") == [str(n) for n in range(400) if n % 7 == 2]
    assert machine.listener.total() == 400


def test_what_is_sent_while_it_waits_arrives_at_once(machine: Machine) -> None:
    machine.settle()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(machine.consumer.advance, 15.0)
        machine.publish(machine.owner.award("award-1"))
        begun = time.monotonic()
        assert waiting.result(timeout=20) == 1
    assert time.monotonic() - begun < 5


def test_both_topics_are_heard_by_one_wait(machine: Machine) -> None:
    machine.publish(machine.people.message("person-1", PersonErased(PersonId("p"))))
    machine.publish(machine.owner.award("award-1"))
    machine.settle()
    assert machine.listener.of("award-1")
    assert machine.listener.of("person-1") == ["PersonErased"]


# Repetitions and holes


class Unruly:
    """A bus that delivers what the test says, in any order and as often as it says."""

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


def hear_unruly(machine: Machine, *deliveries: Sequence[Message]) -> None:
    fill = machine.owner.fill
    consumer = Consumer("unruly", machine.db, Unruly(deliveries), [TOPIC], machine.listener, fill)
    for _ in deliveries:
        consumer.advance(0)


def test_repeated_and_reordered_deliveries_change_nothing(machine: Machine) -> None:
    sent = [machine.owner.award("award-1", str(n)) for n in range(6)]
    hear_unruly(machine, sent[:4], sent[1:3], [sent[5], sent[4]], sent, sent[::-1])
    assert machine.listener.of("award-1") == ["0", "1", "2", "3", "4", "5"]


def test_a_hole_is_filled_from_the_owner(machine: Machine) -> None:
    sent = [machine.owner.award("award-1", str(n)) for n in range(450)]
    hear_unruly(machine, sent[:2], sent[440:])
    assert machine.listener.of("award-1") == [str(n) for n in range(450)]


def test_a_hole_that_cannot_be_filled_holds_the_partition(machine: Machine) -> None:
    sent = [machine.owner.award("award-1", str(n)) for n in range(6)]
    machine.publish(*sent[:2], *sent[4:])
    kept, machine.owner.sent = machine.owner.sent, sent[:2]
    machine.settle()
    assert machine.listener.of("award-1") == ["0", "1"]
    machine.owner.sent = kept
    machine.until(lambda: machine.listener.total() == 6)
    assert machine.listener.of("award-1") == ["0", "1", "2", "3", "4", "5"]


# Poison


def test_a_poison_stream_is_parked_and_the_others_go_on(machine: Machine) -> None:
    machine.listener.fault = poison("bad")
    machine.publish(
        machine.owner.award("award-1", "good"), machine.owner.award("award-1", "bad"),
        machine.owner.award("award-2", "other"), machine.owner.award("award-1", "later"),
    )  # fmt: skip
    machine.settle()
    machine.publish(machine.owner.award("award-1", "latest"), machine.owner.award("award-2", "on"))
    machine.settle()
    assert machine.listener.of("award-1") == ["good"]
    assert machine.listener.of("award-2") == ["other", "on"]
    assert [one["reason"] for one in list_parked(machine.db)] == [
        "ZeroDivisionError", "behind", "behind",
    ]  # fmt: skip


def test_read_models_say_for_which_tenant_they_are_incomplete(machine: Machine) -> None:
    machine.listener.fault = poison("bad")
    machine.publish(machine.owner.award("award-1", "bad"))
    machine.settle()
    assert has_parked(machine.db)
    assert has_parked(machine.db, "school-1")
    assert not has_parked(machine.db, "school-2")


def test_a_stream_of_the_same_name_of_another_tenant_is_not_parked(machine: Machine) -> None:
    machine.listener.fault = poison("bad")
    machine.publish(
        machine.owner.award("award-1", "bad"), machine.owner.award("award-1", "good", "school-2")
    )
    machine.settle()
    assert machine.listener.of("award-1", "school-2") == ["good"]


def test_a_retry_after_the_repair_applies_the_stream_in_order(machine: Machine) -> None:
    machine.listener.fault = poison("1")
    machine.publish(*(machine.owner.award("award-1", str(n)) for n in range(4)))
    machine.settle()
    machine.listener.fault = lambda received: None
    assert retry(machine.db, "school-1", "award-1") == 3
    machine.until(lambda: not has_parked(machine.db))
    machine.publish(machine.owner.award("award-1", "4"))
    machine.settle()
    assert machine.listener.of("award-1") == ["0", "1", "2", "3", "4"]


def test_a_retry_that_fails_again_stays_parked(machine: Machine) -> None:
    machine.listener.fault = poison("1")
    machine.publish(*(machine.owner.award("award-1", str(n)) for n in range(4)))
    machine.settle()
    retry(machine.db, "school-1", "award-1")
    machine.until(lambda: not machine.db.parked.find_one({"asked": {"$exists": True}}))
    assert machine.listener.of("award-1") == ["0"]
    assert len(list_parked(machine.db)) == 3


def test_skipping_leaves_out_the_message_that_fails_only(machine: Machine) -> None:
    machine.listener.fault = poison("1")
    machine.publish(*(machine.owner.award("award-1", str(n)) for n in range(4)))
    machine.settle()
    skip(machine.db, "school-1", "award-1")
    machine.until(lambda: not has_parked(machine.db))
    assert machine.listener.of("award-1") == ["0", "2", "3"]


def test_an_unknown_message_is_parked_not_guessed(machine: Machine) -> None:
    sent = machine.owner.award("award-1")
    machine.publish(replace(sent, type="Unheard"))
    machine.settle()
    assert [one["reason"] for one in list_parked(machine.db)] == ["UnknownMessage"]


def test_parked_streams_are_known_to_the_next_process(machine: Machine) -> None:
    machine.listener.fault = poison("bad")
    machine.publish(machine.owner.award("award-1", "bad"))
    machine.settle()
    machine.listener.fault = lambda received: None
    machine.consumer.close()
    machine.consumer = machine.new_consumer()
    machine.publish(machine.owner.award("award-1", "later"))
    machine.settle()
    assert machine.listener.of("award-1") == []


# What may pass


@pytest.mark.parametrize("error", [AutoReconnect("away"), Unavailable("a peer is away")])
def test_a_transient_failure_holds_its_partition_only(machine: Machine, error: Exception) -> None:
    held = machine.owner.award("award-1", "held")
    machine.listener.fault = lambda received: error if received.stream == "award-1" else None
    other = machine.other_stream(held)
    machine.publish(held, machine.owner.award(other, "a"))
    machine.until(lambda: machine.listener.of(other) == ["a"])
    machine.publish(machine.owner.award(other, "b"))
    machine.until(lambda: machine.listener.of(other) == ["a", "b"])
    assert machine.consumer.held
    assert not has_parked(machine.db)
    machine.listener.fault = lambda received: None
    machine.until(lambda: machine.listener.of("award-1") == ["held"])
    assert not machine.consumer.held


def test_a_reaction_that_must_wait_leaves_no_effect(machine: Machine) -> None:
    machine.listener.reaction_fault = lambda received: Unavailable("a peer is away")
    machine.publish(machine.owner.award("award-1"))
    machine.settle()
    assert machine.listener.total() == 0
    machine.listener.reaction_fault = lambda received: None
    machine.until(lambda: machine.listener.total() == 1)


# Withdrawals


def test_a_withdrawal_is_held_and_its_subject_denied_first(machine: Machine) -> None:
    machine.listener.fault = failing(PersonErased, ZeroDivisionError())
    erased = machine.people.message("person-1", PersonErased(PersonId("p1")))
    machine.publish(erased)
    machine.settle()
    assert is_denied(machine.db, "school-1", "p1")
    assert not has_parked(machine.db)
    machine.publish(machine.owner.award(machine.other_stream(erased), "goes on"))
    machine.until(lambda: machine.listener.total() == 1)
    machine.listener.fault = lambda received: None
    machine.until(lambda: machine.listener.of("person-1") == ["PersonErased"])
    assert not is_denied(machine.db, "school-1", "p1")


def test_a_revoked_card_is_denied_where_it_was_shown(machine: Machine) -> None:
    machine.listener.fault = failing(SharingEnded, ZeroDivisionError())
    ended = SharingEnded(PersonId("m1"), TenantId("school-2"), PersonId("card-1"), "revoked")
    machine.publish(machine.people.message("mentor-m1", ended))
    machine.settle()
    assert is_denied(machine.db, "school-2", "card-1")
    assert not is_denied(machine.db, "school-1", "card-1")


def test_a_withdrawal_behind_something_held_denies_at_once(machine: Machine) -> None:
    machine.listener.fault = failing(ConsentGiven, Unavailable("a peer is away"))
    machine.publish(
        machine.people.message("person-1", ConsentGiven(PersonId("p1"), "x", NOW.date())),
        machine.people.message("person-1", PersonErased(PersonId("p1"))),
    )
    machine.settle()
    assert is_denied(machine.db, "school-1", "p1")


def test_a_withdrawal_in_a_parked_stream_is_applied_at_once(machine: Machine) -> None:
    machine.listener.fault = failing(ConsentGiven, ZeroDivisionError())
    machine.publish(
        machine.people.message("person-1", ConsentGiven(PersonId("p1"), "x", NOW.date())),
        machine.people.message("person-1", PersonErased(PersonId("p1"))),
    )
    machine.settle()
    assert machine.listener.of("person-1") == ["PersonErased"]
    machine.listener.fault = lambda received: None
    retry(machine.db, "school-1", "person-1")
    machine.until(lambda: not has_parked(machine.db))
    assert machine.listener.of("person-1")[-1] == "PersonErased"  # the last word is the erasure


# The bus it listens to


def test_another_bus_is_refused(machine: Machine) -> None:
    machine.publish(machine.owner.award("award-1"))
    machine.settle()
    machine.consumer.close()
    machine.db.checkpoints.update_many({}, {"$set": {"bus": "kafka:elsewhere"}})
    with pytest.raises(WrongBus, match="mentorbase bus switch"):
        machine.new_consumer().advance(0)
