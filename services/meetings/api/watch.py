"""Overdue meetings and silent pairs: what waits for the coordinator, and what was seen to."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from services.meetings.api import working_schemas
from services.meetings.api.policy import LISTENERS, WATCHERS
from services.meetings.api.support import carried_out, note_kept, noted, visible
from services.meetings.application.access import series_for
from services.meetings.application.calendars import with_consent
from services.meetings.application.terms import rules_of, school_day, zone_of
from services.meetings.domain.meeting_series import commands
from services.meetings.domain.working_rules.decider import Rules
from shared.domain.personal import Personal
from shared.http.api import (
    Blueprint,
    current,
    page,
    reader,
    record_read,
    requires,
)
from shared.projections.reader import Page

_DOUBT: Final = {"doubt": True, "status": "open"}
blp = Blueprint("watch", __name__, description="Alerts about pairs that do not meet")


@blp.route("/alerts", methods=["GET"])
@requires("watch.read")
@blp.arguments(working_schemas.WatchQuerySchema, location="query")
def alerts(query: dict[str, Any]) -> Any:
    """``overdue``: planned before today and neither entered nor cancelled. ``silent``: open pairings
    that have not met for the school's number of days, its holidays not counted. ``doubt``: a no
    after the trial meeting waits for a decision. ``closed``: seen to, with notes, last first; those
    of feedback are not the head's."""
    rules, today = _school()
    after, limit = query["after"], query["limit"]
    match query["kind"]:
        case "overdue":
            found = reader("calendar").find(_overdue(today), sort="day", after=after, limit=limit)
            return page(Page(visible(found.items), found.next))
        case "silent":
            wanted = _silent(today, rules)
            return page(reader("pairings").find(wanted, sort="heard_on", after=after, limit=limit))
        case "doubt":
            return page(reader("pairings").find(_DOUBT, sort="year", after=after, limit=limit))
        case _:
            return _closed(after, limit)


@blp.route("/alerts/counts", methods=["GET"])
@requires("watch.count")
def counts() -> Any:
    """How many wait, of the kinds that the asker may see."""
    roles = current().scope.roles
    told: dict[str, int] = {}
    if roles & WATCHERS:
        rules, today = _school()
        told |= {
            "overdue": reader("calendar").count(_overdue(today)),
            "silent": reader("pairings").count(_silent(today, rules)),
            "doubt": reader("pairings").count(_DOUBT),
            "silent_days": rules.silent_days,
        }
    if roles & LISTENERS:
        told["feedback"] = reader("alerts").count({"status": "open"})
    return told


@blp.route("/pairings/<id:pairing>/alerts/close", methods=["POST"])
@requires("watch.close")
@blp.arguments(working_schemas.CloseAlertSchema)
@blp.response(200, working_schemas.NotedAcceptedSchema)
def close(body: dict[str, Any], pairing: str) -> Any:
    """Seen to, with a note; without one where somebody of the pair consents no more or is erased:
    ``note_kept`` says which. A silent pair is told of again after as many days."""
    series = series_for(current().service, current().scope, pairing)
    kept = note_kept(series.people, body["note"])
    rules, today = _school()
    note = Personal.of(body["note"])
    command = commands.CloseAlert(body["alert"], body["meeting"], note, today, kept, zone_of(rules))
    return noted(carried_out(pairing, command), kept)


def _school() -> tuple[Rules, date]:
    now = current()
    rules = rules_of(now.service, now.scope)
    return rules, school_day(now.service, rules)


def _overdue(today: date) -> dict[str, Any]:
    return {
        "status": "planned", "day": {"$lt": today.isoformat()}, "pairing": {"$gt": ""},
        "settled": {"$ne": True},
    }  # fmt: skip


def _silent(today: date, rules: Rules) -> dict[str, Any]:
    """Each year has its holidays; the years without have their days alike."""

    def silent(year: str) -> dict[str, str]:
        return {"$lt": rules.silent_before(today, year).isoformat()}

    years = sorted(rules.holidays)
    of_years = [{"year": year, "heard_on": silent(year)} for year in years]
    others = {"year": {"$nin": years}, "heard_on": silent("")}
    return {"status": "open", "$or": [*of_years, others]}


def _closed(after: str | None, limit: int) -> Any:
    now = current()
    wanted = {} if now.scope.roles & LISTENERS else {"alert": {"$ne": "feedback"}}
    found = reader("closed_alerts").find(wanted, sort="-closed_at", after=after, limit=limit)
    rows = visible(found.items)
    noted = {row["pairing"] for row in rows if row["note"]}
    read = set(with_consent(now.service, now.scope, sorted(noted)))
    sealed = [row["note"] for row in rows if row["note"] and row["pairing"] in read]
    texts = now.service.vault.open_many(now.scope.tenant, sealed)
    for row in rows:
        row["note"] = texts.get(row["note"])
    people = {
        person for pairing in read for person in series_for(now.service, now.scope, pairing).people
    }
    if people:
        record_read(people, why="alerts", what=("note",))
    return page(Page(rows, found.next))
