"""7.3: the monitoring report of a year."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from services.reporting.api.asking import opened, year_thing
from services.reporting.api.common_schemas import YearBodySchema, YearSchema
from services.reporting.api.reports_schemas import ReportSchema
from services.reporting.application.grounds import chosen_statements, evidence_of_points
from services.reporting.application.reading import ledger_of
from services.reporting.domain.monitoring_report import commands
from services.reporting.domain.monitoring_report.checklist import POINTS
from services.reporting.domain.monitoring_report.decider import REPORT
from shared.domain.personal import Personal
from shared.http.api import AcceptedSchema, Blueprint, current, reader, requires, run

blp = Blueprint("reports", __name__, url_prefix="/reports", description="Monitoring report")


@blp.route("", methods=["PUT"])
@requires("report.write")
@blp.arguments(YearSchema, location="query")
@blp.arguments(ReportSchema)
@blp.response(200, AcceptedSchema)
def draft(query: dict[str, Any], body: dict[str, Any]) -> Any:
    """Write the year's report, or write it again."""
    report = year_thing("report", query["year"])
    swot = Personal.of_json(body["swot"])
    command = commands.Draft(report, query["year"], swot, tuple(body["checklist"]))
    return run(REPORT, report, command)


@blp.route("", methods=["GET"])
@requires("report.read")
@blp.arguments(YearSchema, location="query")
def show(query: dict[str, Any]) -> Any:
    """The year's report with its index and band."""
    document = reader("reports").get(year_thing("report", query["year"]))
    points = zip(POINTS, document["checklist"], strict=True)
    del document["tenant"]
    return {
        **document,
        "swot": opened(document["swot"]),
        "checklist": [{**asdict(point), "points": given} for point, given in points],
    }


@blp.route("/grounds", methods=["GET"])
@requires("report.write")
@blp.arguments(YearSchema, location="query")
def grounds(query: dict[str, Any]) -> Any:
    """What a report is written from: the roadmap's items behind each point, and how many of those
    who were asked chose each statement (closed surveys with enough answers only)."""
    year = query["year"]
    return {
        "checklist": evidence_of_points(ledger_of(reader("evidence"), year)),
        "swot": chosen_statements(reader("surveys").all({"year": year, "status": "closed"})),
    }


@blp.route("/approve", methods=["POST"])
@requires("report.approve")
@blp.arguments(YearBodySchema)
@blp.response(200, AcceptedSchema)
def approve(body: dict[str, Any]) -> Any:
    """The head approves the report."""
    now = current()
    command = commands.Approve(now.scope.actor, now.today)
    return run(REPORT, year_thing("report", body["year"]), command)


@blp.route("/reopen", methods=["POST"])
@requires("report.approve")
@blp.arguments(YearBodySchema)
@blp.response(200, AcceptedSchema)
def reopen(body: dict[str, Any]) -> Any:
    """Back to a draft."""
    return run(REPORT, year_thing("report", body["year"]), commands.Reopen())
