"""Published month ends of a municipality; each knows what was last shown where it hides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, ClassVar

from services.reporting.domain.month_end import events
from services.reporting.domain.month_end.ids import latest_of
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View

Doc = dict[str, Any]


class MonthEnds(Projection):
    """``earlier``: column → number and day of the month end that showed it last."""

    name: ClassVar[str] = "month_ends"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("year", "latest", "month_end"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        if isinstance(recorded.event, events.MonthEndPublished):
            event = recorded.event
            document = _document(event, view.get(latest_of(event.year)))
            view.put(f"{event.year}:{event.month_end.isoformat()}", {**document, "latest": False})
            view.put(latest_of(event.year), {**document, "latest": True})


def _document(event: events.MonthEndPublished, before: Mapping[str, Any] | None) -> Doc:
    day = before["month_end"] if before else ""
    known = {one["school"]: one for one in before["schools"]} if before else {}
    month_end = event.month_end.isoformat()
    return {
        "year": event.year,
        "month_end": month_end,
        "counted_on": event.counted_on.isoformat(),
        "published": [*(before["published"] if before else ()), month_end],
        "schools": [
            {**asdict(one), "earlier": _earlier(one.counts, known.get(one.school), day)}
            for one in event.schools
        ],
        "totals": dict(event.totals),
        "earlier": _earlier(
            event.totals, before and {"counts": before["totals"], "earlier": before["earlier"]}, day
        ),
        "themes": [asdict(one) for one in event.themes],
        "shared_mentors": event.shared_mentors,
        "ties": [asdict(one) for one in event.ties],
    }


def _earlier(counts: Mapping[str, int | None], before: Mapping[str, Any] | None, day: str) -> Doc:
    found: Doc = {}
    for column, count in counts.items():
        if count is None and before:
            shown = before["counts"].get(column)
            if shown is not None:
                found[column] = {"on": day, "count": shown}
            elif column in before["earlier"]:
                found[column] = before["earlier"][column]
    return found
