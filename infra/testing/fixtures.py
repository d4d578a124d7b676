"""One fixture chooses each server: named by the environment, in a container, or started here."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from infra.mongod import LocalMongod
from infra.waiting import free_port


@pytest.fixture(scope="session")
def mongo_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real MongoDB replica set; ``MENTORBASE_TEST_MONGO_URL`` names one that runs already."""
    named = os.environ.get("MENTORBASE_TEST_MONGO_URL")
    if named:
        yield named
        return
    place = tmp_path_factory.mktemp("mongod")
    server = LocalMongod(place / "data", free_port(), place / "mongod.log")
    server.start()
    yield server.url
    server.stop()
