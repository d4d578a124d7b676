"""Where pairings stand, who has not met for long, the journal and the calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Response
from icalendar import Calendar, Event

from services.meetings.api import schemas
from services.meetings.api.support import own
from services.meetings.application.access import STAFF, series_for, working_series
from shared.http.api import Blueprint, current, page, reader, record_read, requires

blp = Blueprint("pairings", __name__, description="Pairs and groups at work")


@blp.route("/pairings", methods=["GET"])
@requires("pairing.read")
@blp.arguments(schemas.PairingsQuerySchema, location="query")
def list_pairings(query: dict[str, Any]) -> Any:
    """Where each pairing stands; a mentor or mentee sees their own."""
    wanted = {name: query[name] for name in ("year", "status") if query[name]}
    found = reader("pairings").find(own(wanted), after=query["after"], limit=query["limit"])
    return page(found)


@blp.route("/pairings/<pairing>", methods=["GET"])
@requires("pairing.read")
def show(pairing: str) -> Any:
    """One pairing with its meetings, without their texts."""
    series_for(current().service, current().scope, pairing, STAFF)
    return reader("pairings").get(pairing)


@blp.route("/overdue", methods=["GET"])
@requires("pairing.read")
@blp.arguments(schemas.OverdueQuerySchema, location="query")
def overdue(query: dict[str, Any]) -> Any:
    """Open pairings that have not met for so many days, by today's date."""
    limit = (current().today - timedelta(days=query["days"])).isoformat()
    wanted: dict[str, Any] = {
        "status": "open", "last_met": {"$lt": limit}, "opened_on": {"$lt": limit},
    }  # fmt: skip
    if query["year"]:
        wanted["year"] = query["year"]
    found = reader("pairings").find(
        own(wanted), sort="last_met", after=query["after"], limit=query["limit"]
    )
    return page(found)


@blp.route("/pairings/<pairing>/journal", methods=["GET"])
@requires("journal.read")
def journal(pairing: str) -> Any:
    """The journal with its texts, for those it concerns; the reading is recorded."""
    now = current()
    series = working_series(now.service, now.scope, pairing)
    found = reader("journal").find({"pairing": pairing}, sort="held_on", limit=200)
    tokens = [row[name] for row in found.items for name in ("topic", "next_step")]
    texts = now.service.vault.open_many(now.scope.tenant, tokens)
    for row in found.items:
        row["topic"], row["next_step"] = texts[row["topic"]], texts[row["next_step"]]
    record_read(series.people, why="journal", what=("journal", "goal"))
    return page(found)


@blp.route("/calendar", methods=["GET"])
@requires("pairing.read")
@blp.arguments(schemas.CalendarQuerySchema, location="query")
def calendar(query: dict[str, Any]) -> Any:
    """Gatherings and meetings by day; a mentor or mentee sees the gatherings and their own."""
    days: dict[str, Any] = {}
    if query["since"]:
        days["$gte"] = query["since"].isoformat()
    if query["until"]:
        days["$lte"] = query["until"].isoformat()
    wanted: dict[str, Any] = {"day": days} if days else {}
    if not current().scope.roles & STAFF:
        mine = [row["id"] for row in reader("pairings").all(own({}))]
        wanted["pairing"] = {"$in": ["", *mine]}
    found = reader("calendar").find(wanted, sort="day", after=query["after"], limit=query["limit"])
    return page(found)


@blp.route("/pairings/<pairing>/calendar.ics", methods=["GET"])
@requires("pairing.read")
def feed(pairing: str) -> Response:
    """Planned meetings as iCalendar, without any name."""
    series_for(current().service, current().scope, pairing, STAFF)
    document = reader("pairings").get(pairing)
    sheet = Calendar()
    sheet.add("prodid", "-//Mentorbase//")
    sheet.add("version", "2.0")
    for id, planned in sorted(document.get("planned", {}).items()):
        entry = Event()
        entry.add("uid", id)
        entry.add("dtstamp", current().service.clock.now())
        entry.add("dtstart", datetime.fromisoformat(planned["starts_at"]))
        entry.add("duration", timedelta(minutes=planned["minutes"]))
        entry.add("summary", "Встреча с наставником")
        sheet.add_component(entry)
    return Response(sheet.to_ical(), mimetype="text/calendar")
