"""Cases of a year; the story as sealed text."""

from __future__ import annotations

from typing import Any, ClassVar

from services.reporting.domain.case import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Cases(Projection):
    name: ClassVar[str] = "cases"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("year",), ("people",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.CaseDrafted(case, year, pairing, people, story):
                view.put(
                    case,
                    {
                        "year": year, "pairing": pairing, "people": list(people),
                        "status": "draft", "story": story.sealed,
                    },
                )  # fmt: skip
            case events.CaseApproved(case):
                view.merge(case, status="approved")
            case events.CaseReopened(case):
                view.merge(case, status="draft")
            case events.CaseWithdrawn(case):
                view.merge(case, status="withdrawn", story=None)
