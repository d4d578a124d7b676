"""Bad input over HTTP: a problem document with the right status, nothing stored, nothing echoed."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.participants.api.policy import ACTIONS
from services.participants.api.routes import BLUEPRINTS
from services.participants.bootstrap import bootstrap
from shared.config import Settings
from shared.domain.ids import new_id
from shared.http.app import BODY_LIMIT, create_app
from shared.http.tokens import Issuer, ensure_keys
from shared.mongo import Client, connect

pytestmark = pytest.mark.integration

CANARY = "Ъканарейка"
"""Stands in every bad body; no answer may repeat it."""
HOME, AWAY = "school-home", "school-away"
PERSON = {"name": "Анна Лебедева", "birth_date": "1990-01-01"}


@dataclass
class Edge:
    """The participants application with one person of the home school registered."""

    http: FlaskClient
    issuer: Issuer
    client: Client
    cell: str
    person: str = ""
    own_key: str = field(default_factory=new_id)

    def token(self, tenant: str = HOME, role: str = "coordinator", **more: Any) -> str:
        audience = more.pop("audience", "participants")
        return self.issuer.issue(audience, tenant=tenant, actor="somebody", roles=[role], **more)

    def ask(
        self, method: str, path: str, body: Any = None, *, raw: bytes | None = None,
        headers: dict[str, str] | None = None, tenant: str = HOME, role: str = "coordinator",
    ) -> TestResponse:  # fmt: skip
        sent = {
            "Authorization": f"Bearer {self.token(tenant, role)}",
            "Idempotency-Key": new_id(),
            "Content-Type": "application/json",
            **(headers or {}),
        }
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        return self.http.open(
            f"/v1{path}", method=method, data=data,
            headers={name: value for name, value in sent.items() if value},
        )  # fmt: skip

    def stored(self) -> dict[str, int]:
        """How many documents every collection of the cell holds."""
        return {
            f"{name}.{collection}": self.client[name][collection].count_documents({})
            for name in self.client.list_database_names()
            if name.startswith(f"{self.cell}_")
            for collection in self.client[name].list_collection_names()
        }


@pytest.fixture(scope="module", name="edge")
def _edge(mongo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    place = tmp_path_factory.mktemp("secrets")
    ensure_keys(place)
    (place / "master.key").write_bytes(secrets.token_bytes(32))
    cell = f"t{new_id()[:12]}"
    environ = {"MONGO_URL": mongo_url, "MENTORBASE_CELL": cell, "MENTORBASE_SECRETS": str(place)}
    service = bootstrap(Settings.from_env("participants", environ))
    http = create_app(service, BLUEPRINTS, ACTIONS).test_client()
    with connect(mongo_url) as client:
        edge = Edge(http, Issuer("gateway", place), client, cell)
        made = edge.ask("POST", "/people", PERSON, headers={"Idempotency-Key": edge.own_key})
        assert made.status_code == 200, made.get_data(as_text=True)
        edge.person = made.get_json()["id"]
        yield edge
        service.client.close()
        for name in client.list_database_names():
            if name.startswith(f"{cell}_"):
                client.drop_database(name)


@pytest.fixture(autouse=True)
def _nothing_is_stored(edge: Edge) -> Iterator[None]:
    before = edge.stored()
    yield
    assert edge.stored() == before


def assert_problem(answer: TestResponse, status: int, code: str | None = None) -> dict[str, Any]:
    text = answer.get_data(as_text=True)
    assert answer.status_code == status, text
    assert answer.mimetype == "application/problem+json"
    document = json.loads(text)
    assert document["status"] == status
    assert {"type", "title", "detail", "code"} <= set(document)
    assert code is None or document["code"] == code
    assert CANARY not in text
    assert json.dumps(CANARY).strip('"') not in text
    for trace in ("Traceback", 'File \\"', "line ", "Error(", "pymongo", "marshmallow", "werkzeug"):
        assert trace not in text
    return dict(document)


MALFORMED: dict[str, bytes] = {
    "cut off": f'{{"name": "{CANARY}"'.encode(),
    "not JSON": CANARY.encode(),
    "not UTF-8": b'{"name": "\xff\xfe"}',
    "nested without end": b'{"name": ' + b"[" * 200_000,
    "nested deeply": b'{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "not a number": b'{"name": NaN}',
    "half a surrogate pair": rb'{"name": "\ud83d"}',
    "half a surrogate pair for a name": rb'{"name": "x", "\udc00": 1}',
    "a number beyond 64 bits": b'{"name": 9223372036854775808}',
    "a number beyond all measure": b'{"name": -1e400}',
    "a number of 5000 digits": b'{"name": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_body_that_cannot_be_read(edge: Edge, name: str) -> None:
    assert_problem(edge.ask("POST", "/people", raw=MALFORMED[name]), 400)


WRONG: dict[str, Any] = {
    "a number for a text": {"name": 5},
    "an object for a text": {"name": {"$gt": CANARY}},
    "a list for the body": [CANARY],
    "a text for the body": CANARY,
    "nothing for a text": {"name": None},
    "no such date": {"name": CANARY, "birth_date": "1990-02-31"},
    "a date as a number": {"name": CANARY, "birth_date": 19900101},
    "an empty name": {"name": ""},
    "a name too long": {"name": CANARY * 100},
    "a field missing": {"contact": CANARY},
    "an unknown field": {**PERSON, "note": CANARY},
}


@pytest.mark.parametrize("name", WRONG)
def test_a_body_of_the_wrong_shape(edge: Edge, name: str) -> None:
    document = assert_problem(edge.ask("POST", "/people", WRONG[name]), 422)
    assert document["errors"], "it names the fields"


@pytest.mark.parametrize("capacity", [0, -1, 1.5, "три", True, None])
def test_numbers_outside_their_range(edge: Edge, capacity: Any) -> None:
    body = {"person": edge.person, "kind": "teacher", "capacity": capacity}
    assert_problem(edge.ask("POST", "/mentors", body), 422)


@pytest.mark.parametrize(
    "counts",
    [{"a\0b": 1}, {"": 1}, {"a.b": 1}, {"$a": 1}, {"pupils": "x"}, {"pupils": -1}, [1], None],
)
def test_names_and_numbers_that_cannot_be_stored(edge: Edge, counts: Any) -> None:
    body = {"year": "2026/27", "counts": counts}
    assert_problem(edge.ask("POST", "/organisations/denominators", body), 422)


def test_a_body_without_its_content_type(edge: Edge) -> None:
    plain = {"Content-Type": "text/plain"}
    answer = edge.ask("POST", "/people", PERSON, headers=plain)
    assert_problem(answer, answer.status_code)
    assert answer.status_code in (415, 422)


@pytest.mark.parametrize("tag", ['"7"', "7", '"0"', 'W/"2"', '"999999999999999999"'])
def test_a_stale_version(edge: Edge, tag: str) -> None:
    assert_problem(
        edge.ask("PUT", f"/people/{edge.person}", PERSON, headers={"If-Match": tag}), 412
    )


@pytest.mark.parametrize("tag", ['"x"', '"-1"', '"²"', '"' + "9" * 5000 + '"', '"1", "2"', '""'])
def test_a_version_that_is_none(edge: Edge, tag: str) -> None:
    answer = edge.ask("PUT", f"/people/{edge.person}", PERSON, headers={"If-Match": tag})
    assert_problem(answer, 422)


def test_the_same_key_with_another_body(edge: Edge) -> None:
    other = {**PERSON, "name": CANARY}
    answer = edge.ask("POST", "/people", other, headers={"Idempotency-Key": edge.own_key})
    assert_problem(answer, 409, "idempotency-conflict")
    again = edge.ask("POST", "/people", PERSON, headers={"Idempotency-Key": edge.own_key})
    assert again.get_json()["id"] == edge.person


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "две", "a b"])
def test_a_write_without_a_usable_key(edge: Edge, key: str) -> None:
    answer = edge.ask("POST", "/people", PERSON, headers={"Idempotency-Key": key})
    assert_problem(answer, 400, "idempotency-key")


STRANGERS = [
    ("GET", "/people/{person}", None),
    ("PUT", "/people/{person}", PERSON),
    ("POST", "/people/{person}/erase", {}),
    ("POST", "/people/{person}/candidacies", {"role": "mentee", "year": "2026/27"}),
    ("POST", "/consents/withdraw", {"person": "{person}", "purpose": "participation"}),
    ("POST", "/mentors", {"person": "{person}", "kind": "teacher", "capacity": 1}),
    ("POST", "/questionnaires", {"person": "{person}", "year": "2026/27", "kind": "mentee"}),
]


@pytest.mark.parametrize(("method", "path", "body"), STRANGERS)
def test_another_tenants_id_is_not_there(edge: Edge, method: str, path: str, body: Any) -> None:
    filled = json.loads(json.dumps(body).replace("{person}", edge.person))
    foreign = edge.ask(method, path.replace("{person}", edge.person), filled, tenant=AWAY)
    unknown = json.loads(json.dumps(body).replace("{person}", "nobody"))
    nobody = edge.ask(method, path.replace("{person}", "nobody"), unknown, tenant=AWAY)
    assert foreign.status_code == nobody.status_code, "an id that exists elsewhere is no different"
    if path != "/consents/withdraw":
        assert_problem(foreign, 404)
    same = ("detail", "code", "status")
    assert [foreign.get_json()[f] for f in same] == [nobody.get_json()[f] for f in same]


@pytest.mark.parametrize("id", ["x" * 5000, "%00", "a%7Cb", "$where", "..%2f..", "%D1%8A"])
def test_an_id_that_was_never_given(edge: Edge, id: str) -> None:
    assert_problem(edge.ask("GET", f"/people/{id}"), 404)


def _tokens(edge: Edge) -> dict[str, str]:
    head, claims, signature = edge.token().split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","kid":"gateway"}').decode().rstrip("=")
    listed = base64.urlsafe_b64encode(b'{"alg":"Ed25519","kid":["gateway"]}').decode().rstrip("=")
    forged = json.dumps({"tenant": AWAY, "iss": "gateway", "aud": "participants"}).encode()
    other = base64.urlsafe_b64encode(forged).decode().rstrip("=")
    return {
        "none at all": "",
        "another scheme": f"Basic {head}",
        "expired": f"Bearer {edge.token(seconds=-10)}",
        "for another service": f"Bearer {edge.token(audience='matching')}",
        "unsigned": f"Bearer {none}.{claims}.",
        "with a list for a key": f"Bearer {listed}.{claims}.{signature}",
        "with other claims": f"Bearer {head}.{other}.{signature}",
        "cut off": f"Bearer {head}.{claims}",
        "rubbish": "Bearer ъ.ъ.ъ",
        "dots": "Bearer ..",
        "empty": "Bearer ",
    }


TOKENS = (
    "none at all", "another scheme", "expired", "for another service", "unsigned",
    "with a list for a key", "with other claims", "cut off", "rubbish", "dots", "empty",
)  # fmt: skip


@pytest.mark.parametrize("name", TOKENS)
@pytest.mark.parametrize(("method", "path"), [("POST", "/people"), ("GET", "/people")])
def test_a_token_that_is_not_valid(edge: Edge, name: str, method: str, path: str) -> None:
    sent = {"Authorization": _tokens(edge)[name]}
    body = {**PERSON, "name": CANARY} if method == "POST" else None
    answer = edge.ask(method, path, body, headers=sent)
    assert_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_body_that_is_too_large(edge: Edge) -> None:
    raw = json.dumps({**PERSON, "contact": "x" * BODY_LIMIT}).encode()
    assert_problem(edge.ask("POST", "/people", raw=raw), 413)


def test_a_role_that_may_not(edge: Edge) -> None:
    assert_problem(edge.ask("POST", "/people", PERSON, role="mentee"), 403)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", f"/{CANARY}", 404), ("DELETE", "/people", 405), ("POST", "/people/names/x/y", 404)],
)
def test_an_address_that_is_none(edge: Edge, method: str, path: str, status: int) -> None:
    assert_problem(edge.ask(method, path), status)


def _cursor(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


QUERIES = [
    "limit=0", "limit=201", "limit=many", "limit=", "q=",
    "after=%D1%8A", "after=x", f"after={_cursor({'$gt': ''})}", f"after={_cursor([1])}",
    f"after={_cursor(['a', {'$ne': ''}])}", f"after={_cursor([{'$gt': ''}, 'a'])}",
    f"after={_cursor(['a', 10**30])}",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_that_makes_no_sense(edge: Edge, query: str) -> None:
    assert_problem(edge.ask("GET", f"/people?{query}"), 422)
