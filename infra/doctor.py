"""What is installed here, what runs, and what is missing for what."""

from __future__ import annotations

import platform
import shutil
import stat
from collections.abc import Callable, Iterator

from infra.broker.kafka import cached_jars, find_java, find_maven
from infra.healthcheck import is_ready
from infra.layout import Layout, is_taken
from infra.mongod import find_mongod
from infra.waiting import NotReady
from shared.config import PORTS


def findings() -> Iterator[str]:
    """One line each, with the remedy where something is missing."""
    layout = Layout.from_env()
    yield f"Python    {platform.python_version()}"
    yield f"MongoDB   {layout.mongo_url or _found(find_mongod)}"
    yield f"Java      {_found(find_java)}"
    yield f"Kafka     {layout.kafka_bootstrap or _found(_kafka)}"
    browser = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    yield f"Chromium  {browser or 'missing, for the browser tests: sudo apt install chromium'}"
    yield f"Secrets   {_secrets(layout)}"
    for name in PORTS:
        yield f"{name:<14}{_process(layout.ports[name])}"


def _kafka() -> str:
    place = cached_jars()
    return str(place) if place.exists() else f"to be fetched once by {find_maven()}"


def _found(find: Callable[[], object]) -> str:
    try:
        return str(find())
    except NotReady as missing:
        return f"missing: {missing}"


def _secrets(layout: Layout) -> str:
    master = layout.secrets / "master.key"
    if not master.exists():
        return f"none yet in {layout.secrets}; the first start makes them"
    if stat.S_IMODE(master.stat().st_mode) & 0o077:
        return f"{master} can be read by others: chmod 600 {master}"
    return f"{layout.secrets}; keep a copy apart from the data: without it they cannot be read"


def _process(port: int) -> str:
    if is_ready(port, seconds=1.0):
        return f"ready on port {port}"
    return f"port {port} is taken, by something not ready" if is_taken(port) else "does not run"
