"""A report may be rewritten until the head approves it, and again once it is reopened."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Final, assert_never

from services.reporting.domain.monitoring_report import checklist, commands, events
from services.reporting.domain.monitoring_report.commands import ReportCommand
from services.reporting.domain.monitoring_report.events import ReportEvent
from services.reporting.domain.years import check_year
from shared.domain.decider import Decider
from shared.domain.errors import Invalid, NotFound, Refused

QUADRANTS: Final = ("strengths", "weaknesses", "opportunities", "threats")


@dataclass(frozen=True, slots=True)
class Report:
    id: str = ""
    year: str = ""
    points: tuple[int, ...] = ()
    approved: bool = False


def decide(command: ReportCommand, report: Report) -> list[ReportEvent]:
    if isinstance(command, commands.Draft):
        return _draft(command, report)
    if not report.id:
        raise NotFound("no such report")
    match command:
        case commands.Approve(actor, today):
            if report.approved:
                return []
            total = checklist.index(report.points)
            band = checklist.band(total)
            return [events.ReportApproved(report.id, report.year, total, band, actor, today)]
        case commands.Reopen():
            return [events.ReportReopened(report.id, report.year)] if report.approved else []
        case _:
            assert_never(command)


def _draft(command: commands.Draft, report: Report) -> list[ReportEvent]:
    check_year(command.year)
    if report.approved:
        raise Refused("the report is approved; reopen it first", code="approved")
    checklist.check_points(command.checklist)
    swot = json.loads(command.swot.plain)
    empty = [name for name in QUADRANTS if not str(swot.get(name, "")).strip()]
    if empty or set(swot) != set(QUADRANTS):
        raise Invalid("fill in all four quadrants", {f"swot.{name}": ["empty"] for name in empty})
    return [events.ReportDrafted(command.report, command.year, command.swot, command.checklist)]


def evolve(report: Report, event: ReportEvent) -> Report:
    match event:
        case events.ReportDrafted(id, year, _, points):
            return replace(report, id=id, year=year, points=points)
        case events.ReportApproved():
            return replace(report, approved=True)
        case events.ReportReopened():
            return replace(report, approved=False)
        case _:
            assert_never(event)


REPORT: Decider[ReportCommand, ReportEvent, Report] = Decider(
    "report", events.EVENTS, Report(), decide, evolve
)
