"""Stage 1: what the programme needs, from where, who brings it, and what is missing."""

from __future__ import annotations

from typing import Any

from services.reporting.api import resource_plans_schemas as schemas
from services.reporting.api.asking import new_thing, year_thing
from services.reporting.api.common_schemas import YearBodySchema
from services.reporting.domain.resource_plan import commands
from services.reporting.domain.resource_plan.decider import RESOURCE_PLAN
from shared.domain.errors import NotFound
from shared.domain.personal import Personal
from shared.http.api import AcceptedSchema, Blueprint, current, page, reader, requires, run

blp = Blueprint("resources", __name__, url_prefix="/resources", description="Plan of resources")


@blp.route("", methods=["POST"])
@requires("resources.write")
@blp.arguments(schemas.ResourceSchema)
@blp.response(200, AcceptedSchema)
def write(body: dict[str, Any]) -> Any:
    """A line of the year's plan; with ``line`` that one is written anew."""
    plan = year_thing("resource_plan", body["year"])
    line = body["line"] or new_thing("resource")
    known = current().service.handler.state(current().scope, RESOURCE_PLAN, plan).state.lines
    if body["line"] and line not in known:
        raise NotFound("the plan has no such line")
    command = commands.SetResource(
        plan, body["year"], line, body["kind"], body["source"], Personal.of(body["what"]),
        Personal.of(body["who"]), body["needed"], body["have"],
    )  # fmt: skip
    return run(RESOURCE_PLAN, plan, command)


@blp.route("/<line>/drop", methods=["POST"])
@requires("resources.write")
@blp.arguments(YearBodySchema)
@blp.response(200, AcceptedSchema)
def drop(body: dict[str, Any], line: str) -> Any:
    """The programme does not need it after all."""
    plan = year_thing("resource_plan", body["year"])
    return run(RESOURCE_PLAN, plan, commands.DropResource(line))


@blp.route("", methods=["GET"])
@requires("resources.read")
@blp.arguments(schemas.ResourcesQuerySchema, location="query")
def show(query: dict[str, Any]) -> Any:
    """People, methods, facilities, each in the order of writing; ``gap`` is what is missing."""
    now = current()
    wanted = {"plan": year_thing("resource_plan", query["year"])}
    found = reader("resource_plans").find(
        wanted, sort="place", after=query["after"], limit=query["limit"]
    )
    sealed = [row[name] for row in found.items for name in ("what", "who")]
    texts = now.service.vault.open_many(now.scope.tenant, sealed)
    for row in found.items:
        row["what"], row["who"] = texts[row["what"]], texts[row["who"]]
        for name in ("tenant", "place", "added", "plan"):
            row.pop(name, None)
    return page(found)
