"""Increments of one document are one write a batch, and nothing overtakes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.domain.ids import TenantId
from shared.mongo import Db, connect
from shared.projections.view import Batch, View

pytestmark = pytest.mark.integration


@pytest.fixture(name="db")
def _db(mongo_url: str, cell: str) -> Iterator[Db]:
    client = connect(mongo_url)
    yield client[f"{cell}_sums"]
    client.close()


def written(db: Db, *steps: str) -> tuple[dict[str, object] | None, int]:
    """The counter after the steps of one batch, and how many writes they were."""
    with db.client.start_session() as session, session.start_transaction():
        batch = Batch(db, session)
        view: View = batch.view("counters", TenantId("t"))
        for step in steps:
            match step:
                case "add":
                    view.increment("c", seen=1)
                case "set":
                    view.merge("c", seen=10)
                case "put":
                    view.put("c", {"seen": 5})
                case "delete":
                    view.delete("c")
                case "delete all":
                    view.delete_where(id="c")
                case "read":
                    view.get("c")
        count = len(batch._writes.get("counters", []))
        batch.flush_all()
    return db.counters.find_one({"_id": "t|c"}), count


@pytest.mark.parametrize(
    ("steps", "seen", "writes"),
    [
        (("add", "add", "add"), 3, 1),
        (("add", "set", "add", "add"), 12, 3),
        (("add", "put", "add"), 6, 3),
        (("add", "delete", "add", "add"), 2, 3),
        (("add", "delete all", "add"), 1, 3),
        (("add", "read", "add"), 2, 1),
    ],
)
def test_sums_are_those_of_the_steps_in_their_order(
    db: Db, steps: tuple[str, ...], seen: int, writes: int
) -> None:
    found, count = written(db, *steps)
    assert found is not None
    assert (found["seen"], count) == (seen, writes)
