"""A year's denominators, targets and dated counts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from services.reporting.domain.indicators import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class IndicatorYears(Projection):
    """The year's document is named by the year; each count has one of its own."""

    name: ClassVar[str] = "indicators"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("kind", "year"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.DenominatorEntered(year, code, count, as_of):
                entered = {"count": count, "as_of": as_of.isoformat()}
                view.set_paths(year, {"kind": "year", f"denominators.{code}": entered})
            case events.TargetSet(year, code, percent):
                view.set_paths(year, {"kind": "year", f"targets.{code}": percent})
            case events.IndicatorsCounted(year, on, counts):
                view.put(
                    f"{year}:{recorded.version:06d}",
                    {
                        "kind": "count", "year": year, "on": on.isoformat(),
                        "counts": [asdict(count) for count in counts],
                    },
                )  # fmt: skip
