"""What was seen to, each with a note: overdue meetings, silent pairs, low feedback."""

from __future__ import annotations

from typing import Any, ClassVar

from services.meetings.domain.feedback.events import AlertHandled
from services.meetings.domain.meeting_series import events
from shared.domain.envelope import Recorded
from shared.domain.ids import derived_id
from shared.projections.projection import Projection
from shared.projections.view import View


class ClosedAlerts(Projection):
    name: ClassVar[str] = "closed_alerts"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("closed_at",), ("pairing",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.AlertClosed(pairing, alert, meeting) as closed:
                at = recorded.recorded_at.isoformat()
                view.put(
                    derived_id("closed_alert", pairing, str(recorded.version)),
                    {
                        "pairing": pairing, "alert": alert, "meeting": meeting,
                        "note": closed.note.sealed if closed.note else "", "closed_at": at,
                    },
                )  # fmt: skip
            case AlertHandled(request, pairing, note=note):
                view.put(
                    derived_id("closed_alert", request),
                    {
                        "pairing": pairing, "alert": "feedback", "meeting": "",
                        "note": note.sealed if note else "",
                        "closed_at": recorded.recorded_at.isoformat(),
                    },
                )  # fmt: skip
