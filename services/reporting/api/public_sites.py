"""7.6: what the public page shows besides its items, and which sites may show it inside theirs."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.reporting.domain.public_site import commands
from services.reporting.domain.public_site.decider import MOST, PUBLIC_SITE
from shared.domain.ids import derived_id
from shared.http.api import AcceptedSchema, Blueprint, Schema, current, requires, run

blp = Blueprint("public_sites", __name__, url_prefix="/public-site", description="Public page")


class SitesSchema(Schema):
    sites = fields.List(
        fields.String(validate=validate.Length(1, 300)), required=True,
        validate=validate.Length(max=MOST),
    )  # fmt: skip


class NumbersShownSchema(Schema):
    shown = fields.Boolean(required=True)


@blp.route("", methods=["GET"])
@requires("public_site.read")
def show() -> Any:
    """Read from the stream itself, so that a site that is allowed no longer is shut out at once."""
    now = current()
    site = now.service.handler.state(now.scope, PUBLIC_SITE, _id()).state
    return {"sites": list(site.sites), "numbers": site.numbers}


@blp.route("/sites", methods=["PUT"])
@requires("public_site.manage")
@blp.arguments(SitesSchema)
@blp.response(200, AcceptedSchema)
def allow(body: dict[str, Any]) -> Any:
    """Name all sites that may show the block; the others may no longer."""
    return run(PUBLIC_SITE, _id(), commands.AllowSites(tuple(body["sites"])))


@blp.route("/numbers", methods=["PUT"])
@requires("public_site.manage")
@blp.arguments(NumbersShownSchema)
@blp.response(200, AcceptedSchema)
def numbers(body: dict[str, Any]) -> Any:
    """Whether the year's numbers stand on the page."""
    return run(PUBLIC_SITE, _id(), commands.ShowNumbers(body["shown"]))


def _id() -> str:
    return derived_id("public_site", current().scope.tenant)
