"""A cell moves to another bus: nothing is applied twice, nothing is left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from shared.bus.consumer import Consumer
from shared.bus.factory import open_bus
from shared.bus.outbox import read_messages
from shared.bus.port import Bus, WrongBus
from shared.bus.switch import ServicesRunning, switch
from shared.config import Settings
from shared.contracts.reporting import TOPIC
from shared.lease import Lease
from shared.mongo import Client, connect
from tests.integration.shared.bus_listener import Listener
from tests.integration.shared.bus_relay import Relay

pytestmark = [
    pytest.mark.integration,
    pytest.mark.filterwarnings("ignore:.*_text is deprecated:DeprecationWarning"),  # kafka-python
]


class Cell:
    """Reporting publishes, matching listens."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.client: Client = connect(settings.mongo_url)
        self._amounts = iter(range(3, 1000))

    def run(self, bus: Literal["embedded", "kafka"], deposits: int, *, hears: bool = True) -> None:
        """Starts, works, and stops."""
        settings = Settings.from_env("reporting", self._environ(bus))
        opened: Bus = open_bus(settings, self.client)
        try:
            relay = Relay(self.client[self.settings.database("reporting")], opened)
            for _ in range(deposits):
                relay.deposit(next(self._amounts), "a")
            relay.settle()
            if hears:
                self._hear(opened)
        finally:
            opened.close()

    def _hear(self, bus: Bus) -> None:
        owner = self.client[self.settings.database("reporting")]
        db = self.client[self.settings.database("matching")]
        listener = Listener(db)
        consumer = Consumer(
            "matching", db, bus, [TOPIC], listener,
            lambda topic, after, limit: read_messages(owner, after, limit),
        )  # fmt: skip
        last = owner.messages.count_documents({})
        for _ in range(100):
            consumer.advance(0.2)
            if listener.total() >= last:
                break
        consumer.advance(0.2)
        consumer.close()

    def _environ(self, bus: str) -> dict[str, str]:
        return {
            "MONGO_URL": self.settings.mongo_url,
            "MENTORBASE_CELL": self.settings.cell,
            "KAFKA_BOOTSTRAP_SERVERS": self.settings.kafka_bootstrap,
            "BUS": bus,
        }

    @property
    def heard(self) -> list[str]:
        listener = Listener(self.client[self.settings.database("matching")])
        return listener.of("ledger-a")


def settings_of(mongo_url: str, cell: str, bootstrap: str = "127.0.0.1:1") -> Settings:
    return Settings(
        service="reporting", mongo_url=mongo_url, cell=cell, bus="embedded",
        kafka_bootstrap=bootstrap, secrets=Path("unused"), urls={},
    )  # fmt: skip


@pytest.fixture(name="cell_")
def _cell(mongo_url: str, cell: str) -> Iterator[Cell]:
    made = Cell(settings_of(mongo_url, cell))
    yield made
    made.client.close()


def numbers(count: int) -> list[str]:
    return [str(number) for number in range(3, 3 + count)]


def test_a_lost_embedded_bus_is_filled_again(cell_: Cell) -> None:
    cell_.run("embedded", 5)
    cell_.run("embedded", 2, hears=False)
    cell_.client.drop_database(cell_.settings.database("bus"))
    with pytest.raises(WrongBus):
        cell_.run("embedded", 0)
    done = {one.service: one for one in switch(cell_.settings, "embedded")}
    assert (done["reporting"].published, done["matching"].places) == (7, 1)
    cell_.run("embedded", 3)
    assert cell_.heard == numbers(10)


def test_switching_again_does_nothing(cell_: Cell) -> None:
    cell_.run("embedded", 5)
    done = switch(cell_.settings, "embedded")
    assert all((one.published, one.places) == (0, 0) for one in done)
    assert all("already" in str(one) for one in done)


def test_a_running_cell_is_refused(cell_: Cell) -> None:
    cell_.run("embedded", 1)
    db = cell_.client[cell_.settings.database("reporting")]
    assert Lease(db, "relay", "worker").take()
    with pytest.raises(ServicesRunning, match="stop the services"):
        switch(cell_.settings, "embedded")


@pytest.mark.kafka
def test_to_kafka_and_back_everything_is_applied_once(
    mongo_url: str, cell: str, request: pytest.FixtureRequest
) -> None:
    broker = request.getfixturevalue("kafka")
    made = Cell(settings_of(mongo_url, cell, broker.bootstrap))
    made.run("embedded", 5)
    made.run("embedded", 3, hears=False)
    switch(made.settings, "kafka")
    with pytest.raises(WrongBus, match="mentorbase bus switch"):
        made.run("embedded", 0)
    made.run("kafka", 4)
    assert made.heard == numbers(12)
    switch(made.settings, "embedded")
    made.run("embedded", 4)
    assert made.heard == numbers(16)
    made.client.close()
