"""The public page of a school's results: only what everybody named has agreed to."""

from __future__ import annotations

from flask import Blueprint, render_template

from gateway.context import gateway
from shared.domain.ids import ActorId, TenantId
from shared.tenancy.scope import Scope

blp = Blueprint("public", __name__)


@blp.get("/public/<tenant>")
def results(tenant: str) -> str:
    scope = Scope(TenantId(tenant), ActorId("public"), frozenset({"service"}))
    found = gateway().clients["reporting"].get("/v1/publications/public", scope)
    return render_template("public.html", items=found["items"])
