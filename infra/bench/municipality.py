"""The municipality's table against one bare read, and reporting's rebuild against a bare scan.

Both stores hold what a seeded generator made: schools, their pairs and meetings, and the month ends of
a year, written as events of their own kinds. The bare route is Flask and one read of the same table by
its indexed key; the bare rebuild reads the same commits and writes the same documents in bulk.
"""

from __future__ import annotations

import io
import itertools
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pymongo
from flask import Flask, Response, jsonify
from flask.testing import FlaskClient

from infra.bench.report import Row
from services.reporting.api.policy import ACTIONS
from services.reporting.bootstrap import bootstrap
from services.reporting.domain.month_end.events import (
    MonthEndPublished,
    SchoolMonth,
    ThemeMonth,
    Tie,
)
from services.reporting.domain.month_end.groups import COLUMNS
from services.reporting.domain.progress.events import SchoolProgressed, StageProgress
from services.reporting.projections.month_ends import MonthEnds
from services.reporting.projections.municipal_dashboard import MunicipalDashboard
from services.reporting.wsgi import BLUEPRINTS
from shared.batches import batches
from shared.bus.codec import encode
from shared.bus.factory import open_bus
from shared.bus.places import checkpoint_id
from shared.bus.port import Message, Received
from shared.config import Settings
from shared.contracts import matching, meetings
from shared.contracts.catalogue import PARTITIONS
from shared.contracts.features import THEMES
from shared.domain.envelope import Recorded
from shared.domain.ids import (
    ActorId,
    CommitId,
    PairingId,
    PersonId,
    ProgrammeId,
    TenantId,
    stream_id,
)
from shared.http.app import create_app
from shared.http.tokens import Issuer
from shared.mongo import Db
from shared.projections.consumption import Consumption
from shared.projections.projection import Projection
from shared.projections.registry import Registry, collection_of
from shared.projections.runner import ProjectionRunner
from shared.projections.view import Batch
from shared.service import Service

SCHOOLS, PAIRS, MEETINGS = 200, 20_000, 500_000
YEAR, TODAY, NOW = "2026/27", date(2027, 5, 31), datetime(2027, 5, 31, tzinfo=UTC)
COUNCIL = TenantId("council")
SHOWN, REBUILT = 3.0, 0.5
_ASKED, _BATCH = 300, 200


class Town:
    """The same for the same seed, of any size."""

    def __init__(self, schools: int, pairs: int, meetings: int) -> None:
        self.schools = [TenantId(f"school-{number:03}") for number in range(schools)]
        self._pairs, self._meetings = pairs, meetings
        self._chance = random.Random(11)

    def messages(self) -> Iterator[Received[Any]]:
        """Pairs first, then their meetings in the order of days."""
        for number in range(self._pairs):
            yield self._received(number + 1, number, self._pair(number))
        for number in range(self._meetings):
            pair = number % self._pairs
            held = meetings.MeetingHeld(
                f"meeting-{number}", PairingId(f"pair-{pair}"), YEAR, "regular",
                date(2026, 10, 1) + timedelta(days=number * 200 // self._meetings), 45, None,
            )  # fmt: skip
            yield self._received(self._pairs + number + 1, pair, held)

    def _pair(self, number: int) -> matching.PairingActivated:
        school = self.schools[number % len(self.schools)]
        form = self._chance.choice(("pupil_pupil", "teacher_teacher", "employer_pupil"))
        mentor = PersonId(f"mentor-{number}")
        return matching.PairingActivated(
            PairingId(f"pair-{number}"), ProgrammeId("p"), YEAR, form, mentor, school, mentor,
            (PersonId(f"mentee-{number}"),), "order",
        )  # fmt: skip

    def _received(self, position: int, pair: int, message: Any) -> Received[Any]:
        topic = f"{type(message).__module__.rsplit('.', 1)[1]}.v1"
        return Received(
            id=f"m{position}", tenant=self.schools[pair % len(self.schools)], topic=topic,
            stream=stream_id("bench", str(pair)), partition=0, position=position, message=message,
            time=NOW, correlation="bench",
        )  # fmt: skip

    def told(self) -> Iterator[Any]:
        """What stands in the municipality's tenant: stages of every school, ten month ends."""
        stages = tuple(StageProgress(n, self._chance.randint(0, 5), 5) for n in range(1, 8))
        for school in self.schools:
            yield SchoolProgressed(school, YEAR, TODAY, stages, {}, ())
        for month in (9, 10, 11, 12, 1, 2, 3, 4, 5, 6):
            first = date(2026 if month > 8 else 2027, month, 1)
            yield self._month_end(first - timedelta(days=1), stages)

    def _month_end(self, day: date, stages: tuple[StageProgress, ...]) -> MonthEndPublished:
        def counts() -> dict[str, int | None]:
            few = self._chance.random
            return {c: None if few() < 0.3 else self._chance.randint(5, 90) for c in COLUMNS}

        return MonthEndPublished(
            YEAR, day, day, tuple(SchoolMonth(s, stages, counts()) for s in self.schools), counts(),
            tuple(ThemeMonth(theme, 50, 20, 40) for theme in THEMES), 40,
            tuple(Tie(self.schools[0], s) for s in self.schools[1:20]), (),
        )  # fmt: skip


def _recorded(event: Any, version: int) -> Recorded[Any]:
    return Recorded(
        id=f"e{version}", tenant=COUNCIL, stream=stream_id("bench", "b"), version=version,
        event=event, commit=CommitId("c"), actor=ActorId("bench"), correlation="bench",
        causation="", recorded_at=NOW,
    )  # fmt: skip


def rows(settings: Settings, rounds: int, size: float = 1.0) -> list[Row]:
    """``size`` scales pairs and meetings; there are always two hundred schools."""
    service = bootstrap(settings)
    town = Town(SCHOOLS, max(int(PAIRS * size), SCHOOLS), max(int(MEETINGS * size), SCHOOLS))
    try:
        _write(service, town)
        return [_table(service, settings, rounds), _rebuild(service, town)]
    finally:
        service.client.close()


def _write(service: Service, town: Town) -> None:
    views: tuple[Projection, ...] = (MunicipalDashboard(), MonthEnds())
    registry = Registry(service.db)
    names = {view.name: collection_of(view.name, registry.active(view.name)) for view in views}
    with service.client.start_session() as session:
        for version, event in enumerate(town.told(), 1):
            with session.start_transaction():
                batch = Batch(service.db, session)
                for view in views:
                    view.apply(batch.view(names[view.name], COUNCIL), _recorded(event, version))
                batch.flush_all()


def _table(service: Service, settings: Settings, rounds: int) -> Row:
    token = Issuer("gateway", settings.secrets).issue(
        "reporting", tenant=COUNCIL, actor="bench", roles=("municipal_admin",), person=None
    )
    headers = {"Authorization": f"Bearer {token}"}
    with redirect_stdout(
        io.StringIO()
    ):  # a line of the log is written, and not shown, for each answer
        ours = create_app(service, BLUEPRINTS, ACTIONS).test_client()
    answer = ours.get(f"/v1/dashboard?year={YEAR}", headers=headers)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    bare = _bare(service.db, answer.get_json())
    slow: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        slow[0].append(_p95(ours, f"/v1/dashboard?year={YEAR}", headers))
        slow[1].append(_p95(bare, "/table", {}))
    ratio = statistics.median(a / b for a, b in zip(*slow))
    note = f"{len(answer.get_json()['schools'])} schools"
    return Row("municipality", "table, p95", statistics.median(slow[0]) * 1e3,
               statistics.median(slow[1]) * 1e3, "ms", ratio, SHOWN, False, note)  # fmt: skip


def _bare(db: Db, table: dict[str, Any]) -> FlaskClient:
    db.bare_tables.create_index("key", unique=True)
    db.bare_tables.replace_one({"key": YEAR}, {"key": YEAR, "table": table}, upsert=True)
    app = Flask("bare")

    @app.get("/table")
    def show() -> Response:
        found = db.bare_tables.find_one({"key": YEAR})
        assert found is not None
        return jsonify(found["table"])

    return app.test_client()


def _p95(client: FlaskClient, path: str, headers: dict[str, str]) -> float:
    taken = []
    for _ in range(_ASKED):
        begin = time.perf_counter()
        client.get(path, headers=headers)
        taken.append(time.perf_counter() - begin)
    return statistics.quantiles(taken, n=20)[-1]


def _rebuild(service: Service, town: Town) -> Row:
    """All read models that hear messages, built beside the old ones by the worker's own steps, until
    the last has caught up and is read; bare, the same scan, and the documents that came of it written
    in bulk, one for each message. Both read the stored messages without the way over HTTP."""
    count = _store(service.db, town)
    began = time.perf_counter()
    made = _build(service)
    ours = time.perf_counter() - began
    began = time.perf_counter()
    assert _copy(service.db, made) == count
    bare = time.perf_counter() - began
    return Row("municipality", "rebuild of reporting", count / ours, count / bare, "messages/s",
               bare / ours, REBUILT, True, f"{count} messages")  # fmt: skip


def _store(db: Db, town: Town) -> int:
    count = 0
    for some in batches(town.messages(), _BATCH):
        by_topic: dict[str, list[dict[str, Any]]] = {}
        for one in some:
            stored = {"_id": one.position, **_message(one).to_dict()}
            by_topic.setdefault(one.topic, []).append(stored)
        for topic, documents in by_topic.items():
            db[_stored(topic)].insert_many(documents)
        count += len(some)
    return count


def _message(one: Received[Any]) -> Message:
    name, version, data = encode(one.topic, one.message)
    return Message(
        id=one.id, topic=one.topic, type=name, schema_version=version, tenant=one.tenant,
        stream=one.stream, partition=0, position=one.position, previous=0, time=one.time,
        correlation=one.correlation, causation="", source_position=one.position, data=data,
    )  # fmt: skip


def _build(service: Service) -> list[str]:
    """The collections that were built. The live consumer is said to stand at the end of the topics."""
    registry = Registry(service.db)
    runner = ProjectionRunner(service.db, service.store, service.definition.projections)
    runner.prepare()
    bus = open_bus(service.settings, service.client)
    for topic in service.definition.topics:
        bus.ensure_topic(topic, PARTITIONS)
        last = service.db[_stored(topic)].find_one(sort=[("_id", -1)])
        if last is not None:
            service.db.checkpoints.insert_one(
                {
                    "_id": checkpoint_id(service.name, topic, 0), "position": last["_id"],
                    "offset": last["_id"], "bus": bus.name,
                }
            )  # fmt: skip

    def fill(topic: str, after: int, limit: int) -> list[Message]:
        found = service.db[_stored(topic)].find({"_id": {"$gt": after}}).sort("_id").limit(limit)
        return [Message.from_dict({k: v for k, v in d.items() if k != "_id"}) for d in found]

    heard = [view for view in service.definition.projections if view.follows_bus]
    built = [(view.name, registry.begin(view)) for view in heard]
    consumption = Consumption(service, runner, bus, fill)
    try:
        while any(registry.get(name).building for name, _ in built):
            consumption.advance()
            runner.advance()
    finally:
        consumption.close()
        bus.close()
    return [collection_of(*one) for one in built]


def _copy(db: Db, built: Sequence[str]) -> int:
    """The counters of the read models are no message's, so that they are left out."""
    count = 0
    messages = (db[_stored(t)].find().sort("_id") for t in ("matching.v1", "meetings.v1"))
    made = (db[name].find({"kind": {"$exists": True}}) for name in built)
    pairs = zip(itertools.chain.from_iterable(messages), itertools.chain.from_iterable(made))
    for some in batches(pairs, _BATCH):
        db.bare_views.bulk_write(
            [pymongo.ReplaceOne({"_id": d["_id"]}, d, upsert=True) for _, d in some], ordered=False
        )
        count += len(some)
    return count


def _stored(topic: str) -> str:
    return f"bench_messages_{topic}"
