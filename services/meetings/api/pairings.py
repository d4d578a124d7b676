"""Where pairings stand, and who has not met for long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.meetings.api import schemas
from services.meetings.api.support import own, school_today
from services.meetings.application.access import STAFF, series_for
from shared.http.api import Blueprint, current, page, reader, requires

blp = Blueprint("pairings", __name__, description="Pairs and groups at work")


@blp.route("/pairings", methods=["GET"])
@requires("pairing.read")
@blp.arguments(schemas.PairingsQuerySchema, location="query")
def list_pairings(query: dict[str, Any]) -> Any:
    """Where each pairing stands; a mentor or mentee sees their own."""
    wanted = {name: query[name] for name in ("year", "status") if query[name]}
    found = reader("pairings").find(own(wanted), after=query["after"], limit=query["limit"])
    return page(found)


@blp.route("/pairings/<id:pairing>", methods=["GET"])
@requires("pairing.read")
def show(pairing: str) -> Any:
    """One pairing with its meetings, without their texts."""
    series_for(current().service, current().scope, pairing, STAFF)
    return reader("pairings").get(pairing)


@blp.route("/overdue", methods=["GET"])
@requires("pairing.read")
@blp.arguments(schemas.OverdueQuerySchema, location="query")
def overdue(query: dict[str, Any]) -> Any:
    """Open pairings that have not met for so many days, by the school's day."""
    limit = (school_today() - timedelta(days=query["days"])).isoformat()
    wanted: dict[str, Any] = {
        "status": "open", "last_met": {"$lt": limit}, "opened_on": {"$lt": limit},
    }  # fmt: skip
    if query["year"]:
        wanted["year"] = query["year"]
    found = reader("pairings").find(
        own(wanted), sort="last_met", after=query["after"], limit=query["limit"]
    )
    return page(found)
