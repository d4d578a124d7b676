"""Gatherings: with staff, parents, partners, pupils; the general meetings and the ceremony."""

from __future__ import annotations

import json
from typing import Any

from services.meetings.api import schemas
from services.meetings.domain.outreach_event import commands
from services.meetings.domain.outreach_event.decider import OUTREACH
from shared.domain.ids import PersonId, derived_id
from shared.domain.personal import Personal
from shared.http.api import AcceptedSchema, Blueprint, current, page, reader, requires, run

blp = Blueprint("outreach", __name__, url_prefix="/outreach", description="Gatherings")
TEXTS = ("title", "place", "material", "resources", "reason")


@blp.route("", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.PlanOutreachSchema)
@blp.response(200, AcceptedSchema)
def plan(body: dict[str, Any]) -> Any:
    """Plan a gathering; the same idempotency key gives the same id."""
    now = current()
    id = derived_id("outreach", now.scope.tenant, now.scope.actor, now.key)
    command = commands.Plan(
        body["item"], body["year"], Personal.of(body["title"]), body["date"],
        Personal.of(body["place"]),
    )  # fmt: skip
    return run(OUTREACH, id, command)


@blp.route("/<event>/invite", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.InviteSchema)
@blp.response(200, AcceptedSchema)
def invite(body: dict[str, Any], event: str) -> Any:
    """How many were invited so far, and how many have answered."""
    return run(OUTREACH, event, commands.Invite(body["invited"], body["answered"]))


@blp.route("/<event>/check-in", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.CheckInSchema)
@blp.response(200, AcceptedSchema)
def check_in(body: dict[str, Any], event: str) -> Any:
    """Somebody is there; being named needs a live consent."""
    _require_consents([body["person"]])
    return run(OUTREACH, event, commands.CheckIn(PersonId(body["person"])))


@blp.route("/<event>/hold", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.HoldOutreachSchema)
@blp.response(200, AcceptedSchema)
def hold(body: dict[str, Any], event: str) -> Any:
    """The gathering took place; people who are named need a live consent."""
    _require_consents(body["people"])
    command = commands.Hold(
        body["held_on"], body["attended"], bool(body["material"]),
        tuple(PersonId(person) for person in body["people"]), Personal.of(body["material"]),
        Personal.of_json(body["resources"]), body["leads"], current().today,
        body["requests_by_theme"],
    )  # fmt: skip
    return run(OUTREACH, event, command)


@blp.route("/<event>/cancel", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.ReasonSchema)
@blp.response(200, AcceptedSchema)
def cancel(body: dict[str, Any], event: str) -> Any:
    """It will not take place."""
    return run(OUTREACH, event, commands.Cancel(Personal.of(body["reason"])))


@blp.route("/<event>/strike", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.ReasonSchema)
@blp.response(200, AcceptedSchema)
def strike(body: dict[str, Any], event: str) -> Any:
    """The record was a mistake; the roadmap loses its evidence."""
    return run(OUTREACH, event, commands.Strike(Personal.of(body["reason"])))


@blp.route("", methods=["GET"])
@requires("outreach.read")
@blp.arguments(schemas.OutreachQuerySchema, location="query")
def register(query: dict[str, Any]) -> Any:
    """The register of gatherings."""
    wanted = {name: query[name] for name in ("year", "item") if query[name]}
    found = reader("outreach").find(wanted, after=query["after"], limit=query["limit"])
    _open_texts(found.items)
    return page(found)


def _require_consents(people: list[str]) -> None:
    now = current()
    if people:
        now.service.gate.require(now.scope, "participation", people)


def _open_texts(rows: list[dict[str, Any]]) -> None:
    now = current()
    tokens = [row[name] for row in rows for name in TEXTS if row.get(name)]
    texts = now.service.vault.open_many(now.scope.tenant, tokens)
    for row in rows:
        for name in TEXTS:
            if row.get(name):
                row[name] = texts[row[name]]
        if row.get("resources"):
            row["resources"] = json.loads(row["resources"])
