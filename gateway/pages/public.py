"""What a school has published, for everybody."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, make_response, render_template, request

from gateway.context import gateway
from shared.domain.ids import ActorId, TenantId
from shared.tenancy.scope import Scope

blueprint = Blueprint("public", __name__)


@blueprint.get("/results/<school>")
def results(school: str) -> Any:
    """Consents are asked each time by the service; without an answer nothing is shown."""
    clients = gateway().clients
    scope = Scope(TenantId(school), ActorId("gateway"), frozenset({"service"}))
    about = clients["participants"].get("/v1/organisations/self", scope)
    items = clients["reporting"].get("/v1/publications/public", scope)["items"]
    return render_template("public.html", about=about, items=items)


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
