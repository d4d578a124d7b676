"""Pages behind links without an account: looking uses nothing up, guessing has to wait."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import segno
from flask import abort, make_response, request, session

from gateway.addresses import outside
from gateway.config import LANGUAGES
from gateway.context import gateway, signed_in
from shared.domain.errors import NotFound
from shared.domain.ids import ActorId, TenantId
from shared.tenancy.scope import Scope

MISSES: Final = 30
"""Unknown links that one address may try in ten minutes."""
SENDS: Final = 60
"""Forms that may be sent to one link in ten minutes."""
_PART: Final = re.compile(r"[A-Za-z0-9_-]{1,200}")


def place(token: str, actor: str) -> tuple[Scope, str]:
    """The link names the school and the secret; the service knows the rest by its hash."""
    scope, (secret,) = parts(token, 1, actor)
    return scope, secret


def parts(mark: str, count: int, actor: str) -> tuple[Scope, list[str]]:
    """The school that a link names, and what else is in it. Anything but plain parts is a 404."""
    tenant, *rest = mark.split(".")
    if len(rest) != count or not all(_PART.fullmatch(part) for part in (tenant, *rest)):
        abort(404)
    return Scope(TenantId(tenant), ActorId(actor), frozenset({"service"})), rest


@contextmanager
def guessing(kind: str) -> Iterator[None]:
    """Counts a NotFound; whoever has met many of them from one address has to wait. What is right is
    shown all the same: a whole school may share one address, and the secrets are too long to be
    found by trying. ``kind`` names the links that share a count."""
    try:
        yield
    except NotFound:
        if not gateway().limits.count(f"{kind}-miss", request.remote_addr or "", MISSES):
            abort(429)
        raise


def asked(service: str, scope: Scope, path: str, kind: str = "link") -> dict[str, Any]:
    """Raises NotFound for what was never issued."""
    with guessing(kind):
        return dict(gateway().clients[service].get(path, scope))


def may_send(token: str, kind: str = "link") -> None:
    if not gateway().limits.count(f"{kind}-send", token, SENDS):
        abort(429)


def private(page: Any, status: int | None = None) -> Any:
    """A page, or an answer: its address is told to no other site and kept by no search engine."""
    response = make_response(page) if status is None else make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def language(told: dict[str, Any]) -> str:
    """The reader's own choice, else the language that the link was made in."""
    chosen = session.get("language")
    return chosen if chosen in LANGUAGES else str(told["language"])


def slip(endpoint: str, token: str) -> dict[str, str]:
    """The address with the signed-in person's school in it, and its QR code, to be printed."""
    return printed(own_address(endpoint, token))


def own_address(endpoint: str, token: str) -> str:
    """What is handed on: the signed-in person's organisation is in it."""
    return outside(endpoint, token=f"{signed_in().scope().tenant}.{token}")


def printed(address: str, scale: int = 3, border: int = 2) -> dict[str, str]:
    """An address and its QR code, as an image for a page; ``border`` in modules."""
    code = segno.make(address, error="m", micro=False)
    return {"address": address, "picture": code.svg_data_uri(scale=scale, border=border)}
