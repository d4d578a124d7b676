"""The school's clock, holidays and terms."""

from __future__ import annotations

from typing import Any

from services.meetings.api import working_schemas
from services.meetings.application.terms import rules_of, school_day, zone_of
from services.meetings.domain.working_rules import commands
from services.meetings.domain.working_rules.decider import WORKING_RULES
from services.meetings.domain.working_rules.events import Holiday
from shared.http.api import AcceptedSchema, Blueprint, current, requires, run

blp = Blueprint("rules", __name__, url_prefix="/rules", description="Working rules of a school")


@blp.route("", methods=["GET"])
@requires("rules.read")
@blp.arguments(working_schemas.RulesQuerySchema, location="query")
def show(query: dict[str, Any]) -> Any:
    """What holds, with what was not settled at its usual value, and the school's own day."""
    now = current()
    rules = rules_of(now.service, now.scope)
    starts, ends = rules.years.get(query["year"], (None, None))
    return {
        "zone": zone_of(rules), "own_zone": rules.zone, "silent_days": rules.silent_days,
        "late_days": rules.late_days, "today": school_day(now.service, rules).isoformat(),
        "starts": starts.isoformat() if starts else None,
        "ends": ends.isoformat() if ends else None,
        "holidays": [
            {"first": one.first.isoformat(), "last": one.last.isoformat()}
            for one in rules.holidays.get(query["year"], ())
        ],
    }  # fmt: skip


@blp.route("", methods=["POST"])
@requires("rules.write")
@blp.arguments(working_schemas.RulesSchema)
@blp.response(200, AcceptedSchema)
def settle(body: dict[str, Any]) -> Any:
    """Where the clocks are, after how many days a pair is silent, how late an entry may come."""
    command = commands.SetRules(body["zone"], body["silent_days"], body["late_days"])
    return run(WORKING_RULES, commands.rules_id(current().scope.tenant), command)


@blp.route("/holidays", methods=["POST"])
@requires("rules.write")
@blp.arguments(working_schemas.HolidaysSchema)
@blp.response(200, AcceptedSchema)
def set_holidays(body: dict[str, Any]) -> Any:
    """The year's holidays; weekly plans that are made from now on leave them out."""
    days = tuple(Holiday(one["first"], one["last"]) for one in body["holidays"])
    command = commands.SetHolidays(body["year"], days)
    return run(WORKING_RULES, commands.rules_id(current().scope.tenant), command)
