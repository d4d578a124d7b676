"""A meetings service over a real MongoDB, its worker stepped by hand."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.meetings.api.policy import ACTIONS
from services.meetings.bootstrap import DEFINITION
from services.meetings.wsgi import BLUEPRINTS
from shared.bus.codec import encode
from shared.bus.consumer import Consumer
from shared.bus.embedded import EmbeddedBus
from shared.bus.partition import partition_of
from shared.bus.port import Message
from shared.clock import CellClock
from shared.config import Settings
from shared.contracts import matching
from shared.contracts.catalogue import PARTITIONS
from shared.domain.errors import ConsentMissing
from shared.domain.ids import PairingId, PersonId, TenantId, derived_id, stream_id
from shared.eventstore.sequencer import Sequencer
from shared.http.app import create_app
from shared.http.tokens import Issuer, ensure_keys
from shared.mongo import connect
from shared.policies import PolicyRunner
from shared.projections.consumption import Effects
from shared.projections.runner import ProjectionRunner
from shared.service import Service, build
from shared.tenancy.scope import Scope

SCHOOL, OTHER = TenantId("school-north"), TenantId("school-south")
YEAR = "2026/27"


class Consents:
    """A gate that knows who withdrew."""

    def __init__(self) -> None:
        self.withdrawn: set[str] = set()

    def require(self, scope: Scope, purpose: str, people: Iterable[str]) -> None:
        missing = tuple(person for person in people if person in self.withdrawn)
        if missing:
            raise ConsentMissing(purpose, missing)


class Machine:
    """One service with everything its worker does, run until nothing is left to do."""

    def __init__(self, settings: Settings) -> None:
        self.consents = Consents()
        definition = replace(DEFINITION, gate=lambda service: self.consents)
        self.service: Service = build(definition, settings)
        self._issuer = Issuer("gateway", settings.secrets)
        self.client = create_app(self.service, BLUEPRINTS, ACTIONS).test_client()
        self._watcher = connect(settings.mongo_url, timeout_ms=None)
        self.bus = EmbeddedBus(self.service.client, settings.database("bus"), self._watcher)
        for topic in DEFINITION.topics:
            self.bus.ensure_topic(topic, PARTITIONS)
        self._runner = ProjectionRunner(
            self.service.db, self.service.store, definition.projections, look_seconds=0
        )
        self._runner.prepare()
        self._policies = PolicyRunner(self.service, self.service.db, self.service.store)
        self._sequencer = Sequencer(self.service.db)
        self._consumer = Consumer(
            "meetings",
            self.service.db,
            self.bus,
            DEFINITION.topics,
            Effects(self.service, self._runner),
            lambda *_: (),
        )
        self._positions = {topic: itertools.count(1) for topic in DEFINITION.topics}
        self._last: dict[tuple[str, int], int] = {}
        self._keys = itertools.count(1)

    def close(self) -> None:
        self._consumer.close()
        self._watcher.close()
        self.service.client.close()

    @property
    def today(self) -> date:
        return self.service.clock.today()

    def moved(self) -> None:
        """The clock was moved: what this process remembers of it is stale."""
        self.service.clock = CellClock(
            self.service.client[self.service.settings.database("control")]
        )

    def pair(self, mentor: str = "mentor", *mentees: str, tenant: TenantId = SCHOOL) -> str:
        """A pairing that an order has just made active."""
        people = tuple(PersonId(mentee) for mentee in mentees or ("mentee",))
        pairing = PairingId(derived_id("pairing", tenant, mentor, *people))
        self.hear(
            matching.PairingActivated(
                pairing, derived_id("programme", tenant, YEAR), YEAR, "student_pupil",
                PersonId(mentor), tenant, PersonId(mentor), people, "order",
            ),
            tenant,
        )  # fmt: skip
        self.settle()
        return str(pairing)

    def meet(self, pairing: str, kind: str, *, status: int = 200, **more: Any) -> Any:
        """A meeting of the mentor and the mentee, today."""
        body = {
            "kind": kind, "held_on": self.today.isoformat(), "minutes": 45,
            "attended": ["mentor", "mentee"], "topic": "дроби", "next_step": "повторить", **more,
        }  # fmt: skip
        if kind == "planning":
            self.propose(pairing)
        if kind == "trial":
            body = {"go_on_mentor": True, "go_on_mentee": True} | body
        answer = self.call("POST", f"/pairings/{pairing}/meetings", body, status=status)
        self.settle()
        return answer

    def propose(self, pairing: str, **more: Any) -> Any:
        """A goal that the coordinator writes down; nobody has agreed to it yet."""
        goal = {
            "text": "четвёрка", "measure": "балл", "due": (self.today + timedelta(30)).isoformat(),
            "planned_meetings": 4, **more,
        }  # fmt: skip
        return self.call("POST", f"/pairings/{pairing}/goal", goal)

    def working(self) -> str:
        """A pairing with its first four meetings behind it."""
        pairing = self.pair()
        for kind in ("organisational", "trial", "planning", "regular"):
            self.meet(pairing, kind)
        return pairing

    def published(self) -> list[tuple[str, dict[str, Any]]]:
        """What the others would hear, from the service's own log in its order."""
        said: list[tuple[str, dict[str, Any]]] = []
        for recorded in self.service.store.read_all(0, 1000):
            for message in DEFINITION.publish(recorded):
                kind, _, data = encode(DEFINITION.topic, message)
                said.append((kind, data))
        return said

    def hear(self, message: Any, tenant: TenantId = SCHOOL) -> None:
        """The message arrives on the bus, as participants or matching sent it."""
        topic = f"{type(message).__module__.rsplit('.', 1)[1]}.v1"
        kind, version, data = encode(topic, message)
        position = next(self._positions[topic])
        stream = stream_id("test", str(data.get("pairing", data.get("person", "x"))))
        partition = partition_of(tenant, stream, PARTITIONS)
        previous = self._last.get((topic, partition), 0)
        self._last[topic, partition] = position
        sent = Message(
            id=f"{topic}-{position}", topic=topic, type=kind, schema_version=version,
            tenant=tenant, stream=stream, partition=partition, position=position,
            previous=previous, time=datetime.now(UTC), correlation="test",
            causation="", source_position=position, data=data,
        )  # fmt: skip
        self.bus.publish([sent])

    def settle(self) -> None:
        """Until neither the bus nor the log has anything new."""
        done = 1
        while done:
            done = self._consumer.advance(0.0)
            while self._sequencer.stamp():
                done += 1
            while self._runner.advance():
                done += 1
            done += self._policies.advance()

    def call(
        self, method: str, path: str, body: Any = None, *, roles: tuple[str, ...] = ("coordinator",),
        tenant: TenantId = SCHOOL, person: str | None = None, status: int = 200,
        key: str | None = None, **query: Any,
    ) -> Any:  # fmt: skip
        token = self._issuer.issue(
            "meetings", tenant=tenant, actor=person or "account", roles=roles, person=person
        )
        headers = {"Authorization": f"Bearer {token}"}
        if method != "GET":
            headers["Idempotency-Key"] = key or f"key-{next(self._keys)}"
        answer = self.client.open(
            f"/v1{path}", method=method, json=body, headers=headers, query_string=query or None
        )
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_json() if answer.is_json else answer.get_data()


@pytest.fixture(name="machine")
def _machine(mongo_url: str, cell: str, tmp_path: Path) -> Iterator[Machine]:
    ensure_keys(tmp_path)
    (tmp_path / "master.key").write_bytes(os.urandom(32))
    settings = Settings(
        service="meetings", mongo_url=mongo_url, cell=cell, bus="embedded", kafka_bootstrap="",
        secrets=tmp_path, urls={},
    )  # fmt: skip
    machine = Machine(settings)
    yield machine
    machine.close()
