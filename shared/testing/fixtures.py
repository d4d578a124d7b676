"""What tests ask for that is not a server."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from pymongo import MongoClient


@pytest.fixture
def cell(mongo_url: str) -> Iterator[str]:
    """A prefix of database names that is this test's own; its databases are dropped afterwards."""
    prefix = f"t{uuid.uuid4().hex[:12]}"
    yield prefix
    with MongoClient[dict[str, object]](mongo_url, serverSelectionTimeoutMS=5000) as client:
        for name in client.list_database_names():
            if name.startswith(prefix):
                client.drop_database(name)
