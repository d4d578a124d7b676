"""One fixture chooses each server: named by the environment, in a container, or started here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from infra.broker.kafka import Kafka
from infra.mongod import LocalMongod
from infra.testing.containers import KafkaContainer, MongoContainer, docker_answers
from infra.testing.groups import find_chromium
from infra.waiting import free_port
from shared.mongo import connect


class Broker(Protocol):
    """A real broker in a test's hands: ``kill`` is ``kill -9``; ``start`` goes on with its data
    on the same port."""

    @property
    def bootstrap(self) -> str: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def kill(self) -> None: ...


_SHARED: list[str] = []


def _databases() -> set[tuple[str, str]]:
    """(server, database) of all that tests have made so far."""
    found = set()
    for url in _SHARED:
        with connect(url) as client:
            found |= {(url, name) for name in client.list_database_names()}
    return {(url, name) for url, name in found if name not in ("admin", "config", "local")}


def _drop(databases: set[tuple[str, str]]) -> None:
    for url in {url for url, _ in databases}:
        with connect(url) as client:
            for name in sorted(name for there, name in databases if there == url):
                client.drop_database(name)


@pytest.fixture(scope="module", autouse=True)
def _module_emptied() -> Iterator[None]:
    """What a module's tests have stored goes with it: every collection and index is a file that
    the server keeps open, and a whole run makes tens of thousands."""
    yield
    _drop(_databases())


@pytest.fixture(autouse=True)
def _test_emptied() -> Iterator[None]:
    """The stores of cells that a test made for itself go with the test."""
    before = {name.rpartition("_")[0] for _, name in _databases()}
    yield
    _drop({(url, name) for url, name in _databases() if name.rpartition("_")[0] not in before})


@pytest.fixture(scope="session")
def mongo_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real MongoDB replica set; ``MENTORBASE_TEST_MONGO_URL`` names one that runs already."""
    named = os.environ.get("MENTORBASE_TEST_MONGO_URL")
    if named:
        yield named
    elif docker_answers():
        container = MongoContainer()
        container.start()
        yield container.url
        container.remove()
    else:
        server = _local_mongod(tmp_path_factory.mktemp("mongod"))
        server.start()
        _SHARED.append(server.url)
        yield server.url
        _SHARED.remove(server.url)
        server.stop()


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """A real broker for the tests marked ``kafka``. Whoever kills it starts it again."""
    if docker_answers():
        container = KafkaContainer()
        container.start()
        yield container
        container.remove()
    else:
        broker = _local_kafka(tmp_path_factory.mktemp("kafka"))
        broker.start()
        yield broker
        broker.stop()


@pytest.fixture
def own_mongod(tmp_path: Path) -> Iterator[LocalMongod]:
    """A MongoDB of this test alone, to kill and to look into; its files are in ``.data``."""
    server = _local_mongod(tmp_path / "mongod")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_kafka(tmp_path: Path) -> Iterator[Kafka]:
    """A broker of this test alone; its files are in ``.data``."""
    broker = _local_kafka(tmp_path / "kafka")
    broker.start()
    yield broker
    broker.stop()


def _local_mongod(place: Path) -> LocalMongod:
    # For so long a server keeps what was dropped; usual are 300 s.
    extra = ("--setParameter", "minSnapshotHistoryWindowInSeconds=5", "--syncdelay", "10")
    return LocalMongod(place / "data", free_port(), place / "mongod.log", extra=extra)


def _local_kafka(place: Path) -> Kafka:
    return Kafka(place / "data", place / "kafka.log", free_port(), free_port())


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright with the system's Chromium; root has no sandbox to enter."""
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": sandbox}
