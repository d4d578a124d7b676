"""The shares by which the model is judged: numerator, denominator, target, date."""

from __future__ import annotations

from typing import Any

from services.reporting.api.asking import year_thing
from services.reporting.api.common_schemas import YearBodySchema, YearPageSchema, YearSchema
from services.reporting.api.indicators_schemas import DenominatorSchema, TargetSchema
from services.reporting.application.indicator_counts import (
    counted,
    settings_of,
    shares_of,
    table,
)
from services.reporting.domain.indicators import commands
from services.reporting.domain.indicators.decider import INDICATORS_OF_YEAR
from shared.http.api import AcceptedSchema, Blueprint, current, page, reader, requires, run

blp = Blueprint("indicators", __name__, url_prefix="/indicators", description="Indicators")


@blp.route("", methods=["GET"])
@requires("indicators.read")
@blp.arguments(YearSchema, location="query")
def show(query: dict[str, Any]) -> Any:
    """All indicators of the year as they stand now."""
    now = current()
    reader("indicators")
    shares = shares_of(now.service, now.scope, query["year"])
    settings = settings_of(now.service, now.scope, query["year"])
    return {"items": table(shares, settings, now.today), "next": None}


@blp.route("/denominators", methods=["PUT"])
@requires("indicators.enter")
@blp.arguments(DenominatorSchema)
@blp.response(200, AcceptedSchema)
def enter_denominator(body: dict[str, Any]) -> Any:
    """Enter how many there are in all, on a date."""
    id = year_thing("indicators", body["year"])
    return run(INDICATORS_OF_YEAR, id, commands.EnterDenominator(**body))


@blp.route("/targets", methods=["PUT"])
@requires("indicators.target")
@blp.arguments(TargetSchema)
@blp.response(200, AcceptedSchema)
def set_target(body: dict[str, Any]) -> Any:
    """Set the year's target."""
    id = year_thing("indicators", body["year"])
    return run(INDICATORS_OF_YEAR, id, commands.SetTarget(**body))


@blp.route("/count", methods=["POST"])
@requires("indicators.enter")
@blp.arguments(YearBodySchema)
@blp.response(200, AcceptedSchema)
def count(body: dict[str, Any]) -> Any:
    """Keep today's numerators and denominators."""
    now = current()
    shares = shares_of(now.service, now.scope, body["year"])
    command = commands.Count(body["year"], now.today, counted(shares))
    return run(INDICATORS_OF_YEAR, year_thing("indicators", body["year"]), command)


@blp.route("/counts", methods=["GET"])
@requires("indicators.read")
@blp.arguments(YearPageSchema, location="query")
def list_counts(query: dict[str, Any]) -> Any:
    """What was counted and kept, the latest first."""
    wanted = {"kind": "count", **({"year": query["year"]} if query["year"] else {})}
    found = reader("indicators").find(
        wanted, sort="-id", after=query["after"], limit=query["limit"]
    )
    found.items[:] = [
        {name: document[name] for name in ("year", "on", "counts")} for document in found.items
    ]
    return page(found)
