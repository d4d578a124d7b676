"""From one service's stored event to another service's read model, at 100 events a second."""

from __future__ import annotations

import json
import statistics
import threading
import time
from collections.abc import Mapping
from datetime import date
from typing import Any

from infra.bench.report import Row
from services.meetings.bootstrap import bootstrap
from services.meetings.domain.outreach_event import commands
from services.meetings.domain.outreach_event.decider import OUTREACH
from shared.config import Settings
from shared.domain.ids import ActorId, TenantId, new_id
from shared.domain.personal import Personal
from shared.mongo import DURABLE, TRANSACTION, connect
from shared.tenancy.scope import Scope

RATE = 100
SECONDS = 10.0
_DEADLINE = 30.0


def ours(environ: Mapping[str, str]) -> list[float]:
    """Milliseconds from the append's acknowledgement to the change in reporting's view."""
    service = bootstrap(Settings.from_env("meetings", environ))
    scope = Scope(TenantId(new_id()), ActorId("bench"))
    today = date.today()
    events = [new_id() for _ in range(int(RATE * SECONDS))]
    for id in events:
        plan = commands.Plan("1.1", "2026/27", Personal.of("совет"), today, Personal.of("зал"))
        service.handler.handle(scope, OUTREACH, id, plan, key=id)
    stored: dict[str, float] = {}
    seen: dict[str, float] = {}
    wanted = set(events)
    ready = threading.Event()
    watcher = connect(environ["MONGO_URL"], timeout_ms=None)
    view = watcher[f"{environ['MENTORBASE_CELL']}_reporting"].view_evidence_g1

    def watch() -> None:
        with view.watch(full_document="updateLookup", max_await_time_ms=500) as stream:
            ready.set()
            deadline = time.monotonic() + SECONDS + _DEADLINE
            while len(seen) < len(events) and time.monotonic() < deadline:
                change = stream.try_next()
                if change is not None:
                    at = time.monotonic()
                    text = json.dumps(change.get("fullDocument") or {}, default=str)
                    for id in [i for i in wanted if i in text]:
                        seen[id] = at
                        wanted.discard(id)

    thread = threading.Thread(target=watch)
    thread.start()
    ready.wait(10)
    begin = time.monotonic()
    for number, id in enumerate(events):
        pause = begin + number / RATE - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        nothing = Personal.of("[]")
        hold = commands.Hold(today, 5, True, (), nothing, nothing, 0, today)
        service.handler.handle(scope, OUTREACH, id, hold, key=f"{id}-held")
        stored[id] = time.monotonic()
    thread.join(SECONDS + _DEADLINE)
    return sorted((seen[id] - stored[id]) * 1000 for id in events if id in seen)


def bare(environ: Mapping[str, str], bootstrap_servers: str) -> list[float]:
    """The same real steps in a bare loop: majority insert, produce with acks=all, poll, one
    transactional upsert with a checkpoint."""
    from kafka import KafkaConsumer, KafkaProducer, TopicPartition
    from kafka.admin import KafkaAdminClient, NewTopic

    topic = f"bare-{new_id()}"
    admin = KafkaAdminClient(bootstrap_servers=bootstrap_servers)
    admin.create_topics([NewTopic(topic, 1, 1)], wait_for_metadata=True)
    client = connect(environ["MONGO_URL"])
    db = client[f"{environ['MENTORBASE_CELL']}_bare"]
    commits = db.commits.with_options(write_concern=DURABLE)
    db.create_collection(f"view-{topic}")
    view = db[f"view-{topic}"]
    db.checkpoints.insert_one({"_id": topic, "position": 0})
    producer = KafkaProducer(bootstrap_servers=bootstrap_servers, acks="all", linger_ms=0)
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap_servers, group_id=None, enable_auto_commit=False,
        auto_offset_reset="earliest",
    )  # fmt: skip
    consumer.assign([TopicPartition(topic, 0)])
    total = int(RATE * SECONDS)
    stored: dict[int, float] = {}
    applied: dict[int, float] = {}

    def consume() -> None:
        deadline = time.monotonic() + SECONDS + _DEADLINE
        while len(applied) < total and time.monotonic() < deadline:
            for records in consumer.poll(timeout_ms=500).values():
                numbers = [int(record.value) for record in records]
                with client.start_session() as session, session.start_transaction(**TRANSACTION):
                    for number in numbers:
                        document: dict[str, Any] = {"note": "held", "item": "1.1"}
                        view.update_one(
                            {"_id": number}, {"$set": document}, upsert=True, session=session
                        )
                    db.checkpoints.update_one(
                        {"_id": topic}, {"$set": {"position": numbers[-1]}}, session=session
                    )
                for number in numbers:
                    applied[number] = time.monotonic()

    thread = threading.Thread(target=consume)
    thread.start()
    begin = time.monotonic()
    for number in range(total):
        pause = begin + number / RATE - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        commits.insert_one(
            {"_id": f"{topic}-{number}", "events": [{"type": "Held", "data": {"n": number}}]}
        )
        stored[number] = time.monotonic()
        producer.send(topic, str(number).encode()).get(timeout=10)
    thread.join(SECONDS + _DEADLINE)
    for one in (producer, consumer, admin):
        one.close()
    return sorted((applied[n] - stored[n]) * 1000 for n in applied)


def rows(embedded: list[float], kafka: list[float], plain: list[float]) -> list[Row]:
    """The medians as ratios; the 99th percentiles as notes."""
    p50 = {name: statistics.median(v) for name, v in (("e", embedded), ("k", kafka), ("b", plain))}
    p99 = {
        name: v[int(len(v) * 0.99) - 1] for name, v in (("e", embedded), ("k", kafka), ("b", plain))
    }
    group = "event to another service"
    return [
        Row(group, "Kafka against the bare loop, p50", p50["k"], p50["b"], "ms", p50["k"] / p50["b"], 3.0,
            False, f"p99 {p99['k']:.0f} against {p99['b']:.0f}; {len(kafka)} events"),
        Row(group, "embedded against Kafka, p50", p50["e"], p50["k"], "ms", p50["e"] / p50["k"], 1.5,
            False, f"p99 {p99['e']:.0f}; {len(embedded)} events"),
    ]  # fmt: skip
