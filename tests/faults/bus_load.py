"""A relay and a listener at work in threads, while a writer goes on and servers come and go."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from pymongo.errors import PyMongoError

from shared.bus.consumer import Consumer
from shared.bus.failures import may_pass
from shared.bus.outbox import read_messages
from shared.bus.port import Bus
from shared.contracts.reporting import TOPIC
from shared.mongo import Client
from tests.integration.shared.bus_listener import Listener
from tests.integration.shared.bus_relay import Relay

STREAMS = 11


class Load:
    """Every acknowledged deposit must be heard once, in the order of its stream."""

    def __init__(self, client: Client, cell: str, bus: Bus) -> None:
        self._owner = client[f"{cell}_reporting"]
        self._db = client[f"{cell}_matching"]
        self.relay = Relay(self._owner, bus)
        self.listener = Listener(self._db)
        self.consumer = Consumer("matching", self._db, bus, [TOPIC], self.listener, self._fill)
        self.failures = 0
        self.written: dict[str, list[str]] = {}
        self._amount = 2
        self._stopped = threading.Event()
        self._unexpected: list[Exception] = []
        self._threads = [
            threading.Thread(target=self._repeat, args=(step,), daemon=True)
            for step in (self._relay, lambda: self.consumer.advance(0.2), self._write)
        ]
        self._writing = threading.Event()

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join(30)
        self.consumer.close()

    @property
    def acknowledged(self) -> int:
        return sum(len(amounts) for amounts in list(self.written.values()))

    def write(self, count: int, seconds: float = 60.0) -> None:
        """Until so many more deposits are acknowledged."""
        goal = self.acknowledged + count
        self._writing.set()
        try:
            self.until(lambda: self.acknowledged >= goal, seconds)
        finally:
            self._writing.clear()

    def begin_writing(self) -> None:
        self._writing.set()

    def end_writing(self) -> None:
        self._writing.clear()

    def settle(self, seconds: float = 60.0) -> None:
        """Until the listener has heard everything, and a moment longer."""
        self.end_writing()
        self.until(lambda: self._heard() >= self.acknowledged, seconds)
        time.sleep(0.5)  # a second delivery would come now

    def verify(self) -> None:
        heard = {stream: self.listener.of(f"ledger-{stream}") for stream in self.written}
        assert heard == self.written

    def until(self, reached: Callable[[], bool], seconds: float) -> None:
        end = time.monotonic() + seconds
        while not reached():
            assert not self._unexpected, repr(self._unexpected[0])
            assert time.monotonic() < end, f"heard {self._heard()} of {self.acknowledged}"
            self._stopped.wait(0.02)

    def _heard(self) -> int:
        try:
            return self.listener.total()
        except PyMongoError:
            return -1

    def _fill(self, topic: str, after: int, limit: int) -> list[object]:
        return read_messages(self._owner, after, limit)  # type: ignore[return-value]

    def _relay(self) -> None:
        self.relay.stamp()
        if not self.relay.outbox.advance():
            self._stopped.wait(0.01)

    def _write(self) -> None:
        if not self._writing.wait(0.1):
            return
        amount = self._amount + 1
        stream = f"s{amount % STREAMS}"
        self.relay.deposit(amount, stream)  # the same key again after a failure
        self._amount = amount
        self.written.setdefault(stream, []).append(str(amount))

    def _repeat(self, step: Callable[[], object]) -> None:
        while not self._stopped.is_set():
            try:
                step()
            except Exception as error:
                if not may_pass(error):
                    self._unexpected.append(error)
                    return
                self.failures += 1
                self._stopped.wait(0.1)
