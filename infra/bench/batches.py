"""Applying events in batches, and rebuilding, against bare loops with the same writes."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from typing import Any

from pymongo import UpdateOne

from infra.bench.report import Row, alternate
from shared.domain.envelope import Recorded
from shared.domain.ids import ActorId, CommitId, StreamId, TenantId, new_id
from shared.eventstore.codec import EventCodec
from shared.eventstore.mongo import MongoEventStore, create_indexes
from shared.eventstore.port import Appending
from shared.eventstore.recent import BATCH
from shared.eventstore.sequencer import Sequencer
from shared.mongo import TRANSACTION, Client, Db, connect
from shared.projections.projection import Projection
from shared.projections.registry import Registry, collection_of
from shared.projections.runner import ProjectionRunner
from shared.projections.view import View
from shared.testing.ledger import LEDGER, Deposited
from shared.testing.sealing import PlainSealer

EVENTS = 6_000
STREAMS = 300
_TENANT = TenantId("school-bench")


class Balances(Projection):
    name = "balances"

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case Deposited(amount, note):
                view.merge(recorded.key, note=note, version=recorded.version)
                view.increment(recorded.key, balance=amount)


class _Log:
    """A store with a stamped log, the same for every round."""

    def __init__(self, client: Client, db: Db) -> None:
        client.drop_database(db.name)
        create_indexes(db)
        self.db = db
        self.store = MongoEventStore(db, EventCodec([LEDGER], PlainSealer()))
        codec = EventCodec([LEDGER], PlainSealer())
        documents = []
        for number in range(EVENTS):
            stream, version = f"ledger-{number % STREAMS}", number // STREAMS + 1
            one = Appending(
                CommitId(new_id()), _TENANT, StreamId(stream), version - 1,
                (Deposited(1, "a note of usual length"),), "b" * 64, ActorId("a"), "c", "",
                datetime.now(timezone.utc),
            )  # fmt: skip
            documents.append(
                {
                    "_id": one.commit, "tenant": _TENANT, "stream": stream, "body": one.body,
                    "actor": "a", "correlation": "c", "causation": "",
                    "recorded_at": one.recorded_at, "from": version, "to": version,
                    "events": codec.encode(_TENANT, stream, version, one.events),
                    "pending": True,
                }
            )  # fmt: skip
        db.commits.insert_many(documents)
        sequencer = Sequencer(db)
        while sequencer.stamp():
            pass
        self._runner().prepare()

    def _runner(self) -> ProjectionRunner:
        return ProjectionRunner(self.db, self.store, [Balances()])

    def ours(self) -> float:
        """Events per second from position 0 into an empty generation."""
        self.db[collection_of("balances", 1)].delete_many({})
        self.db.checkpoints.update_one(
            {"_id": "view|balances|g1|log"}, {"$set": {"position": 0}}, upsert=True
        )
        runner = self._runner()
        begin = time.monotonic()
        while runner.advance():
            pass
        seconds = time.monotonic() - begin
        held = self.db[collection_of("balances", 1)].aggregate(
            [{"$group": {"_id": None, "sum": {"$sum": "$balance"}}}]
        )
        assert next(held)["sum"] == EVENTS
        return EVENTS / seconds

    def rebuilt(self) -> float:
        """Events per second of a generation built beside the one that is read."""
        registry = Registry(self.db)
        generation = registry.begin(Balances())
        runner = self._runner()
        begin = time.monotonic()
        while registry.get("balances").building is not None:
            runner.advance()
        seconds = time.monotonic() - begin
        registry.drop("balances", min(registry.get("balances").all))
        assert registry.get("balances").active == generation
        return EVENTS / seconds

    def bare(self) -> float:
        """A scan by position, the same updates, a checkpoint, batches in transactions."""
        self.db.bare.drop()
        self.db.create_collection("bare")
        self.db.bare.create_index([("tenant", 1), ("id", 1)])
        self.db.bare_checkpoint.replace_one({"_id": 1}, {"position": 0}, upsert=True)
        begin = time.monotonic()
        position = 0
        while True:
            found = list(
                self.db.commits.find({"position": {"$gt": position}}).sort("position").limit(BATCH)
            )
            if not found:
                return EVENTS / (time.monotonic() - begin)
            writes = []
            for document in found:
                data = document["events"][0]["data"]
                key = document["stream"].split("-", 1)[1]
                id = f"{_TENANT}|{key}"
                fields = {
                    "tenant": _TENANT,
                    "id": key,
                    "note": data["note"],
                    "version": document["from"],
                }
                writes.append(UpdateOne({"_id": id}, {"$set": fields}, upsert=True))
                writes.append(
                    UpdateOne(
                        {"_id": id},
                        {
                            "$inc": {"balance": data["amount"]},
                            "$set": {"tenant": _TENANT, "id": key},
                        },
                        upsert=True,
                    )
                )
            last = found[-1]["position"]
            with (
                self.db.client.start_session() as session,
                session.start_transaction(**TRANSACTION),
            ):
                self.db.bare.bulk_write(writes, ordered=True, session=session)
                self.db.bare_checkpoint.update_one(
                    {"_id": 1, "position": position}, {"$set": {"position": last}}, session=session
                )
            position = last


def measure(url: str, cell: str, rounds: int = 5) -> list[Row]:
    client = connect(url)
    log = _Log(client, client[f"{cell}_batches"])
    rows = []
    for name, work in (("apply in batches", log.ours), ("rebuild beside the old one", log.rebuilt)):
        mine, theirs, ratio = alternate(work, log.bare, rounds)
        rows.append(Row("read models", name, mine, theirs, "events/s", ratio, 0.5, True))
    client.drop_database(f"{cell}_batches")
    return rows
