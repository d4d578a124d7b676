"""Municipality, schools and companies."""

from __future__ import annotations

from typing import Any

from services.participants.api.organisations_schemas import (
    DenominatorsSchema,
    NamesQuerySchema,
    OrganisationSchema,
)
from services.participants.api.support import RowsSchema, listed, new_id, presentable
from services.participants.application.people import opened
from services.participants.application.registering_organisations import register_organisation
from services.participants.application.sharing import municipality_of
from services.participants.domain.organisation import commands
from services.participants.domain.organisation.decider import ORGANISATION
from shared.domain.ids import TenantId
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    PagingSchema,
    accepted,
    current,
    requires,
    run,
)

blp = Blueprint("organisations", __name__, url_prefix="/organisations")


@blp.route("", methods=["POST"])
@requires("organisation.register")
@blp.arguments(OrganisationSchema)
@blp.response(200, AcceptedSchema)
def register(body: dict[str, Any]) -> Any:
    """Register the municipality itself, or one of its schools and companies."""
    now = current()
    own = body["kind"] == "municipality"
    id = now.scope.tenant if own else TenantId(body["id"] or new_id("organisation"))
    return accepted(
        register_organisation(
            now.service, now.scope, id, kind=body["kind"], name=body["name"], key=now.key
        )
    )


@blp.route("", methods=["GET"])
@requires("organisation.list")
@blp.arguments(PagingSchema, location="query")
@blp.response(200, RowsSchema)
def list_all(args: dict[str, Any]) -> Any:
    """The municipality's organisations."""
    found = listed("organisations", args)
    return {"items": [_public(row) for row in found.items], "next": found.next}


@blp.route("/schools", methods=["GET"])
@requires("organisation.schools")
@blp.arguments(PagingSchema, location="query")
@blp.response(200, RowsSchema)
def schools(args: dict[str, Any]) -> Any:
    """The public names of the municipality's schools."""
    now = current()
    council = now.scope.crossing("catalogue_entry", to=municipality_of(now.service, now.scope))
    found = now.service.views.reader(council, "organisations").find(
        {"kind": "school"}, after=args["after"], limit=args["limit"]
    )
    items = [{"id": row["id"], "name": row["name"]} for row in found.items]
    return {"items": items, "next": found.next}


def _public(row: dict[str, Any]) -> dict[str, Any]:
    return presentable({k: v for k, v in row.items() if k not in ("contact", "reason")})


@blp.route("/self", methods=["GET"])
@requires("organisation.self")
@blp.response(200)
def own() -> Any:
    """The organisation of the token, with its denominators by year."""
    now = current()
    loaded = now.service.handler.existing(now.scope, ORGANISATION, now.scope.tenant)
    state = loaded.state
    return presentable(
        {
            "id": state.id,
            "kind": state.kind,
            "name": state.name,
            "standing": state.standing,
            "reason": opened(now.service, now.scope, state.reason),
            "municipality": state.municipality,
            "denominators": {year: dict(counts) for year, counts in state.counts.items()},
        }
    )


@blp.route("/names", methods=["POST"])
@requires("organisation.names")
@blp.arguments(NamesQuerySchema)
@blp.response(200)
def names(body: dict[str, Any]) -> Any:
    """The public names of organisations of the same municipality."""
    now = current()
    council = now.scope.crossing("catalogue_entry", to=municipality_of(now.service, now.scope))
    wanted = {"id": {"$in": body["organisations"]}}
    rows = now.service.views.reader(council, "organisations").all(wanted)
    return {"names": {row["id"]: row["name"] for row in rows}}


@blp.route("/denominators", methods=["POST"])
@requires("organisation.count")
@blp.arguments(DenominatorsSchema)
@blp.response(200, AcceptedSchema)
def count(body: dict[str, Any]) -> Any:
    """Enter a year's head counts, from which the indicators are computed."""
    now = current()
    command = commands.CountDenominators(
        body["year"], tuple(sorted(body["counts"].items())), now.today
    )
    return run(ORGANISATION, now.scope.tenant, command)
