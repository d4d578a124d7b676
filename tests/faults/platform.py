"""Some services of the platform as real processes, on a MongoDB and a broker of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http.server import ThreadingHTTPServer
from pathlib import Path

from infra.broker.kafka import Kafka
from infra.layout import Layout
from infra.mongod import LocalMongod
from infra.process import Child
from infra.supervisor import Stack
from infra.testing.peers import JsonPeer, serving
from infra.waiting import free_port, wait_until
from shared.config import SERVICES, Settings
from shared.http.tokens import Issuer
from shared.mongo import Client, Db, connect

CELL = "faults"
READY_SECONDS = 60.0


class Platform:
    """Kills are ``kill -9`` of a whole process group; starts go on with the same data and ports."""

    def __init__(
        self,
        home: Path,
        services: Sequence[str],
        *,
        bus: str = "embedded",
        silent_peer: int = 0,
        mongod_options: Sequence[str] = (),
    ) -> None:
        ports = {name: free_port() for name in ("mongo", "kafka", "kafka_controller", "gateway")}
        # A service that is not part of the test has published nothing.
        ports |= {name: free_port() if name in services else silent_peer for name in SERVICES}
        self.services = tuple(services)
        self.layout = Layout(home, bus, ports, CELL, None, None)
        self.mongod = LocalMongod(
            home / "mongo", ports["mongo"], self.layout.logs / "mongod.log", extra=mongod_options
        )
        self.kafka: Kafka | None = None
        if bus == "kafka":
            self.kafka = Kafka(
                home / "kafka", self.layout.logs / "kafka.log", ports["kafka"],
                ports["kafka_controller"],
            )  # fmt: skip
        self._stack = Stack(self.layout)
        self._stack.mongod = self.mongod
        self._client: Client | None = None

    # Starting and stopping

    def start_servers(self) -> None:
        self.layout.ensure_secrets()
        self.mongod.start()
        if self.kafka is not None:
            self.kafka.start()

    def start_services(self) -> None:
        for service in self.services:
            self._stack.start_child(service)
            self._stack.start_child(f"{service}-worker")
        for service in self.services:
            self._stack.wait_ready(service)

    def stop(self) -> None:
        if self._client is not None:
            self._client.close()
        self._stack.stop()
        if self.kafka is not None:
            with suppress(RuntimeError):
                self.kafka.stop()

    def child(self, name: str) -> Child:
        return self._stack.children[name]

    def kill(self, name: str) -> None:
        """A service, ``<service>-worker``, ``mongod`` or ``kafka``; gone when this returns."""
        self._victim(name).kill()

    def start(self, name: str) -> None:
        """Starts what was killed; returns when it answers."""
        if name == "mongod":
            self.mongod.start()
        elif name == "kafka":
            assert self.kafka is not None
            self.kafka.start()
        else:
            self._stack.start_child(name)
            if name in self.services:
                self._stack.wait_ready(name)

    def _victim(self, name: str) -> Child:
        if name == "mongod":
            return self.mongod.child
        if name == "kafka":
            assert self.kafka is not None
            return self.kafka.child
        return self.child(name)

    # Looking

    @property
    def client(self) -> Client:
        if self._client is None:
            self._client = connect(self.mongod.url)
        return self._client

    def db(self, service: str) -> Db:
        return self.client[f"{CELL}_{service}"]

    def url(self, service: str) -> str:
        return f"http://127.0.0.1:{self.layout.ports[service]}"

    def settings(self, service: str) -> Settings:
        return Settings.from_env(service, self.layout.environment(self.mongod.url))

    def issuer(self, name: str = "gateway") -> Issuer:
        return Issuer(name, self.layout.secrets)

    def eventually(self, true: Callable[[], bool], what: str, seconds: float = 30.0) -> None:
        """Waits with a deadline, and ends early when a process that should run does not."""

        def alive() -> None:
            for child in self._stack.children.values():
                child.check()

        wait_until(true, seconds, what, alive)


@contextmanager
def silent_peer() -> Iterator[int]:
    """The port of a service that has published nothing: for those that are not part of a test."""

    class Peer(JsonPeer):
        def get(self) -> None:
            self.answer({"items": []})

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Peer)) as server:
        yield server.server_port


@contextmanager
def running(home: Path, services: Sequence[str], *, bus: str = "embedded") -> Iterator[Platform]:
    """A platform that answers, stopped at the end whatever happened."""
    with silent_peer() as peer:
        platform = Platform(home, services, bus=bus, silent_peer=peer)
        try:
            platform.start_servers()
            platform.start_services()
            yield platform
        finally:
            platform.stop()
