"""A participants service on a real MongoDB, asked over HTTP, with its worker's steps by hand."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.participants.api.policy import ACTIONS
from services.participants.api.routes import BLUEPRINTS
from services.participants.application.publications import publish
from services.participants.bootstrap import bootstrap
from shared.bus.port import Received
from shared.clock import advance, make_demo
from shared.config import Settings
from shared.domain.ids import new_id
from shared.eventstore.sequencer import Sequencer
from shared.http.app import create_app
from shared.http.tokens import Issuer, ensure_keys
from shared.mongo import connect
from shared.policies import PolicyRunner
from shared.projections.runner import ProjectionRunner
from shared.scheduler import Scheduler
from shared.service import Service

YEAR = "2026/27"
UNTIL = f"{date.today().year + 1}-06-30"


@dataclass
class Caller:
    """Somebody signed in at a tenant."""

    http: FlaskClient
    issuer: Issuer
    tenant: str
    roles: tuple[str, ...]
    person: str | None = None
    actor: str = field(default_factory=new_id)

    def _headers(self, key: str | None) -> dict[str, str]:
        token = self.issuer.issue(
            "participants",
            tenant=self.tenant,
            actor=self.actor,
            roles=self.roles,
            person=self.person,
        )
        return {"Authorization": f"Bearer {token}", "Idempotency-Key": key or new_id()}

    def ask(self, method: str, path: str, body: Any = None, key: str | None = None) -> TestResponse:
        return self.http.open(f"/v1{path}", method=method, json=body, headers=self._headers(key))

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> dict[str, Any]:
        answer = self.ask("POST", path, {} if body is None else body, key)
        assert answer.status_code == 200, (path, answer.status_code, answer.get_data(as_text=True))
        return dict(answer.get_json())

    def get(self, path: str) -> dict[str, Any]:
        answer = self.ask("GET", path)
        assert answer.status_code == 200, (path, answer.status_code, answer.get_data(as_text=True))
        return dict(answer.get_json())

    def refused(self, path: str, body: Any = None, *, status: int = 409) -> dict[str, Any]:
        answer = self.ask("POST", path, {} if body is None else body)
        assert answer.status_code == status, (path, answer.status_code, answer.get_data(True))
        return dict(answer.get_json())


class Cell:
    """The service and the steps of its worker, run until nothing moves."""

    def __init__(self, service: Service, issuer: Issuer) -> None:
        self.service = service
        self.app = create_app(service, BLUEPRINTS, ACTIONS)
        self._issuer = issuer
        self._sequencer = Sequencer(service.db)
        self._runner = ProjectionRunner(
            service.db, service.store, service.definition.projections, look_seconds=0
        )
        self._runner.prepare()
        self._policies = PolicyRunner(service, service.db, service.store)

    def caller(self, tenant: str, *roles: str, person: str | None = None) -> Caller:
        return Caller(self.app.test_client(), self._issuer, tenant, roles, person)

    def settle(self) -> None:
        for _ in range(200):
            stamped = self._sequencer.stamp()
            if not (stamped + self._runner.advance() + self._policies.advance()):
                return
        raise AssertionError("the worker never comes to rest")

    def tick(self) -> None:
        self.settle()
        Scheduler(self.service).tick()
        self.settle()

    def pass_days(self, days: float) -> None:
        advance(self.service.settings, days)
        self.service.clock._until = 0.0  # type: ignore[attr-defined]  # forget the cached offset

    def messages(self, tenant: str) -> list[Any]:
        recorded = self.service.store.read_all(0, 10_000)
        return [message for r in recorded if r.tenant == tenant for message in publish(r)]

    def names_of_messages(self, tenant: str) -> list[str]:
        return [type(message).__name__ for message in self.messages(tenant)]

    def receive(self, *messages: Received[Any]) -> None:
        with self.service.client.start_session() as session, session.start_transaction():
            self._runner.receive(messages, session)


@dataclass
class Town:
    """A municipality with two schools."""

    cell: Cell
    council: str
    north: str
    south: str

    def coordinator(self, school: str) -> Caller:
        return self.cell.caller(school, "coordinator")


@pytest.fixture(name="running")
def _running(mongo_url: str, cell: str, tmp_path: Path) -> Iterator[Cell]:
    ensure_keys(tmp_path)
    (tmp_path / "master.key").write_bytes(secrets.token_bytes(32))
    environ = {
        "MONGO_URL": mongo_url,
        "MENTORBASE_CELL": cell,
        "MENTORBASE_SECRETS": str(tmp_path),
    }
    settings = Settings.from_env("participants", environ)
    make_demo(settings)
    service = bootstrap(settings)
    yield Cell(service, Issuer("gateway", tmp_path))
    for suffix in ("participants", "participants_keys", "bus_keys", "control"):
        connect(mongo_url).drop_database(settings.database(suffix))
    service.client.close()


@pytest.fixture(name="town")
def _town(running: Cell) -> Town:
    council = new_id()
    admin = running.caller(council, "municipal_admin")
    admin.post("/organisations", {"kind": "municipality", "name": "Заречье"})
    north = admin.post("/organisations", {"kind": "school", "name": "Школа № 1"})["id"]
    south = admin.post("/organisations", {"kind": "school", "name": "Школа № 2"})["id"]
    running.settle()
    return Town(running, council, north, south)
