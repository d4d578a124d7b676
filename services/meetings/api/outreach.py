"""Gatherings: with staff, parents, partners, pupils; the general meetings and the ceremony."""

from __future__ import annotations

from typing import Any

from services.meetings.api import schemas
from services.meetings.domain.outreach_event import commands
from services.meetings.domain.outreach_event.decider import OUTREACH
from shared.domain.ids import PersonId, derived_id
from shared.http.api import AcceptedSchema, Blueprint, current, page, reader, requires, run

blp = Blueprint("outreach", __name__, url_prefix="/outreach", description="Gatherings")


@blp.route("", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.PlanOutreachSchema)
@blp.response(200, AcceptedSchema)
def plan(body: dict[str, Any]) -> Any:
    """Plan a gathering; the same idempotency key gives the same id."""
    now = current()
    id = derived_id("outreach", now.scope.tenant, now.scope.actor, now.key)
    command = commands.Plan(body["item"], body["year"], body["title"], body["date"], body["place"])
    return run(OUTREACH, id, command)


@blp.route("/<event>/invite", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.InviteSchema)
@blp.response(200, AcceptedSchema)
def invite(body: dict[str, Any], event: str) -> Any:
    """How many were invited so far, and how many have answered."""
    return run(OUTREACH, event, commands.Invite(body["invited"], body["answered"]))


@blp.route("/<event>/hold", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.HoldOutreachSchema)
@blp.response(200, AcceptedSchema)
def hold(body: dict[str, Any], event: str) -> Any:
    """The gathering took place; people who are named need a live consent."""
    now = current()
    people = tuple(PersonId(person) for person in body["people"])
    if people:
        now.service.gate.require(now.scope, "participation", people)
    command = commands.Hold(
        body["held_on"], body["attended"], people, body["material"], body["leads"], now.today,
        body["requests_by_theme"], tuple(body["resources"]),
    )  # fmt: skip
    return run(OUTREACH, event, command)


@blp.route("/<event>/cancel", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.ReasonSchema)
@blp.response(200, AcceptedSchema)
def cancel(body: dict[str, Any], event: str) -> Any:
    """It will not take place."""
    return run(OUTREACH, event, commands.Cancel(body["reason"]))


@blp.route("/<event>/strike", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.ReasonSchema)
@blp.response(200, AcceptedSchema)
def strike(body: dict[str, Any], event: str) -> Any:
    """The record was a mistake; the roadmap loses its evidence."""
    return run(OUTREACH, event, commands.Strike(body["reason"]))


@blp.route("", methods=["GET"])
@requires("outreach.read")
@blp.arguments(schemas.OutreachQuerySchema, location="query")
def register(query: dict[str, Any]) -> Any:
    """The register of gatherings."""
    wanted = {name: query[name] for name in ("year", "item") if query[name]}
    return page(reader("outreach").find(wanted, after=query["after"], limit=query["limit"]))
