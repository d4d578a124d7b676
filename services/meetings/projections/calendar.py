"""What is ahead and what took place, day by day: gatherings of the school, meetings of pairs."""

from __future__ import annotations

from typing import Any, ClassVar

from services.meetings.domain.meeting_series import events as series
from services.meetings.domain.outreach_event import events as outreach
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Calendar(Projection):
    """One document a meeting or gathering; ``day`` sorts it, ``pairing`` is empty for gatherings."""

    name: ClassVar[str] = "calendar"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("day",), ("pairing", "day"))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case series.MeetingPlanned(meeting, pairing, kind, starts_at, minutes, mode):
                view.put(
                    meeting,
                    {
                        "day": starts_at.date().isoformat(), "starts_at": starts_at.isoformat(),
                        "minutes": minutes, "mode": mode, "what": kind, "pairing": pairing,
                        "status": "planned",
                    },
                )  # fmt: skip
            case series.MeetingHeld() as held:
                view.merge(
                    held.meeting, day=held.held_on.isoformat(), minutes=held.minutes,
                    mode=held.mode, what=held.kind, pairing=held.pairing, status="held",
                )  # fmt: skip
            case series.MeetingCancelled(meeting):
                view.merge(meeting, status="cancelled")
            case series.MeetingStruck(meeting):
                view.delete(meeting)
            case _:
                _gathering(view, recorded)


def _gathering(view: View, recorded: Recorded[Any]) -> None:
    id = recorded.key
    match recorded.event:
        case outreach.OutreachPlanned(item=item, planned_for=day):
            view.merge(id, day=day.isoformat(), what=item, pairing="", status="planned")
        case outreach.OutreachHeld(held_on=day):
            view.merge(id, day=day.isoformat(), status="held")
        case outreach.OutreachCancelled():
            view.merge(id, status="cancelled")
        case outreach.OutreachStruck():
            view.delete(id)
