"""Starts the whole platform on one machine, watches it, and stops it in order."""

from __future__ import annotations

import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from infra.broker.kafka import Kafka
from infra.layout import Layout
from infra.mongod import LocalMongod
from infra.process import Child
from infra.waiting import NotReady, wait_until
from shared.config import SERVICES

READY_SECONDS = 60.0
_MAX_RESTARTS = 5


class Stack:
    """mongod, the broker where asked for, four services, four workers, the gateway."""

    def __init__(self, layout: Layout, say: Callable[[str], None] = lambda line: None) -> None:
        self.layout = layout
        self._say = say
        self.mongod: LocalMongod | None = None
        self.kafka: Kafka | None = None
        self.children: dict[str, Child] = {}
        self._commands: dict[str, list[str]] = {}
        self._restarts: dict[str, int] = {}
        self._stopping = threading.Event()

    @property
    def mongo_url(self) -> str:
        return self.layout.mongo_url or (self.mongod.url if self.mongod else "")

    def start(self) -> None:
        """Returns when every process answers. Raises NotReady after stopping what was begun."""
        layout = self.layout
        layout.require_free_ports()
        layout.ensure_secrets()
        try:
            self._start_servers()
            for service in SERVICES:
                self.start_child(service)
                self.start_child(f"{service}-worker")
            self.start_child("gateway")
            for name in (*SERVICES, "gateway"):
                self.wait_ready(name)
        except BaseException:
            self.stop()
            raise

    def _start_servers(self) -> None:
        layout = self.layout
        if layout.mongo_url is None:
            self._say("MongoDB …")
            self.mongod = LocalMongod(
                layout.home / "mongo", layout.ports["mongo"], layout.logs / "mongod.log"
            )
            self.mongod.start()
        if layout.bus == "kafka" and layout.kafka_bootstrap is None:
            self._say("Kafka …")
            self.kafka = Kafka(
                layout.home / "kafka",
                layout.logs / "kafka.log",
                layout.ports["kafka"],
                layout.ports["kafka_controller"],
            )
            self.kafka.start()
        self._say("services …")

    def start_child(self, name: str) -> Child:
        """Starts (again) one process: a service, ``<service>-worker`` or ``gateway``."""
        command = self._command(name)
        child = Child(
            name, command, self.layout.logs / f"{name}.log", self.layout.environment(self.mongo_url)
        )
        child.start()
        self.children[name] = child
        return child

    def _command(self, name: str) -> list[str]:
        if name.endswith("-worker"):
            return [sys.executable, "-m", f"services.{name.removesuffix('-worker')}.worker"]
        module = "gateway.wsgi" if name == "gateway" else f"services.{name}.wsgi"
        return [
            sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.layout.ports[name]}",
            "--worker-class", "gthread", "--workers", "1", "--threads", "8", "--timeout", "60",
            "--graceful-timeout", "10", "--keep-alive", "30", "--log-level", "warning",
            "--no-control-socket", "--name", f"mentorbase-{name}", f"{module}:create()",
        ]  # fmt: skip

    def wait_ready(self, name: str) -> None:
        url = f"http://127.0.0.1:{self.layout.ports[name]}/readyz"
        wait_until(lambda: _ok(url), READY_SECONDS, name, self.children[name].check)

    def watch(self, stopped: threading.Event) -> None:
        """Until told to stop; a process that dies is started again, more slowly each time."""
        while not stopped.wait(1.0):
            for name, child in list(self.children.items()):
                if child.running:
                    continue
                count = self._restarts[name] = self._restarts.get(name, 0) + 1
                if count > _MAX_RESTARTS:
                    raise NotReady(f"{name} keeps stopping:\n{child.tail()}")
                self._say(f"{name} stopped and is started again; see {child.log}")
                stopped.wait(min(10.0, 0.5 * 2**count))
                self.start_child(name)

    def stop(self) -> None:
        """The gateway first, MongoDB last; every request and step that was begun is finished."""
        order = ["gateway", *SERVICES, *(f"{service}-worker" for service in SERVICES)]
        running = [self.children[name] for name in order if name in self.children]
        stoppers = [threading.Thread(target=child.stop) for child in running]
        for stopper in stoppers:
            stopper.start()
        for stopper in stoppers:
            stopper.join()
        if self.kafka is not None:
            self.kafka.stop()
        if self.mongod is not None:
            self.mongod.stop()


def _ok(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def started_in(begin: float) -> str:
    return f"{time.monotonic() - begin:.1f} s"
