"""Starts the whole platform on one machine, watches it, and stops it in order."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from infra.broker.kafka import Kafka
from infra.healthcheck import is_ready
from infra.layout import Layout
from infra.mongod import LocalMongod
from infra.process import Child, Forked
from infra.programs import command_of, main_of, preload
from infra.waiting import NotReady, wait_until
from shared.config import SERVICES

READY_SECONDS = 90.0
_LONGEST_PAUSE = 30.0
_FORGIVEN_AFTER = 60.0


@dataclass(slots=True)
class Fall:
    """How often a process fell lately, and when it is due to be started again."""

    count: int = 0
    last: float = 0.0
    due: float | None = None

    def note(self, now: float) -> float:
        """Answers the pause before the next start: twice as long each time, up to half a minute."""
        self.count = 1 if now - self.last > _FORGIVEN_AFTER else self.count + 1
        self.last = now
        pause = min(_LONGEST_PAUSE, 0.5 * 2**self.count)
        self.due = now + pause
        return pause


class Stack:
    """mongod, the broker where asked for, four services, four workers, the gateway.

    ``forking`` makes the processes copies of this one, which must then have no other threads:
    they start several times faster and share the memory of what they all import.
    """

    def __init__(
        self,
        layout: Layout,
        say: Callable[[str], None] = lambda line: None,
        *,
        forking: bool = False,
    ) -> None:
        self.layout = layout
        self._say = say
        self._forking = forking
        self.mongod: LocalMongod | None = None
        self.kafka: Kafka | None = None
        self.children: dict[str, Child] = {}
        self._falls: dict[str, Fall] = {}

    @property
    def mongo_url(self) -> str:
        return self.layout.mongo_url or (self.mongod.url if self.mongod else "")

    def start(self) -> None:
        """Returns when every process answers. Raises NotReady after stopping what was begun."""
        self.layout.require_free_ports()
        self.layout.ensure_secrets()
        try:
            self.start_servers()
            self._say("the four services and the gateway …")
            for name in (*SERVICES, "gateway", *(f"{service}-worker" for service in SERVICES)):
                self.start_child(name)
            for name in (*SERVICES, "gateway"):
                self.wait_ready(name)
            for service in SERVICES:
                self._wait_for_worker(f"{service}-worker")
        except BaseException:
            self.stop()
            raise

    def start_servers(self) -> None:
        """MongoDB and the broker, each unless the environment names one. Raises NotReady."""
        layout = self.layout
        if layout.mongo_url is None:
            self._say("MongoDB …")
            self.mongod = LocalMongod(
                layout.home / "mongo", layout.ports["mongo"], layout.logs / "mongod.log"
            )
            self.mongod.launch()
        if self._forking:
            preload(layout.bus)
        if self.mongod is not None:
            self.mongod.wait_ready()
        if layout.bus == "kafka" and layout.kafka_bootstrap is None:
            self._say("Kafka …")
            self.kafka = Kafka(
                layout.home / "kafka",
                layout.logs / "kafka.log",
                layout.ports["kafka"],
                layout.ports["kafka_controller"],
            )
            self.kafka.start()

    def start_child(self, name: str) -> Child:
        """Starts (again) one process: a service, ``<service>-worker`` or ``gateway``."""
        environ = self.layout.environment(self.mongo_url)
        if name in self.layout.ports:
            environ["BIND"] = f"127.0.0.1:{self.layout.ports[name]}"
        log = self.layout.logs / f"{name}.log"
        child = (
            Forked(name, main_of(name), log, environ)
            if self._forking
            else Child(name, command_of(name), log, environ)
        )
        child.start()
        self.children[name] = child
        return child

    def wait_ready(self, name: str) -> None:
        port = self.layout.ports[name]
        wait_until(
            lambda: is_ready(port), READY_SECONDS, f"the {name} process", self.children[name].check
        )

    def _wait_for_worker(self, name: str) -> None:
        """It has no port to ask; it ends at once where the store belongs to another bus."""
        child = self.children[name]
        wait_until(lambda: child.has_said("worker_started"), READY_SECONDS, name, child.check)

    def watch(self, stopped: threading.Event) -> None:
        """Until told to stop; what falls is started again, after a longer pause each time."""
        while not stopped.wait(0.5):
            for name in self._fallen():
                fall = self._falls.setdefault(name, Fall())
                if fall.due is None:
                    pause = fall.note(time.monotonic())
                    self._say(f"{name} stopped; it is started again in {pause:.0f} s")
                elif time.monotonic() >= fall.due:
                    fall.due = None
                    self._raise(name)

    def _fallen(self) -> list[str]:
        fallen = [name for name, child in self.children.items() if not child.running]
        if self.kafka is not None and not self.kafka.child.running:
            fallen.insert(0, "kafka")
        if self.mongod is not None and not self.mongod.child.running:
            fallen.insert(0, "mongod")
        return fallen

    def _raise(self, name: str) -> None:
        server = {"mongod": self.mongod, "kafka": self.kafka}.get(name)
        try:
            if server is None:
                self.start_child(name)
            else:
                server.start()
        except NotReady as error:
            self._say(str(error))

    def stop(self) -> None:
        """The gateway first, MongoDB last; every request and step that was begun is finished."""
        if self.mongod is not None or self.children:
            self._say("stopping …")
        for names in (("gateway",), SERVICES, tuple(f"{service}-worker" for service in SERVICES)):
            children = [self.children[name] for name in names if name in self.children]
            for child in children:
                child.ask_to_stop()
            for child in children:
                child.stop()
        self.children = {}
        if self.kafka is not None:
            self.kafka.stop()
            self.kafka = None
        if self.mongod is not None:
            self.mongod.stop()
            self.mongod = None
