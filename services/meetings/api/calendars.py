"""The calendar on a page, as a file, and under a private address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from flask import Response

from services.meetings.api import schemas, working_schemas
from services.meetings.api.support import own
from services.meetings.application.access import STAFF, series_for
from services.meetings.application.calendars import MOST, feed_of, with_consent
from services.meetings.application.terms import rules_of, school_day, zone_of
from services.meetings.application.wishes import is_gone
from services.meetings.domain.subscription import commands
from services.meetings.domain.subscription.commands import subscription_id
from services.meetings.domain.subscription.decider import SUBSCRIPTION
from shared.documents.calendar import ICS
from shared.domain.errors import NotFound
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    accepted,
    current,
    page,
    reader,
    requires,
    run,
)
from shared.projections.reader import PAGE_MAX

blp = Blueprint("calendars", __name__, description="Calendars")
_BACK: Final = timedelta(days=60)
"""Programs keep what is past; longer ago nobody looks."""


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


@blp.route("/pairings/<id:pairing>/calendar.ics", methods=["GET"])
@requires("pairing.read")
@blp.arguments(working_schemas.SubscribeSchema, location="query")
def file(query: dict[str, Any], pairing: str) -> Response:
    """The pairing's meetings as iCalendar, without any name; cancelled ones say so."""
    series_for(current().service, current().scope, pairing, STAFF)
    return _answer(_rows([pairing]), query["language"])


@blp.route("/subscriptions", methods=["GET"])
@requires("pairing.read")
def subscriptions() -> Any:
    """One's own addresses that work, by when they were made; the addresses are nowhere to be read."""
    return page(reader("subscriptions").find({"owner": current().scope.actor}, limit=PAGE_MAX))


@blp.route("/subscriptions", methods=["POST"])
@requires("pairing.read")
@blp.arguments(working_schemas.SubscribeSchema)
@blp.response(200, working_schemas.SubscriptionAcceptedSchema)
def subscribe(body: dict[str, Any]) -> Any:
    """A private address; only the same request with the same key gets its ``token`` again. Staff
    see the school's gatherings under it, mentors and mentees their own meetings too."""
    now = current()
    secret = f"calendar|{now.scope.actor}|{now.key}"
    token = now.service.vault.digest(now.scope.tenant, secret)
    id = subscription_id(token)
    command = commands.Open(id, now.scope.actor, now.scope.person, body["language"])
    outcome = now.service.handler.handle(now.scope, SUBSCRIPTION, id, command, key=now.key)
    return accepted(outcome, token=token)


@blp.route("/subscriptions/<id:subscription>/end", methods=["POST"])
@requires("pairing.read")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def unsubscribe(body: dict[str, Any], subscription: str) -> Any:
    """The address stops working at once."""
    return run(SUBSCRIPTION, subscription, commands.End(current().scope.actor))


@blp.route("/subscriptions/open/<token>", methods=["GET"])
@requires("subscription.read")
def feed(token: str) -> Response:
    """What is behind an address, for whoever has it. 404 for one that never was or was ended, and
    once its owner is erased."""
    now = current()
    found = now.service.handler.state(now.scope, SUBSCRIPTION, subscription_id(token)).state
    if found.opened is None or found.ended:
        raise NotFound("there is no such calendar")
    pairings: list[str] = []
    person = found.opened.person
    if person is not None:
        if is_gone(now.service, now.scope.tenant, person):
            raise NotFound("there is no such calendar")
        of = {"$or": [{"mentor": person}, {"mentees": person}]}
        mine = [row["id"] for row in reader("pairings").all(of)]
        pairings = with_consent(now.service, now.scope, mine)
    return _answer(_rows(["", *pairings]), found.opened.language)


def _rows(pairings: list[str]) -> list[dict[str, Any]]:
    """Gatherings, and meetings that have an hour: what was entered without one was never planned."""
    now = current()
    since = school_day(now.service, rules_of(now.service, now.scope)) - _BACK
    wanted = {
        "pairing": {"$in": pairings}, "day": {"$gte": since.isoformat()},
        "$or": [{"pairing": ""}, {"starts_at": {"$gt": ""}}],
    }  # fmt: skip
    rows: list[dict[str, Any]] = []
    after = None
    while len(rows) < MOST:
        found = reader("calendar").find(wanted, sort="day", after=after, limit=PAGE_MAX)
        rows += found.items
        after = found.next
        if after is None:
            break
    return rows[:MOST]


def _answer(rows: Iterable[dict[str, Any]], language: str) -> Response:
    now = current()
    zone = zone_of(rules_of(now.service, now.scope))
    text = feed_of(rows, zone=zone, language=language, domain_now=now.service.clock.now())
    return Response(text, content_type=ICS)
