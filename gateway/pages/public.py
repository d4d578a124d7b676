"""What a school has published, for everybody."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, make_response, render_template, request

from gateway.context import gateway
from shared.domain.ids import ActorId, TenantId
from shared.tenancy.scope import Scope

blueprint = Blueprint("public", __name__)


@blueprint.get("/check/<mark>")
def check(mark: str) -> Any:
    """Whether a certificate's code is valid, for whoever holds the paper; the mark is the school
    and the code. It tells what the holder allowed, and never who that is."""
    school, _dot, code = mark.partition(".")
    code = request.args.get("code", code).strip()[:40]
    if not school or "/" in code:
        abort(404)
    scope = Scope(TenantId(school), ActorId("certificate-check"), frozenset({"service"}))
    client = gateway().clients["participants"]
    told = client.get(f"/v1/certificates/{code}", scope) if code else None
    page = make_response(render_template("check.html", told=told, school=school, code=code))
    page.headers["X-Robots-Tag"] = "noindex"
    page.headers["Referrer-Policy"] = "no-referrer"
    return page
