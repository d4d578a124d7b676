"""The second process of a service: relay, read models, policies, consumer and scheduler."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from shared.bells import Watch
from shared.bus.factory import open_bus
from shared.bus.outbox import Outbox
from shared.eventstore.recent import BATCH, RecentLog
from shared.eventstore.sequencer import Sequencer
from shared.lease import Lease
from shared.mongo import connect, is_transient
from shared.observability.logs import configure, logger
from shared.policies import PolicyRunner
from shared.projections.consumption import consumer_for
from shared.projections.runner import ProjectionRunner
from shared.scheduler import Scheduler
from shared.service import Chore, Service
from shared.wake import POLL_SECONDS, Waker

_log = logger(__name__)
_TICK_SECONDS = 5.0
_CHORE_SECONDS = 0.5
_LEASE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Steps that find work begin no closer together, the more they find the farther apart: under
    load one step then takes more, for less. What comes after a pause does not wait. In seconds."""

    least: float
    each: float
    most: float

    def after(self, done: int) -> float:
        return min(self.most, max(self.least, done * self.each))


RELAY = Pace(0.005, 0.002, 0.025)
VIEWS = Pace(0.02, 0.004, 0.06)
LISTENING = Pace(0.0, 0.001, 0.02)
DEAF_SECONDS = 0.03
"""Between polls while nothing that comes concerns the service."""


class Signal:
    """Counts what happened; whoever noted the count before looking misses nothing while it looks."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self.count = 0

    def give(self) -> None:
        with self._condition:
            self.count += 1
            self._condition.notify_all()

    def wait(self, seen: int, seconds: float) -> None:
        with self._condition:
            self._condition.wait_for(lambda: self.count != seen, seconds)


def _all_of(chore: Chore, service: Service) -> int:
    """Its next step follows at once as long as it does anything."""
    return BATCH if chore.step(service) else 0


def _no_wait(seen: int, seconds: float) -> None:
    """The consumer waits inside its own poll."""


def _watch_commits(service: Service) -> Watch:
    if service.bells is not None:
        return service.bells.listen([service.commits_bell])
    watcher = connect(service.settings.mongo_url, timeout_ms=None)[service.settings.database()]
    return Waker(watcher, "commits").start()


class Worker:
    """Threads that each repeat one step until told to stop.

    A step answers how much it did: with less than a batch it has seen all there was, and may wait
    for what came since it began to look. A transient failure
    is retried without limit; any other is logged and retried too, after a pause: the process that
    holds the data must not die of one bad document, and must not hide that it is stuck.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._stopped = threading.Event()
        self._commits = _watch_commits(service)
        self._stamps = Signal()
        self._numbered = Signal()
        self._threads: list[threading.Thread] = []
        self._holder = f"{socket.gethostname()}:{os.getpid()}"

    def start(self) -> None:
        service = self._service
        self._log = log = RecentLog(service.store)
        self._runner = ProjectionRunner(service.db, log, service.definition.projections)
        self._runner.prepare()
        self._bus = open_bus(service.settings, service.client, service.bells)
        self._outbox = Outbox(service.db, log, service.definition, self._bus)
        self._outbox.start()
        self._sequencer = Sequencer(service.db)
        self._lease = Lease(service.db, "relay", self._holder, _LEASE_SECONDS)
        self._lease_until = 0.0
        self._spawn("relay", self._relay_step, lambda seen, seconds: self._commits.wait(seconds),
                    pace=RELAY.after)  # fmt: skip
        self._spawn("outbox", self._outbox_step, self._stamps.wait, pace=RELAY.after)
        self._spawn("publisher", self._outbox.publish_batch, self._numbered.wait,
                    signal=self._numbered)  # fmt: skip
        self._spawn("views", self._runner.advance, self._stamps.wait, pace=VIEWS.after)
        if service.definition.policies:
            policies = PolicyRunner(service, service.db, log)
            self._spawn("policies", policies.advance, self._stamps.wait, pace=VIEWS.after)
        if service.definition.topics:
            self._consumer = consumer_for(service, self._runner, self._bus)
            self._spawn("consumer", self._consumer.advance, _no_wait, pace=self._listening)
        if service.definition.jobs:
            scheduler = Scheduler(service)
            self._spawn("scheduler", scheduler.tick, self._pause, pause=_TICK_SECONDS)
        for chore in service.definition.chores:
            self._spawn(chore.name, partial(_all_of, chore, service), self._pause,
                        pause=_CHORE_SECONDS)  # fmt: skip

    def stop(self) -> None:
        self._stopped.set()
        self._commits.stop()
        self._stamps.give()
        self._numbered.give()
        for thread in self._threads:
            thread.join(timeout=10)
        self._runner.close()
        self._outbox.close()
        self._bus.close()

    def _relay_step(self) -> int:
        if time.monotonic() >= self._lease_until:
            if self._lease.take() is None:
                self._stopped.wait(POLL_SECONDS)
                return 0
            self._lease_until = time.monotonic() + _LEASE_SECONDS / 2
        stamped = self._sequencer.stamp()
        if stamped:
            self._log.stamped()
            self._stamps.give()
        return BATCH if self._sequencer.behind else min(stamped, BATCH - 1)

    def _outbox_step(self) -> int:
        read = self._outbox.store_batch()
        if read:
            self._numbered.give()
        return read

    def _listening(self, done: int) -> float:
        return LISTENING.after(done) if self._consumer.heard else DEAF_SECONDS

    def _pause(self, seen: int, seconds: float) -> None:
        self._stopped.wait(seconds)

    def _spawn(
        self,
        name: str,
        step: Callable[[], int],
        wait: Callable[[int, float], object],
        pause: float = POLL_SECONDS,
        pace: Callable[[int], float] = lambda done: 0.0,
        signal: Signal | None = None,
    ) -> None:
        awaited = signal or self._stamps

        def loop() -> None:
            failures = done = 0
            begun = 0.0
            while not self._stopped.is_set():
                early = begun + pace(done) - time.monotonic()
                if early > 0:
                    self._stopped.wait(early)
                begun = time.monotonic()
                seen = awaited.count
                try:
                    done = step()
                    failures = 0
                    if done < BATCH:
                        wait(seen, pause)
                except Exception as error:
                    failures += 1
                    kind = "held" if is_transient(error) else "failed"
                    _log.error(kind, thread=name, reason=type(error).__name__, failures=failures)
                    self._stopped.wait(min(5.0, 0.1 * 2 ** min(failures, 6)))

        thread = threading.Thread(target=loop, name=name, daemon=True)
        thread.start()
        self._threads.append(thread)


def run(service: Service) -> None:
    """Until SIGTERM or SIGINT; every step that was begun is finished first."""
    configure(service.name)
    done = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: done.set())
    signal.signal(signal.SIGINT, lambda *_: done.set())
    worker = Worker(service)
    worker.start()
    _log.info("worker_started", service=service.name)
    done.wait()
    worker.stop()
    _log.info("worker_stopped", service=service.name)
