"""Monitoring reports; the quadrants as sealed text."""

from __future__ import annotations

from typing import Any, ClassVar

from services.reporting.domain.monitoring_report import checklist, events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Reports(Projection):
    name: ClassVar[str] = "reports"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("year",),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.ReportDrafted(report, year, swot, points):
                total = checklist.index(points)
                view.put(
                    report,
                    {
                        "year": year, "status": "draft", "swot": swot.sealed,
                        "checklist": list(points), "index": total,
                        "band": checklist.band(total), "approved": None,
                    },
                )  # fmt: skip
            case events.ReportApproved(report, _, _, _, actor, on):
                approved = {"by": actor, "on": on.isoformat()}
                view.merge(report, status="approved", approved=approved)
            case events.ReportReopened(report):
                view.merge(report, status="draft", approved=None)
