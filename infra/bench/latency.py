"""From one service's stored event to another service's read model, at 100 events a second.

Both sides are timed by the database's own operation log, after the run: nothing watches meanwhile.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from infra.bench.report import Row
from infra.waiting import wait_until
from services.meetings.bootstrap import bootstrap
from services.meetings.domain.outreach_event import commands
from services.meetings.domain.outreach_event.decider import OUTREACH
from shared.config import Settings
from shared.domain.ids import ActorId, TenantId, new_id
from shared.domain.personal import Personal
from shared.mongo import DURABLE, TRANSACTION, Client, Document, connect
from shared.tenancy.scope import Scope

RATE = 100
SECONDS = 10.0
_DEADLINE = 60.0
STEPS = ("sequence", "publish", "poll", "apply")


@dataclass
class Way:
    """Milliseconds, one for each event; ``steps`` is empty for the bare loop."""

    total: list[float] = field(default_factory=list)
    steps: dict[str, list[float]] = field(default_factory=dict)

    @property
    def p50(self) -> float:
        return statistics.median(self.total)

    @property
    def p99(self) -> float:
        return sorted(self.total)[int(len(self.total) * 0.99) - 1]

    def shares(self) -> str:
        medians = {name: statistics.median(values) for name, values in self.steps.items()}
        return ", ".join(f"{name} {ms:.0f}" for name, ms in medians.items())


def ours(environ: Mapping[str, str]) -> Way:
    """Appends, and waits until reporting's view has all of it."""
    service = bootstrap(Settings.from_env("meetings", environ))
    scope = Scope(TenantId(new_id()), ActorId("bench"))
    view = service.client[f"{environ['MENTORBASE_CELL']}_reporting"].view_evidence_g1
    today = date.today()
    events = [new_id() for _ in range(int(RATE * SECONDS))]
    done = None
    for id in events:
        plan = commands.Plan("1.1", "2026/27", Personal.of("совет"), today, Personal.of("зал"))
        done = service.handler.handle(scope, OUTREACH, id, plan, key=id)
    assert done is not None
    assert service.views.wait_for(done.commit, seconds=_DEADLINE)
    begun = datetime.now(UTC)
    begin = time.monotonic()
    for number, id in enumerate(events):
        _keep_rate(begin, number)
        nothing = Personal.of("[]")
        hold = commands.Hold(today, 5, True, (), nothing, nothing, 0, today)
        service.handler.handle(scope, OUTREACH, id, hold, key=f"{id}-held")
    held = {"tenant": scope.tenant, "held": True}
    wait_until(lambda: view.count_documents(held) >= len(events), _DEADLINE, "reporting")
    log = _Log(environ["MENTORBASE_CELL"])
    for at, operation, together in _operations(service.client, begun):
        log.note(at, operation, together)
    return log.way()


def _operations(
    client: Client, since: datetime
) -> Iterator[tuple[datetime, Document, list[Document]]]:
    """(time on the server, operation, all operations of its transaction)."""
    for entry in client.local["oplog.rs"].find({"wall": {"$gte": since}}):
        together = entry["o"].get("applyOps", [entry])
        for operation in together:
            yield entry["wall"], operation, together


class _Log:
    """When each step of each commit was over, as the operations tell."""

    def __init__(self, cell: str) -> None:
        self._commits, self._messages = f"{cell}_meetings.commits", f"{cell}_meetings.messages"
        self._relay, self._view = f"{cell}_meetings.relay", f"{cell}_reporting.view_evidence_g1"
        self._checkpoints = f"{cell}_reporting.checkpoints"
        self._stream: dict[str, str] = {}
        self._waiting: list[tuple[int, str]] = []
        self._times: dict[str, dict[str, datetime]] = {}

    def note(self, at: datetime, operation: Document, together: list[Document]) -> None:
        where, kind, content = operation["ns"], operation["op"], operation["o"]
        if where == self._commits and kind == "i":
            self._stream[content["_id"]] = content["stream"]
            self._times[content["stream"]] = {"stored": at}
        elif where == self._commits and kind == "u":
            self._over("sequence", self._stream.get(operation["o2"]["_id"]), at)
        elif where == self._messages and kind == "i":
            self._waiting.append((content["_id"], content["stream"]))
        elif where == self._relay and operation.get("o2", {}).get("_id") == "published":
            position = _set(operation)["position"]
            for number, stream in self._waiting:
                if number <= position:
                    self._over("publish", stream, at)
            self._waiting = [one for one in self._waiting if one[0] > position]
        elif where == self._view and kind == "i":
            stream = f"outreach-{content['_id'].rsplit(':', 1)[-1]}"
            polled = [o for o in together if o["ns"] == self._checkpoints]
            self._over("poll", stream, max(_set(o)["polled_at"] for o in polled))
            self._over("apply", stream, at)

    def _over(self, step: str, stream: str | None, at: datetime) -> None:
        if stream in self._times:
            self._times[stream].setdefault(step, at)

    def way(self) -> Way:
        way = Way(steps={step: [] for step in STEPS})
        for times in self._times.values():
            way.total.append(_ms(times["apply"], times["stored"]))
            before = times["stored"]
            for step in STEPS:
                way.steps[step].append(max(0.0, _ms(times[step], before)))
                before = times[step]
        return way


def _set(operation: Document) -> Document:
    """The fields that an update has set."""
    diff = operation["o"]["diff"]
    return {**diff.get("i", {}), **diff.get("u", {})}


def _ms(later: datetime, earlier: datetime) -> float:
    return (later - earlier).total_seconds() * 1000


def _keep_rate(begin: float, number: int) -> None:
    pause = begin + number / RATE - time.monotonic()
    if pause > 0:
        time.sleep(pause)


def bare(environ: Mapping[str, str], bootstrap_servers: str) -> Way:
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
    applied = 0

    def consume() -> None:
        nonlocal applied
        deadline = time.monotonic() + SECONDS + _DEADLINE
        while applied < total and time.monotonic() < deadline:
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
                applied += len(numbers)

    thread = threading.Thread(target=consume)
    thread.start()
    begun = datetime.now(UTC)
    begin = time.monotonic()
    for number in range(total):
        _keep_rate(begin, number)
        commits.insert_one(
            {"_id": f"{topic}-{number}", "events": [{"type": "Held", "data": {"n": number}}]}
        )
        producer.send(topic, str(number).encode()).get(timeout=10)
    thread.join(SECONDS + _DEADLINE)
    for one in (producer, consumer, admin):
        one.close()
    stored: dict[int, datetime] = {}
    way = Way()
    for at, operation, _ in _operations(client, begun):
        if operation["ns"] == commits.full_name:
            stored[int(operation["o"]["_id"].rsplit("-", 1)[-1])] = at
        elif operation["ns"] == view.full_name:
            way.total.append(_ms(at, stored[operation["o"]["_id"]]))
    return way


def rows(embedded: Way, kafka: Way, plain: Way) -> list[Row]:
    """The medians as ratios; the 99th percentiles and the steps' medians as notes."""
    group = "event to another service"
    return [
        Row(group, "Kafka against the bare loop, p50", kafka.p50, plain.p50, "ms", kafka.p50 / plain.p50,
            3.0, False, f"p99 {kafka.p99:.0f} against {plain.p99:.0f}; {kafka.shares()}"),
        Row(group, "embedded against Kafka, p50", embedded.p50, kafka.p50, "ms", embedded.p50 / kafka.p50,
            1.5, False, f"p99 {embedded.p99:.0f}; {embedded.shares()}"),
    ]  # fmt: skip
