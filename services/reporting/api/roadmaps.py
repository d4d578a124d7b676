"""The live roadmap of a programme."""

from __future__ import annotations

from typing import Any

from services.reporting.api import roadmaps_schemas as schemas
from services.reporting.api.asking import opened_text, year_thing
from services.reporting.api.common_schemas import ReadSchema
from services.reporting.api.roadmap_plans import proof_of, spans
from services.reporting.application.boards import item_of, live_board
from services.reporting.application.reading import last_edition
from services.reporting.domain.roadmap import commands
from services.reporting.domain.roadmap.decider import ROADMAP
from services.reporting.domain.roadmap.items import BY_NUMBER
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId, ProgrammeId
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    PagingSchema,
    current,
    page,
    reader,
    requires,
    run,
)

blp = Blueprint("roadmaps", __name__, url_prefix="/roadmaps", description="The live roadmap")


@blp.route("", methods=["POST"])
@requires("roadmap.open")
@blp.arguments(schemas.RoadmapSchema)
@blp.response(200, AcceptedSchema)
def open_roadmap(body: dict[str, Any]) -> Any:
    """Open the year's roadmap before its programme is."""
    programme = ProgrammeId(year_thing("programme", body["year"]))
    body["holidays"] = spans(body["holidays"])
    return run(ROADMAP, programme, commands.Open(programme, **body))


@blp.route("", methods=["GET"])
@requires("roadmap.read")
@blp.arguments(PagingSchema, location="query")
def list_roadmaps(query: dict[str, Any]) -> Any:
    """The school's roadmaps, the latest year first."""
    found = reader("roadmaps").find(sort="-year", after=query["after"], limit=query["limit"])
    names = ("id", "year", "starts", "ends", "approved")
    found.items[:] = [{name: plan[name] for name in names} for plan in found.items]
    return page(found)


@blp.route("/<programme>/own", methods=["GET"])
@requires("roadmap.own")
@blp.arguments(ReadSchema, location="query")
def show_own(query: dict[str, Any], programme: str) -> Any:
    """What the asking person is in charge of, by name or by role, and has not done yet; the most
    urgent first. At most 35 items."""
    scope = current().scope
    plan = reader("roadmaps").get(programme)
    items = live_board(reader, plan, current().today)["items"]
    names = ("item", "title_ru", "title_en", "starts", "due", "standing")
    mine = [
        {name: item[name] for name in names}
        for item in items
        if item["standing"] in ("late", "soon", "ahead")
        and (item["person"] == scope.person if item["person"] else item["role"] in scope.roles)
    ]
    return {"items": sorted(mine, key=lambda item: (item["due"], item["item"])), "next": None}


@blp.route("/<programme>", methods=["GET"])
@requires("roadmap.read")
@blp.arguments(ReadSchema, location="query")
def show_roadmap(query: dict[str, Any], programme: str) -> Any:
    """All 35 items with plan, tick, evidence, and what is late by the approved dates."""
    return live_board(reader, reader("roadmaps").get(programme), current().today)


@blp.route("/<programme>/items/<item>", methods=["GET"])
@requires("roadmap.read")
@blp.arguments(ReadSchema, location="query")
def show_item(query: dict[str, Any], programme: str, item: str) -> Any:
    """One item with all its evidence, and why it is not applicable; in a copied year also why it was
    not in the year before."""
    plan = reader("roadmaps").get(programme)
    proof = proof_of(plan, item)[0]
    edition = last_edition(reader("roadmap_editions"), programme)
    shown = item_of(BY_NUMBER[item], plan, proof, edition, current().today, None)
    return {**shown, "reason": _reason(plan, item), "reason_before": _reason_before(plan, item)}


def _reason(plan: dict[str, Any], item: str) -> str | None:
    return opened_text(plan["excluded"].get(item.replace(".", "_")))


def _reason_before(plan: dict[str, Any], item: str) -> str | None:
    if item not in plan.get("asked", ()):
        return None
    try:
        return _reason(reader("roadmaps").get(plan["source"]), item)
    except NotFound:
        return None


@blp.route("/<programme>/items/<item>", methods=["PUT"])
@requires("roadmap.plan")
@blp.arguments(schemas.ItemPlanSchema)
@blp.response(200, AcceptedSchema)
def plan_item(body: dict[str, Any], programme: str, item: str) -> Any:
    """Set an item's dates and who is in charge."""
    person = PersonId(body["person"]) if body["person"] else None
    command = commands.PlanItem(item, body["starts"], body["ends"], body["role"] or "", person)
    return run(ROADMAP, programme, command)


@blp.route("/<programme>/items/<item>/not-applicable", methods=["POST"])
@requires("roadmap.plan")
@blp.arguments(schemas.ReasonSchema)
@blp.response(200, AcceptedSchema)
def exclude_item(body: dict[str, Any], programme: str, item: str) -> Any:
    """Say why an item does not apply to this school."""
    return run(ROADMAP, programme, commands.ExcludeItem(item, Personal.of(body["reason"])))


@blp.route("/<programme>/items/<item>/applicable", methods=["POST"])
@requires("roadmap.plan")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def include_item(body: dict[str, Any], programme: str, item: str) -> Any:
    """The item applies after all."""
    return run(ROADMAP, programme, commands.IncludeItem(item))
