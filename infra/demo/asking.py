"""Asks the services over HTTP as somebody of a tenant, the way the gateway does."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import httpx

from shared.domain.ids import derived_id
from shared.http.tokens import Issuer

T = TypeVar("T")
R = TypeVar("R")
DEADLINE = 60.0
_RETRY_SECONDS = 30.0


class Refusal(Exception):
    """The service said no; ``code`` is that of the problem document."""

    def __init__(self, status: int, path: str, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {path}: {problem.get('detail')} {problem.get('errors', '')}")
        self.status = status
        self.code = str(problem.get("code"))


class Asking:
    """Connections to every service; callers are made from it."""

    def __init__(self, urls: Mapping[str, str], issuer: Issuer, workers: int = 6) -> None:
        self._issuer = issuer
        self._clients = {
            name: httpx.Client(base_url=url, timeout=30.0) for name, url in urls.items()
        }
        self.pool = ThreadPoolExecutor(workers)
        self.asked = 0
        self._counting = threading.Lock()

    def caller(self, tenant: str, *roles: str, person: str | None = None) -> Caller:
        return Caller(self, tenant, frozenset(roles), person)

    def send(
        self, service: str, method: str, path: str, caller: Caller, **content: Any
    ) -> httpx.Response:
        """A 503 stored nothing: it is asked again, with the same key, until the time is up."""
        deadline = time.monotonic() + _RETRY_SECONDS
        while True:
            with self._counting:
                self.asked += 1
            token = self._issuer.issue(
                service,
                tenant=caller.tenant,
                actor=caller.actor,
                roles=caller.roles,
                person=caller.person,
            )
            headers = {"Authorization": f"Bearer {token}", **content.pop("headers", {})}
            answer = self._clients[service].request(
                method, f"/v1{path}", headers=headers, **content
            )
            content["headers"] = {k: v for k, v in headers.items() if k != "Authorization"}
            if answer.status_code != 503 or time.monotonic() > deadline:
                break
            time.sleep(0.1)
        if answer.status_code >= 400:
            raise Refusal(answer.status_code, f"{method} {service}{path}", _problem(answer))
        return answer

    def together(self, work: Callable[[T], R], things: Iterable[T]) -> list[R]:
        """As :meth:`each`, in threads of their own, since each of them may call it in turn."""
        with ThreadPoolExecutor(8) as threads:
            return list(threads.map(work, things))

    def each(self, work: Callable[[T], R], things: Iterable[T]) -> list[R]:
        """All of them, several at a time; the first error is raised."""
        return list(self.pool.map(work, things))


class Caller:
    """Somebody signed in: a tenant, roles, perhaps a person. Keys follow from what is asked, so
    that asking again gives the first answer."""

    def __init__(
        self, asking: Asking, tenant: str, roles: frozenset[str], person: str | None
    ) -> None:
        self._asking = asking
        self.tenant, self.roles, self.person = tenant, roles, person
        self.actor = derived_id("demo", tenant, *sorted(roles), person or "")

    def post(
        self, service: str, path: str, body: Any = None, *, method: str = "POST", again: str = ""
    ) -> dict[str, Any]:
        body = {} if body is None else body
        key = derived_id(service, method, path, repr(body), again)
        answer = self._asking.send(
            service, method, path, self, json=body, headers={"Idempotency-Key": key}
        )
        return dict(answer.json())

    def put(self, service: str, path: str, body: Any) -> dict[str, Any]:
        return self.post(service, path, body, method="PUT")

    def upload(self, path: str, content: bytes) -> dict[str, Any]:
        key = derived_id("upload", path, hashlib.sha256(content).hexdigest())
        kind = {"Content-Type": "application/octet-stream", "Idempotency-Key": key}
        answer = self._asking.send(
            "participants", "POST", path, self, content=content, headers=kind
        )
        return dict(answer.json())

    def get(self, service: str, path: str, **query: Any) -> dict[str, Any]:
        return dict(self._asking.send(service, "GET", path, self, params=query).json())

    def raw(self, service: str, path: str) -> bytes:
        return self._asking.send(service, "GET", path, self).content

    def all(self, service: str, path: str, **query: Any) -> list[dict[str, Any]]:
        """Every page of a list."""
        found: list[dict[str, Any]] = []
        after = None
        while True:
            more: dict[str, Any] = {"after": after} if after else {}
            page = self.get(service, path, limit=200, **query, **more)
            found += page["items"]
            after = page.get("next")
            if not after:
                return found

    def until(
        self,
        service: str,
        path: str,
        enough: Callable[[list[dict[str, Any]]], bool],
        **query: Any,
    ) -> list[dict[str, Any]]:
        """The list once it says what it must; read models follow within moments."""
        return wait_for(lambda: self.all(service, path, **query), enough, f"{service}{path}")


def wait_for(
    look: Callable[[], T], enough: Callable[[T], bool], what: str, seconds: float = DEADLINE
) -> T:
    """Raises TimeoutError with what was seen last."""
    deadline = time.monotonic() + seconds
    while True:
        seen = look()
        if enough(seen):
            return seen
        if time.monotonic() > deadline:
            raise TimeoutError(
                f"{what} is not as expected after {seconds:.0f} s: {str(seen)[:600]}"
            )
        time.sleep(0.1)


def _problem(answer: httpx.Response) -> dict[str, Any]:
    try:
        return dict(answer.json())
    except ValueError:
        return {"detail": answer.text[:200]}
