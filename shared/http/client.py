"""How one process asks another: a signed token, a time limit, problems as errors again."""

from __future__ import annotations

import json as text_of
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import urllib3

from shared.domain.errors import (
    Conflict,
    ConsentMissing,
    DomainError,
    Forbidden,
    IdempotencyConflict,
    Invalid,
    NotFound,
    Refused,
    Unavailable,
)
from shared.http.tokens import Issuer
from shared.tenancy.scope import Scope

SECONDS = 5.0
_TOKEN_SECONDS = 60
_KNOWN_TOKENS = 2_000
_KEPT_CONNECTIONS = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered: ``content`` as it came, ``headers`` without regard to case."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        return text_of.loads(self.content)


class ServiceClient:
    """Asks one service as one scope. Raises what the service refused with, ``Unavailable`` where it
    does not answer in time. Safe for use by threads; make it after a fork."""

    def __init__(self, base_url: str, issuer: Issuer, audience: str) -> None:
        self._issuer = issuer
        self._audience = audience
        self._tokens: dict[tuple[str, str, frozenset[str], str | None], tuple[float, str]] = {}
        self._http = urllib3.connection_from_url(
            base_url, maxsize=_KEPT_CONNECTIONS, retries=False, block=False
        )

    def request(
        self,
        method: str,
        path: str,
        scope: Scope,
        *,
        json: Any = None,
        params: dict[str, Any] | None = None,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
        key: str | None = None,
        seconds: float = SECONDS,
        roles: frozenset[str] | None = None,
    ) -> Answer:
        """``path`` begins with ``/v1``; ``roles`` replaces the scope's (``{"service"}``). Raises
        NotFound where parts of the path could lead to another route than the one meant."""
        if not _PLAIN_PATH.fullmatch(path):
            raise NotFound("there is no such thing")
        token = self._token(scope, scope.roles if roles is None else roles)
        sent = {"Authorization": f"Bearer {token}", "X-Correlation-Id": scope.correlation}
        if key is not None:
            sent["Idempotency-Key"] = key
        if json is not None:
            sent["Content-Type"] = "application/json"
            content = text_of.dumps(json, ensure_ascii=False).encode()
        try:
            response = self._http.request(
                method, _with_query(path, params), body=content,
                headers={**sent, **(headers or {})}, timeout=urllib3.Timeout(total=seconds),
            )  # fmt: skip
        except urllib3.exceptions.HTTPError as error:
            raise Unavailable(f"{self._audience} does not answer") from error
        answer = Answer(response.status, response.headers, response.data)
        if answer.status_code >= 400:
            raise error_from(answer)
        return answer

    def _token(self, scope: Scope, roles: frozenset[str]) -> str:
        """One for each whom it speaks for, used for half of its life."""
        key = (scope.tenant, scope.actor, roles, scope.person)
        found = self._tokens.get(key)
        if found is not None and time.monotonic() < found[0]:
            return found[1]
        token = self._issuer.issue(
            self._audience, tenant=scope.tenant, actor=scope.actor, roles=roles,
            person=scope.person, seconds=_TOKEN_SECONDS,
        )  # fmt: skip
        if len(self._tokens) >= _KNOWN_TOKENS:
            self._tokens.clear()
        self._tokens[key] = (time.monotonic() + _TOKEN_SECONDS / 2, token)
        return token

    def get(self, path: str, scope: Scope, **rest: Any) -> Any:
        return self.request("GET", path, scope, **rest).json()

    def rows(
        self, path: str, scope: Scope, *, params: Mapping[str, Any] | None = None, **rest: Any
    ) -> Iterator[dict[str, Any]]:
        """All rows of a list, a page of two hundred at a time."""
        after = None
        while True:
            query = {**(params or {}), "limit": 200, "after": after}
            page = self.get(path, scope, params=query, **rest)
            yield from page["items"]
            after = page.get("next")
            if not after:
                return

    def post(self, path: str, scope: Scope, body: Any, *, key: str, **rest: Any) -> Any:
        return self.request("POST", path, scope, json=body, key=key, **rest).json()


_PLAIN_PATH: Final = re.compile(r"(?:/(?!\.{1,2}(?:/|\Z))[A-Za-z0-9_.~:@+-]+)+")
"""Ids and secrets come from addresses that anybody may write: nothing of a query, no step upwards."""


def _with_query(path: str, params: Mapping[str, Any] | None) -> str:
    """Parameters without a value are left out."""
    given = {k: v for k, v in (params or {}).items() if v is not None}
    for name, value in given.items():
        if isinstance(value, bool):
            given[name] = "true" if value else "false"
    return f"{path}?{urlencode(given, doseq=True)}" if given else path


def error_from(response: Answer) -> DomainError:
    """The service's problem document as the error that it stands for."""
    try:
        document = response.json()
    except ValueError:
        document = {}
    detail = str(document.get("detail", "the service answered with an error"))
    code = document.get("code")
    status = response.status_code
    if status == 409 and code == "consent-missing":
        return ConsentMissing(str(document.get("purpose", "")), tuple(document.get("people", ())))
    if status in (400, 413, 415, 422):
        fields = {e["field"]: list(e["messages"]) for e in document.get("errors", ())}
        invalid = Invalid(detail, fields)
        invalid.code = str(code or Invalid.code)
        return invalid
    kinds: dict[int, type[DomainError]] = {
        403: Forbidden, 404: NotFound, 412: Conflict,
        409: IdempotencyConflict if code == "idempotency-conflict" else Refused,
    }  # fmt: skip
    return kinds.get(status, Unavailable)(detail, code=code)
