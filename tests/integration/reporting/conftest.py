"""A reporting service over a real MongoDB, its worker stepped by hand."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.reporting.api.policy import ACTIONS
from services.reporting.application import archive_jobs
from services.reporting.application.month_ends import month_ends_due
from services.reporting.application.progress import SchoolProgress
from services.reporting.bootstrap import DEFINITION
from services.reporting.wsgi import BLUEPRINTS
from shared.bus.port import Received
from shared.config import Settings
from shared.contracts import participants
from shared.domain.decider import Decider
from shared.domain.errors import ConsentMissing
from shared.domain.ids import ActorId, PersonId, TenantId, derived_id, new_id, stream_id
from shared.eventstore.sequencer import Sequencer
from shared.http.app import create_app
from shared.http.tokens import Issuer, ensure_keys
from shared.policies import PolicyRunner
from shared.projections.runner import ProjectionRunner
from shared.service import Service, build
from shared.tenancy.scope import Scope
from tests.integration.reporting.peer import Peer, participants_peer

SCHOOL, COUNCIL = TenantId("school-north"), TenantId("council")
YEAR = "2026/27"
PROGRAMME = derived_id("programme", SCHOOL, YEAR)


class Consents:
    """A gate that knows who withdrew which purpose."""

    def __init__(self) -> None:
        self.withdrawn: set[tuple[str, str]] = set()

    def require(self, scope: Scope, purpose: str, people: Iterable[str]) -> None:
        missing = tuple(person for person in people if (person, purpose) in self.withdrawn)
        if missing:
            raise ConsentMissing(purpose, missing)


class Machine:
    """One service with everything its worker does, run until nothing is left to do."""

    peer: Peer

    def __init__(self, settings: Settings) -> None:
        self.consents = Consents()
        definition = replace(DEFINITION, gate=lambda service: self.consents)
        self.service: Service = build(definition, settings)
        archive_jobs.create_indexes(self.service.db)
        self._issuer = Issuer("gateway", settings.secrets)
        self.client = create_app(self.service, BLUEPRINTS, ACTIONS).test_client()
        self._runner = ProjectionRunner(
            self.service.db, self.service.store, definition.projections, look_seconds=0
        )
        self._runner.prepare()
        self._policies = PolicyRunner(self.service, self.service.db, self.service.store)
        self._sequencer = Sequencer(self.service.db)
        self._positions = itertools.count(1)
        self._waiting: list[Received[Any]] = []
        self._progress = SchoolProgress()

    def close(self) -> None:
        self.service.client.close()

    def hear(self, *messages: Any, tenant: TenantId = SCHOOL) -> None:
        """The messages arrive in this order; the next ``settle`` works on them."""
        for message in messages:
            topic = f"{type(message).__module__.rsplit('.', 1)[1]}.v1"
            position = next(self._positions)
            self._waiting.append(
                Received(
                    id=f"{topic}-{position}", tenant=tenant, topic=topic,
                    stream=stream_id("test", str(position)), partition=0, position=position,
                    message=message, time=datetime.now(UTC), correlation="test",
                )
            )  # fmt: skip

    def withdraw(self, person: str, purpose: str) -> None:
        """As participants does it: the gate says no at once, the message follows."""
        self.consents.withdrawn.add((person, purpose))
        self.hear(participants.ConsentEnded(PersonId(person), purpose, "withdrawn"))

    def settle(self) -> None:
        """Until neither the messages nor the log have anything new."""
        for _ in range(200):
            done = self._receive() + self._sequencer.stamp()
            done += self._runner.advance() + self._policies.advance()
            if not done:
                return
        raise AssertionError("the worker never comes to rest")

    def _receive(self) -> int:
        """Reactions first, then the read models in one transaction, as a consumer does."""
        batch, self._waiting = self._waiting, []
        for received in batch:
            for reaction in DEFINITION.reactions:
                if isinstance(received.message, reaction.on):
                    reaction.react(self.service, received)
        if batch:
            with self.service.client.start_session() as session, session.start_transaction():
                self._runner.receive(batch, session)
        return len(batch)

    def tick(self) -> None:
        for due in self._progress(self.service, self.service.clock.now()):
            self.service.handler.handle(due.scope, due.decider, due.id, due.command, key=due.key)
        self.settle()

    def month_end(self, now: datetime) -> None:
        """What the scheduler does about month ends at this time."""
        for due in list(month_ends_due(self.service, now)):
            self.service.handler.handle(due.scope, due.decider, due.id, due.command, key=due.key)
        self.settle()

    def restart_scheduler(self) -> None:
        """A new process remembers nothing of what it has counted."""
        self._progress = SchoolProgress()

    def version_at(self, tenant: TenantId, decider: Decider[Any, Any, Any], id: str) -> int:
        scope = Scope(tenant, ActorId("test"))
        return self.service.handler.state(scope, decider, id).version

    def call(
        self, method: str, path: str, body: Any = None, *, role: str = "coordinator",
        tenant: TenantId = SCHOOL, person: str | None = None, status: int = 200,
        key: str | None = None, **query: Any,
    ) -> Any:  # fmt: skip
        token = self.token(role, tenant, person)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or new_id()}
        answer = self.client.open(
            f"/v1{path}", method=method, json=body, headers=headers, query_string=query
        )
        assert answer.status_code == status, (path, answer.get_data(as_text=True))
        return answer.get_json()

    def fetch(self, path: str, *, role: str = "coordinator", **query: Any) -> bytes:
        """A file."""
        headers = {"Authorization": f"Bearer {self.token(role)}"}
        answer = self.client.get(f"/v1{path}", headers=headers, query_string=query)
        assert answer.status_code == 200, (path, answer.get_data(as_text=True))
        return answer.get_data()

    def token(self, role: str, tenant: TenantId = SCHOOL, person: str | None = None) -> str:
        return self._issuer.issue(
            "reporting",
            tenant=tenant,
            actor=person or f"account of {role}",
            roles=(role,),
            person=person,
        )

    def board(self) -> dict[str, Any]:
        """Item → what the roadmap says of it."""
        shown = self.call("GET", f"/roadmaps/{PROGRAMME}")
        return {item["item"]: item for item in shown["items"]}

    def ticked(self) -> set[str]:
        return {number for number, item in self.board().items() if item["ticked"]}


@pytest.fixture(name="machine")
def _machine(mongo_url: str, cell: str, tmp_path: Path) -> Iterator[Machine]:
    ensure_keys(tmp_path)
    (tmp_path / "master.key").write_bytes(os.urandom(32))
    with participants_peer() as peer:
        settings = Settings(
            service="reporting", mongo_url=mongo_url, cell=cell, bus="embedded",
            kafka_bootstrap="", secrets=tmp_path, urls={"participants": peer.url},
        )  # fmt: skip
        machine = Machine(settings)
        machine.peer = peer
        yield machine
        machine.close()
