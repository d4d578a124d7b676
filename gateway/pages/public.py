"""What a school has published, for everybody."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

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
