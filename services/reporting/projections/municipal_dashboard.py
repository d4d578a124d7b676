"""Schools by stages for the municipality: only what crossed into its own tenant."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from services.reporting.domain.progress import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class MunicipalDashboard(Projection):
    name: ClassVar[str] = "municipal_dashboard"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("year",),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        if isinstance(recorded.event, events.SchoolProgressed):
            event = recorded.event
            view.put(
                f"{event.school}:{event.year}",
                {
                    "school": event.school, "year": event.year, "counted_on": event.on.isoformat(),
                    "stages": [asdict(stage) for stage in event.stages],
                    "counts": dict(event.counts), "partners": list(event.partners),
                },
            )  # fmt: skip
