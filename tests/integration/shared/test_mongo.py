"""What every process does to a store when it starts, done by several at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.domain.ids import new_id
from shared.mongo import connect, made

pytestmark = pytest.mark.integration

STARTING = 6


def test_several_processes_make_one_collection_at_the_same_moment(mongo_url: str) -> None:
    clients = [connect(mongo_url) for _ in range(STARTING)]
    name = f"made_{new_id()[:12]}"
    together = threading.Barrier(STARTING)

    def start(number: int) -> None:
        for collection in range(20):
            together.wait(timeout=30)
            made(clients[number][name], f"c{collection}")

    with ThreadPoolExecutor(STARTING) as threads:
        list(threads.map(start, range(STARTING)))

    assert set(clients[0][name].list_collection_names()) == {f"c{n}" for n in range(20)}
    clients[0].drop_database(name)
