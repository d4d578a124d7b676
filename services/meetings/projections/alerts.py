"""Low scores and calls for help that wait for the coordinator."""

from __future__ import annotations

from typing import Any, ClassVar

from services.meetings.domain.feedback import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class FeedbackAlerts(Projection):
    name: ClassVar[str] = "alerts"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("status",), ("pairing",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.FeedbackGiven() as given if given.low:
                view.put(
                    given.request,
                    {
                        "pairing": given.pairing, "side": given.side, "person": given.person,
                        "scores": given.scores.sealed, "text": given.text.sealed,
                        "status": "open", "given_on": recorded.recorded_at.date().isoformat(),
                    },
                )  # fmt: skip
            case events.AlertHandled(request):
                view.amend(request, status="handled")
