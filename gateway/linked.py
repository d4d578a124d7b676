"""Pages behind links without an account: looking uses nothing up, guessing has to wait."""

from __future__ import annotations

from typing import Any, Final

import segno
from flask import abort, make_response, request, session, url_for

from gateway.config import LANGUAGES
from gateway.context import gateway, signed_in
from shared.domain.errors import NotFound
from shared.domain.ids import ActorId, TenantId
from shared.tenancy.scope import Scope

MISSES: Final = 30
"""Unknown links that one address may try in ten minutes."""
SENDS: Final = 60
"""Forms that may be sent to one link in ten minutes."""


def place(token: str, actor: str) -> tuple[Scope, str]:
    """The link names the school and the secret; the service knows the rest by its hash."""
    tenant, _dot, secret = token.partition(".")
    if not tenant or not secret or "/" in secret:
        abort(404)
    return Scope(TenantId(tenant), ActorId(actor), frozenset({"service"})), secret


def asked(service: str, scope: Scope, path: str) -> dict[str, Any]:
    """Raises NotFound for what was never issued; whoever tries many of them has to wait."""
    limits, address = gateway().limits, request.remote_addr or ""
    if limits.exceeded("link-miss", address, MISSES):
        abort(429)
    try:
        return dict(gateway().clients[service].get(path, scope))
    except NotFound:
        limits.count("link-miss", address, MISSES)
        raise


def may_send(token: str) -> None:
    if not gateway().limits.count("link-send", token, SENDS):
        abort(429)


def private(page: str, status: int = 200) -> Any:
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def language(told: dict[str, Any]) -> str:
    """The reader's own choice, else the language that the link was made in."""
    chosen = session.get("language")
    return chosen if chosen in LANGUAGES else str(told["language"])


def slip(endpoint: str, token: str) -> dict[str, str]:
    """The address with the signed-in person's school in it, and its QR code, to be printed."""
    address = url_for(endpoint, token=f"{signed_in().scope().tenant}.{token}", _external=True)
    picture = segno.make(address, error="m", micro=False).svg_data_uri(scale=3, border=2)
    return {"address": address, "picture": picture}
