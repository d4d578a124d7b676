"""The meetings of a pairing, from the first to the last, its goal and its journal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Response
from icalendar import Calendar, Event

from services.meetings.api import schemas
from services.meetings.application.access import SEES_ALL, series_for, working_series
from services.meetings.domain.goal import commands as goals
from services.meetings.domain.goal.decider import GOAL
from services.meetings.domain.meeting_series import commands
from services.meetings.domain.meeting_series.decider import MEETING_SERIES
from shared.domain.errors import Refused
from shared.domain.ids import PairingId, PersonId, derived_id
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    current,
    page,
    reader,
    requires,
    run,
)

blp = Blueprint("pairings", __name__, description="Meetings of pairs and groups")


def _new_id(kind: str) -> str:
    now = current()
    return derived_id(kind, now.scope.tenant, now.scope.actor, now.key)


def _own(wanted: dict[str, Any]) -> dict[str, Any]:
    scope = current().scope
    if scope.roles & SEES_ALL:
        return wanted
    return {"$and": [wanted, {"$or": [{"mentor": scope.person}, {"mentees": scope.person}]}]}


@blp.route("/pairings", methods=["GET"])
@requires("pairing.read")
@blp.arguments(schemas.PairingsQuerySchema, location="query")
def list_pairings(query: dict[str, Any]) -> Any:
    """Where each pairing stands; a mentor or mentee sees their own."""
    wanted = {name: query[name] for name in ("year", "status") if query[name]}
    found = reader("pairings").find(_own(wanted), after=query["after"], limit=query["limit"])
    return page(found)


@blp.route("/pairings/<pairing>", methods=["GET"])
@requires("pairing.read")
def show(pairing: str) -> Any:
    """One pairing with its meetings, without their texts."""
    series_for(current().service, current().scope, pairing)
    return reader("pairings").get(pairing)


@blp.route("/overdue", methods=["GET"])
@requires("pairing.read")
@blp.arguments(schemas.OverdueQuerySchema, location="query")
def overdue(query: dict[str, Any]) -> Any:
    """Open pairings that have not met for so many days."""
    limit = (current().today - timedelta(days=query["days"])).isoformat()
    wanted: dict[str, Any] = {
        "status": "open", "last_met": {"$lt": limit}, "opened_on": {"$lt": limit},
    }  # fmt: skip
    if query["year"]:
        wanted["year"] = query["year"]
    found = reader("pairings").find(
        _own(wanted), sort="last_met", after=query["after"], limit=query["limit"]
    )
    return page(found)


@blp.route("/pairings/<pairing>/meetings", methods=["POST"])
@requires("meeting.write")
@blp.arguments(schemas.RecordMeetingSchema)
@blp.response(200, AcceptedSchema)
def record(body: dict[str, Any], pairing: str) -> Any:
    """A meeting took place."""
    now = current()
    working_series(now.service, now.scope, pairing)
    command = commands.Record(
        _new_id("meeting"), body["kind"], body["held_on"], body["minutes"], body["mode"],
        tuple(PersonId(p) for p in body["attended"]), Personal.of(body["topic"]),
        Personal.of(body["next_step"]), now.today, body["go_on_mentor"], body["go_on_mentee"],
    )  # fmt: skip
    return run(MEETING_SERIES, pairing, command)


@blp.route("/pairings/<pairing>/meetings/plan", methods=["POST"])
@requires("meeting.write")
@blp.arguments(schemas.PlanMeetingSchema)
@blp.response(200, AcceptedSchema)
def plan(body: dict[str, Any], pairing: str) -> Any:
    """Plan a meeting; it appears in the calendar."""
    working_series(current().service, current().scope, pairing)
    command = commands.Plan(_new_id("meeting"), body["kind"], body["date"])
    return run(MEETING_SERIES, pairing, command)


@blp.route("/pairings/<pairing>/meetings/<meeting>/cancel", methods=["POST"])
@requires("meeting.write")
@blp.arguments(schemas.ReasonSchema)
@blp.response(200, AcceptedSchema)
def cancel(body: dict[str, Any], pairing: str, meeting: str) -> Any:
    """A planned meeting will not take place."""
    series_for(current().service, current().scope, pairing)
    return run(MEETING_SERIES, pairing, commands.CancelPlanned(meeting, body["reason"]))


@blp.route("/pairings/<pairing>/meetings/<meeting>/strike", methods=["POST"])
@requires("pairing.decide")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def strike(body: dict[str, Any], pairing: str, meeting: str) -> Any:
    """The record was a mistake; the roadmap loses its evidence."""
    return run(MEETING_SERIES, pairing, commands.Strike(meeting))


@blp.route("/pairings/<pairing>/continue", methods=["POST"])
@requires("pairing.decide")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def go_on(body: dict[str, Any], pairing: str) -> Any:
    """After a trial meeting with a doubt: they go on all the same."""
    working_series(current().service, current().scope, pairing)
    return run(MEETING_SERIES, pairing, commands.GoOn())


@blp.route("/pairings/<pairing>/close", methods=["POST"])
@requires("meeting.write")
@blp.arguments(schemas.CloseSchema)
@blp.response(200, AcceptedSchema)
def close(body: dict[str, Any], pairing: str) -> Any:
    """The last meeting, with the outcome against the goal."""
    now = current()
    working_series(now.service, now.scope, pairing)
    command = commands.Close(
        _new_id("meeting"), body["outcome"], body["held_on"], body["minutes"], body["mode"],
        Personal.of(body["reflection"]), now.today,
    )  # fmt: skip
    return run(MEETING_SERIES, pairing, command)


@blp.route("/pairings/<pairing>/goal", methods=["POST"])
@requires("goal.write")
@blp.arguments(schemas.GoalSchema)
@blp.response(200, AcceptedSchema)
def agree_goal(body: dict[str, Any], pairing: str) -> Any:
    """What both want to reach, how it is measured, and by when."""
    now = current()
    series = working_series(now.service, now.scope, pairing)
    if series.status != "open":
        raise Refused(f"the pairing is {series.status}", code=f"pairing-{series.status}")
    command = goals.Agree(
        _new_id("goal"), PairingId(pairing), series.year, series.people,
        Personal.of(body["text"]), Personal.of(body["measure"]), body["due"],
        body["planned_meetings"], body["mentor_agrees"], body["mentee_agrees"],
    )  # fmt: skip
    return run(GOAL, pairing, command)


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
    now.service.db.reads.insert_one(
        {
            "tenant": now.scope.tenant, "actor": now.scope.actor,
            "subjects": list(series.people), "why": "journal", "at": now.service.clock.now(),
        }
    )  # fmt: skip
    return page(found)


@blp.route("/pairings/<pairing>/calendar.ics", methods=["GET"])
@requires("pairing.read")
def calendar(pairing: str) -> Response:
    """Planned meetings as iCalendar, without any name."""
    series_for(current().service, current().scope, pairing)
    document = reader("pairings").get(pairing)
    sheet = Calendar()
    sheet.add("prodid", "-//Mentorbase//")
    sheet.add("version", "2.0")
    for id, planned in sorted(document.get("planned", {}).items()):
        entry = Event()
        entry.add("uid", id)
        entry.add("dtstamp", current().service.clock.now())
        entry.add("dtstart", date.fromisoformat(planned["planned_for"]))
        entry.add("summary", "Встреча наставнической пары")
        sheet.add_component(entry)
    return Response(sheet.to_ical(), mimetype="text/calendar")
