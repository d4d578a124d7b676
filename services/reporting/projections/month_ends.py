"""Published month ends of a municipality, as they were published."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from services.reporting.domain.month_end import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class MonthEnds(Projection):
    name: ClassVar[str] = "month_ends"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("year", "month_end"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        if isinstance(recorded.event, events.MonthEndPublished):
            event = recorded.event
            view.put(
                f"{event.year}:{event.month_end.isoformat()}",
                {
                    "year": event.year,
                    "month_end": event.month_end.isoformat(),
                    "counted_on": event.counted_on.isoformat(),
                    "schools": [asdict(one) for one in event.schools],
                    "totals": dict(event.totals),
                    "themes": [asdict(one) for one in event.themes],
                    "shared_mentors": event.shared_mentors,
                    "ties": [asdict(one) for one in event.ties],
                },
            )
