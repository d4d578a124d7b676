"""A matching service over a real MongoDB, its worker stepped by hand, and a peer for names."""

from __future__ import annotations

import base64
import itertools
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from infra.testing.peers import JsonPeer, serving
from services.matching.api.policy import ACTIONS
from services.matching.bootstrap import DEFINITION
from services.matching.wsgi import BLUEPRINTS
from shared.bus.codec import encode
from shared.bus.consumer import Consumer
from shared.bus.embedded import EmbeddedBus
from shared.bus.partition import partition_of
from shared.bus.port import Message
from shared.config import Settings
from shared.contracts import participants
from shared.contracts.catalogue import PARTITIONS
from shared.contracts.features import Features
from shared.domain.errors import ConsentMissing
from shared.domain.ids import ActorId, PersonId, TenantId, stream_id
from shared.domain.personal import Personal
from shared.eventstore.sequencer import Sequencer
from shared.http.app import create_app
from shared.http.tokens import Issuer, ensure_keys
from shared.mongo import connect
from shared.policies import PolicyRunner
from shared.projections.consumption import Effects
from shared.projections.runner import ProjectionRunner
from shared.service import Service, build
from shared.tenancy.scope import Scope

SCHOOL = TenantId("school-north")
YEAR = "2026/27"
SUMMER = date(2027, 5, 31)
CHILDREN = ("kid-small", "kid-grown")
"""Whose guardian every guardian is, as the peer says."""
ADULT = Features(
    forms=("student_pupil",), themes=("exams", "studies"), times=("mon-15", "tue-15"),
    adult=True, age_band="18-24", group_ok=True,
)  # fmt: skip
PUPIL = Features(
    forms=("student_pupil",), themes=("exams",), times=("mon-15",), grade=9, age_band="14-15",
    group_ok=True,
)  # fmt: skip


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
            "matching",
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

    def scope(self, tenant: TenantId = SCHOOL, *roles: str) -> Scope:
        return Scope(tenant, ActorId("coordinator"), frozenset(roles or ("coordinator",)))

    def key(self) -> str:
        return f"key-{next(self._keys)}"

    def sealed(self, tenant: TenantId, person: str, features: Features) -> Personal:
        """Features as participants would send them."""
        text = json.dumps(asdict(features))
        token = self.service.vault.seal(
            tenant, (person,), "participation", "bus", f"candidate-{person}", 1, "features", text
        )
        return Personal.from_sealed(token)

    def admit(self, person: str, features: Features = PUPIL) -> None:
        sealed = self.sealed(SCHOOL, person, features)
        self.hear(participants.MenteeAdmitted(PersonId(person), YEAR, sealed))

    def list_mentor(
        self, person: str, capacity: int = 1, features: Features = ADULT, *,
        home: TenantId = SCHOOL, home_person: str | None = None,
    ) -> None:  # fmt: skip
        """In the school's base; from another home it is a card with a permission there."""
        sealed = self.sealed(SCHOOL, person, features)
        card, at_home = PersonId(person), PersonId(home_person or person)
        self.hear(participants.MentorListed(card, home, at_home, YEAR, capacity, SUMMER, sealed))
        if home == SCHOOL:
            self.hear(participants.InterviewDecided(card, YEAR, "admit"))
            return
        there = self.sealed(home, at_home, features)
        self.hear(
            participants.MentorListed(at_home, home, at_home, YEAR, capacity, SUMMER, there), home
        )
        forms = tuple(features.forms)
        self.hear(
            participants.SharingPermitted(at_home, SCHOOL, card, forms, capacity, SUMMER), home
        )

    def programme(self) -> str:
        """Opened, with its form chosen and its launch approved."""
        body = {"year": YEAR, "starts": "2026-09-01", "ends": "2027-05-31"}
        body |= {"coordinator": "coordinator-person", "head": "head-person"}
        id: str = self.call("POST", "/programmes", body)["id"]
        chosen = {"form": "student_pupil", "variants": ["peer_peer"], "reason": "12 запросов"}
        self.call("PUT", f"/programmes/{id}/forms", {"forms": [chosen]})
        launch = {"number": "3", "date": "2026-09-10"}
        self.call("POST", f"/programmes/{id}/launch", launch, roles=("head",))
        self.settle()
        return id

    def adopted(self, programme: str, *, groups: bool = False) -> dict[str, Any]:
        """A proposal computed and adopted: ``{pairings, refused}``."""
        run = self.proposed(programme, groups=groups)
        answer: dict[str, Any] = self.call("POST", f"/proposals/{run}/adopt", {})
        self.settle()
        return answer

    def proposed(self, programme: str, **wanted: Any) -> str:
        """The id of a proposal that was asked for and computed."""
        path = f"/programmes/{programme}/proposals"
        id: str = self.call("POST", path, wanted, status=202)["id"]
        self.settle()
        return id

    def agree_all(self, pairings: Sequence[str]) -> None:
        for pairing in pairings:
            shown = self.call("GET", f"/pairs/{pairing}")
            for person in (shown["mentor"], *shown["mentees"]):
                self.call("POST", f"/pairs/{pairing}/agree", {"person": person})
        self.settle()

    def drafted(self, programme: str, pairings: Sequence[str]) -> str:
        body = {"programme": programme, "kind": "formation", "pairings": list(pairings)}
        body["basis"] = "протокол встречи от 05.10.2026 № 2"
        id: str = self.call("POST", "/orders", body)["id"]
        return id

    def issue(self, order: str, *, status: int = 200, key: str | None = None) -> Any:
        body = {"number": "15-н", "date": "2026-10-12", "head": "head-person"}
        path = f"/orders/{order}/issue"
        answer = self.call("POST", path, body, roles=("head",), status=status, key=key)
        self.settle()
        return answer

    def status(self, pairing: str) -> str:
        status: str = self.call("GET", f"/pairs/{pairing}")["status"]
        return status

    def hear(self, message: Any, tenant: TenantId = SCHOOL) -> None:
        """The message arrives on the bus, as participants or meetings sent it."""
        topic = f"{type(message).__module__.rsplit('.', 1)[1]}.v1"
        kind, version, data = encode(topic, message)
        self.hear_raw(topic, kind, version, data, tenant)

    def hear_raw(
        self, topic: str, kind: str, version: int, data: dict[str, Any], tenant: TenantId = SCHOOL
    ) -> None:
        """As :meth:`hear`, whatever the data are."""
        position = next(self._positions[topic])
        stream = stream_id("test", str(data.get("person", data.get("pairing", "x"))))
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
        """Until neither the bus nor the log has anything new, and every proposal is computed.
        Municipal rounds are carried out by whoever tests them."""
        done = 1
        while done:
            done = self._consumer.advance(0.0)
            while self._sequencer.stamp():
                done += 1
            while self._runner.advance():
                done += 1
            done += self._policies.advance()
            done += sum(
                chore.step(self.service) for chore in DEFINITION.chores if chore.name != "rounds"
            )

    def call(
        self, method: str, path: str, body: Any = None, *, roles: tuple[str, ...] = ("coordinator",),
        tenant: TenantId = SCHOOL, person: str | None = None, status: int = 200,
        key: str | None = None, **query: Any,
    ) -> Any:  # fmt: skip
        answer = self.answer(
            method, path, body, roles=roles, tenant=tenant, person=person, key=key, **query
        )
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_json() if answer.is_json else answer.get_data()

    def answer(
        self, method: str, path: str, body: Any = None, *, roles: tuple[str, ...] = ("coordinator",),
        tenant: TenantId = SCHOOL, person: str | None = None, key: str | None = None, **query: Any,
    ) -> TestResponse:  # fmt: skip
        token = self._issuer.issue(
            "matching", tenant=tenant, actor=person or "account", roles=roles, person=person
        )
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or self.key()}
        return self.client.open(
            f"/v1{path}", method=method, json=body, headers=headers, query_string=query
        )


@contextmanager
def _participants() -> Iterator[str]:
    """A peer that answers with made-up names, as participants would."""

    class Peer(JsonPeer):
        def post(self) -> None:
            asked = self.asked()
            self.answer({"names": {person: f"Имя {person}" for person in asked["people"]}})

        def get(self) -> None:
            if self.path.startswith("/v1/children"):
                self.answer({"items": [{"id": child} for child in CHILDREN], "next": None})
                return
            payload = self.headers["Authorization"].split(".")[1]
            tenant = json.loads(base64.urlsafe_b64decode(payload + "=="))["tenant"]
            council = "elsewhere" if tenant.startswith("elsewhere") else "m"
            self.answer(
                {"id": tenant, "kind": "school", "name": "Школа № 3", "municipality": council}
            )

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Peer)) as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture(name="machine")
def _machine(mongo_url: str, cell: str, tmp_path: Path) -> Iterator[Machine]:
    ensure_keys(tmp_path)
    (tmp_path / "master.key").write_bytes(os.urandom(32))
    with _participants() as url:
        settings = Settings(
            service="matching", mongo_url=mongo_url, cell=cell, bus="embedded",
            kafka_bootstrap="", secrets=tmp_path, urls={"participants": url},
        )  # fmt: skip
        machine = Machine(settings)
        yield machine
        machine.close()
