"""Every route of every service by every role: the allowed are answered, the others are not."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from shared.config import SERVICES, Settings
from shared.domain.ids import new_id
from shared.http.app import create_app
from shared.http.tokens import Issuer, ensure_keys
from shared.service import build

pytestmark = pytest.mark.integration

ROLES = (
    "municipal_admin", "head", "coordinator", "psychologist", "social_worker", "teacher",
    "mentor", "mentee", "guardian", "company_coordinator",
)  # fmt: skip
NEVER = {
    "municipal_admin": (
        "person.", "candidate.", "guardianship.", "consent.list", "consent.write", "consent.check",
        "questionnaire.", "mentee.", "mentor.", "interview.", "training.", "assessment.",
        "outcome.", "import.", "transfer.", "duplicate.", "child.", "pair.read", "pair.manage",
        "pairing.", "meeting.", "journal.", "goal.", "feedback.", "alert.", "ballot.",
        "candidates.", "proposal.", "order.", "survey.", "case.", "award.", "comparison.",
    ),
    "company_coordinator": (
        "mentee.", "guardianship.", "interview.", "transfer.", "child.", "pair.read", "pairing.",
        "meeting.", "journal.", "goal.", "feedback.", "alert.", "assessment.", "outcome.",
        "questionnaire.read", "candidates.", "ballot.", "order.", "case.", "company.verify",
    ),
    "mentee": ("person.write", "person.read", "candidate.", "mentor.", "staff.", "duplicate.",
               "transfer.", "company.", "consent.check", "import.", "alert."),
    "mentor": ("person.write", "person.read", "candidate.", "mentee.", "staff.", "duplicate.",
               "transfer.", "company.", "consent.check", "import.", "alert."),
    "guardian": ("person.write", "person.read", "candidate.", "mentee.", "mentor.", "staff.",
                 "duplicate.", "transfer.", "company.", "consent.check", "import.", "alert."),
    "teacher": ("staff.", "duplicate.", "transfer.", "company.", "mentee.decide", "person.write",
                "order.issue", "roadmap.approve", "interview.", "import."),
}  # fmt: skip
"""What a role may not do whatever else is allowed one day; written apart from the tables."""


@dataclass
class Edge:
    name: str
    app: Flask
    issuer: Issuer

    def routes(self) -> Iterator[tuple[Rule, str, str]]:
        """Rule, method and action of every route that declares one."""
        for rule in self.app.url_map.iter_rules():
            action = getattr(self.app.view_functions[rule.endpoint], "action", None)
            for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}):
                if action is not None:
                    yield rule, method, action

    def allowed(self, action: str) -> frozenset[str]:
        return frozenset(self.app.extensions["actions"][action])

    def ask(self, rule: Rule, method: str, *roles: str, tenant: str = "school") -> Any:
        token = self.issuer.issue(self.name, tenant=tenant, actor="somebody", roles=roles)
        path = re.sub(r"<[^>]+>", "0" * 32, rule.rule)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": new_id()}
        body: dict[str, Any] | None = None if method == "GET" else {}
        return self.app.test_client().open(path, method=method, json=body, headers=headers)


@pytest.fixture(name="edge", params=SERVICES)
def _edge(
    request: pytest.FixtureRequest, mongo_url: str, cell: str, tmp_path: Path
) -> Iterator[Edge]:
    name: str = request.param
    ensure_keys(tmp_path)
    (tmp_path / "master.key").write_bytes(secrets.token_bytes(32))
    environ = {
        "MONGO_URL": mongo_url, "MENTORBASE_CELL": cell, "MENTORBASE_SECRETS": str(tmp_path),
    }  # fmt: skip
    settings = Settings.from_env(name, environ)
    service = build(import_module(f"services.{name}.bootstrap").DEFINITION, settings)
    blueprints = _blueprints(name)
    actions = import_module(f"services.{name}.api.policy").ACTIONS
    yield Edge(name, create_app(service, blueprints, actions), Issuer("gateway", tmp_path))
    service.client.close()


def _blueprints(name: str) -> Any:
    for module in (f"services.{name}.api.routes", f"services.{name}.wsgi"):
        try:
            return import_module(module).BLUEPRINTS
        except (ModuleNotFoundError, AttributeError):
            continue
    raise AssertionError(f"{name} has no list of blueprints")


@pytest.mark.timeout(240)
def test_a_route_answers_its_roles_and_nobody_else(edge: Edge) -> None:
    wrong = []
    for rule, method, action in edge.routes():
        for role in ROLES:
            answer = edge.ask(rule, method, role)
            forbidden = answer.status_code == 403
            if forbidden is (role in edge.allowed(action)) or answer.status_code in (401, 500):
                wrong.append((role, method, rule.rule, answer.status_code))
    assert wrong == []


def test_no_role_may_what_it_never_may(edge: Edge) -> None:
    wrong = [
        (role, action)
        for role, never in NEVER.items()
        for _, _, action in edge.routes()
        if action.startswith(never) and role in edge.allowed(action)
    ]
    assert wrong == []


ASKS_OTHERS = ("/v1/round-calls/<round>",)
"""Which municipality it is asked of, the participants service says, and none runs here."""


@pytest.mark.timeout(120)
def test_an_unknown_or_foreign_id_is_no_thing_at_all(edge: Edge) -> None:
    """404, or a body that is refused before anything is looked up; never a 403 or a success."""
    wrong = []
    for rule, method, action in edge.routes():
        roles = sorted(edge.allowed(action) - {"service"})
        if "<" not in rule.rule or not roles:
            continue
        answer = edge.ask(rule, method, *roles, tenant="another-school")
        asks = answer.status_code == 503 and rule.rule in ASKS_OTHERS
        if not asks and not _finds_nothing(method, answer):
            wrong.append((method, rule.rule, answer.status_code))
    assert wrong == []


def _finds_nothing(method: str, answer: Any) -> bool:
    if method == "GET":
        return answer.status_code in (404, 422)
    if answer.status_code == 200:  # asked for what is so already: nothing was stored
        return bool(answer.get_json().get("version", 1) == 0)
    return answer.status_code in (404, 409, 422, 503)
