"""Gatherings: with staff, parents, partners, pupils; the general meetings and the ceremony."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from services.meetings.api import outreach_schemas, schemas
from services.meetings.api.support import school_today
from services.meetings.application import letters
from services.meetings.application.terms import rules_of, zone_of
from services.meetings.domain.outreach_event import commands
from services.meetings.domain.outreach_event.decider import OUTREACH
from shared.domain.ids import PersonId, derived_id
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    current,
    page,
    reader,
    record_read,
    requires,
    run,
)

blp = Blueprint("outreach", __name__, url_prefix="/outreach", description="Gatherings")
TEXTS = ("title", "place", "material", "resources", "reason")


@blp.route("", methods=["POST"])
@requires("outreach.write")
@blp.arguments(outreach_schemas.PlanSchema)
@blp.response(200, AcceptedSchema)
def plan(body: dict[str, Any]) -> Any:
    """Plan a gathering; the same idempotency key gives the same id."""
    now = current()
    id = derived_id("outreach", now.scope.tenant, now.scope.actor, now.key)
    command = commands.Plan(
        body["item"], body["year"], Personal.of(body["title"]), body["date"],
        Personal.of(body["place"]), _starts(body["date"], body["at"]),
    )  # fmt: skip
    return run(OUTREACH, id, command)


@blp.route("/<id:event>/change", methods=["POST"])
@requires("outreach.write")
@blp.arguments(outreach_schemas.ChangeSchema)
@blp.response(200, AcceptedSchema)
def change(body: dict[str, Any], event: str) -> Any:
    """What is planned now; of another day or hour all guests are told by letter."""
    command = commands.Change(
        Personal.of(body["title"]), body["date"], Personal.of(body["place"]),
        _starts(body["date"], body["at"]), school_today(),
    )  # fmt: skip
    return run(OUTREACH, event, command)


@blp.route("/<id:event>/invite", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.InviteSchema)
@blp.response(200, AcceptedSchema)
def invite(body: dict[str, Any], event: str) -> Any:
    """How many were invited so far, and how many have answered."""
    return run(OUTREACH, event, commands.Invite(body["invited"], body["answered"]))


@blp.route("/<id:event>/hold", methods=["POST"])
@requires("outreach.write")
@blp.arguments(outreach_schemas.HoldSchema)
@blp.response(200, AcceptedSchema)
def hold(body: dict[str, Any], event: str) -> Any:
    """The gathering took place; people who are named need a live consent."""
    require_consents(event, body["people"])
    command = commands.Hold(
        body["held_on"], body["attended"], bool(body["material"]),
        tuple(PersonId(person) for person in body["people"]), Personal.of(body["material"]),
        Personal.of_json(body["resources"]), body["leads"], school_today(),
        body["requests_by_theme"], body["by_audience"],
    )  # fmt: skip
    return run(OUTREACH, event, command)


@blp.route("/<id:event>/cancel", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.ReasonSchema)
@blp.response(200, AcceptedSchema)
def cancel(body: dict[str, Any], event: str) -> Any:
    """It will not take place."""
    return run(OUTREACH, event, commands.Cancel(Personal.of(body["reason"])))


@blp.route("/<id:event>/strike", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.ReasonSchema)
@blp.response(200, AcceptedSchema)
def strike(body: dict[str, Any], event: str) -> Any:
    """The record was a mistake; the roadmap loses its evidence."""
    return run(OUTREACH, event, commands.Strike(Personal.of(body["reason"])))


@blp.route("", methods=["GET"])
@requires("outreach.read")
@blp.arguments(outreach_schemas.QuerySchema, location="query")
def register(query: dict[str, Any]) -> Any:
    """The register of gatherings; whom one invites stands in the gathering's own answer."""
    wanted = {name: query[name] for name in ("year", "item", "status") if query[name]}
    order = "-planned_for" if query["latest"] else "id"
    found = reader("outreach").find(wanted, sort=order, after=query["after"], limit=query["limit"])
    for row in found.items:
        for name in ("guests", "present"):
            row.pop(name, None)
    _open_texts(found.items)
    return page(found)


@blp.route("/<id:event>", methods=["GET"])
@requires("outreach.write")
def one(event: str) -> Any:
    """One gathering with its guests, who has come, and what became of the letters."""
    now = current()
    row = reader("outreach").get(event)
    _open_texts([row])
    guests = row.get("guests", {})
    named = {person: guest["name"] for person, guest in guests.items() if guest.get("name")}
    tokens = set(named.values())
    record_read(named, why="gatherings", what=("name",))
    texts = now.service.vault.open_many(now.scope.tenant, tokens)
    told = letters.last_of(now.service.db, now.scope.tenant, event)
    for person, guest in guests.items():
        guest.pop("address", None)
        guest["letter"] = told.get(person)
        if "name" in guest:
            guest.update(named=True, name=texts[guest["name"]])
    return {**row, "today": school_today().isoformat()}


def require_consents(event: str, people: list[str]) -> None:
    """Whoever is named as having been there needs a live consent, which nobody but the school's own
    people has; but for guests who are no participants: guardians, and those who agreed to be named
    for this gathering."""
    now = current()
    state = now.service.handler.state(now.scope, OUTREACH, event).state
    asked = [person for person in people if state.asks_consent_of(PersonId(person))]
    if asked:
        now.service.gate.require(now.scope, "participation", asked)


def _starts(day: date, at: time | None) -> datetime | None:
    """By the school's clock."""
    if at is None:
        return None
    now = current()
    zone = zone_of(rules_of(now.service, now.scope))
    return datetime.combine(day, at, ZoneInfo(zone))


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
