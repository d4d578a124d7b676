"""Schools by stages for the municipality: only what crossed into its own tenant."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from services.reporting.domain.progress import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class MunicipalDashboard(Projection):
    """One document a year, named by it: a page is one read."""

    name: ClassVar[str] = "municipal_dashboard"

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        if isinstance(recorded.event, events.SchoolProgressed):
            event = recorded.event
            told = {
                "school": event.school,
                "counted_on": event.on.isoformat(),
                "stages": [asdict(stage) for stage in event.stages],
                "partners": list(event.partners),
            }
            view.set_paths(event.year, {"year": event.year, f"schools.{event.school}": told})
