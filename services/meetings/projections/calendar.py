"""What is ahead and what took place, day by day: gatherings of the school, meetings of pairs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from services.meetings.domain.meeting_series import events as series
from services.meetings.domain.outreach_event import events as outreach
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View

GATHERING_MINUTES: Final = 90
"""Nobody enters how long a gathering lasts; other programs draw it so long."""


class Calendar(Projection):
    """One document a meeting or gathering; ``day`` is the school's own and sorts it, ``pairing`` is
    empty for gatherings. ``sequence`` counts changes for those who have it in a calendar already."""

    name: ClassVar[str] = "calendar"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("day",), ("pairing", "day"), ("status", "day"),
    )  # fmt: skip

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        changed = recorded.recorded_at.isoformat()
        match recorded.event:
            case series.MeetingPlanned(meeting, pairing, kind, starts_at, minutes, mode) as planned:
                view.put(
                    meeting,
                    {
                        "day": _day(starts_at, planned.zone), "starts_at": starts_at.isoformat(),
                        "minutes": minutes, "mode": mode, "what": kind, "pairing": pairing,
                        "rhythm": planned.rhythm, "status": "planned", "sequence": 0,
                        "changed_at": changed,
                    },
                )  # fmt: skip
            case series.MeetingMoved(meeting, _, starts_at, minutes, mode) as moved:
                view.merge(
                    meeting, day=_day(starts_at, moved.zone), starts_at=starts_at.isoformat(),
                    minutes=minutes, mode=mode,
                )  # fmt: skip
                view.unset(meeting, "settled")
                _changed(view, meeting, changed)
            case series.MeetingHeld() | series.EntryCorrected() as held:
                _held(view, held, changed)
            case series.MeetingCancelled(meeting):
                view.merge(meeting, status="cancelled")
                _changed(view, meeting, changed)
            case series.MeetingStruck(meeting):
                view.delete(meeting)
            case series.AlertClosed(alert="overdue", meeting=meeting):
                view.merge(meeting, settled=True)
            case _:
                _gathering(view, recorded, changed)


def _day(starts_at: datetime, zone: str) -> str:
    """What was planned before zones were noted has the day of UTC."""
    return (starts_at.astimezone(ZoneInfo(zone)) if zone else starts_at).date().isoformat()


def _changed(view: View, id: str, changed: str) -> None:
    view.increment(id, sequence=1)
    view.merge(id, changed_at=changed)


def _held(view: View, held: series.MeetingHeld | series.EntryCorrected, changed: str) -> None:
    view.merge(
        held.meeting, day=held.held_on.isoformat(), minutes=held.minutes, mode=held.mode,
        what=held.kind, pairing=held.pairing, status="held",
    )  # fmt: skip
    if held.starts_at is not None:
        view.merge(held.meeting, starts_at=held.starts_at.isoformat())
    _changed(view, held.meeting, changed)


def _gathering(view: View, recorded: Recorded[Any], changed: str) -> None:
    id = recorded.key
    match recorded.event:
        case outreach.OutreachPlanned(item=item, planned_for=day, starts_at=starts_at):
            view.merge(
                id, day=day.isoformat(), what=item, pairing="", status="planned", sequence=0,
                starts_at=starts_at.isoformat() if starts_at else None, minutes=GATHERING_MINUTES,
                changed_at=changed,
            )  # fmt: skip
        case outreach.OutreachChanged(moved=True) as now:
            view.merge(
                id, day=now.planned_for.isoformat(), sequence=now.sequence, changed_at=changed,
                starts_at=now.starts_at.isoformat() if now.starts_at else None,
            )  # fmt: skip
        case outreach.OutreachHeld(held_on=day):
            view.merge(id, day=day.isoformat(), status="held")
            _changed(view, id, changed)
        case outreach.OutreachCancelled():
            view.merge(id, status="cancelled")
            _changed(view, id, changed)
        case outreach.OutreachStruck():
            view.delete(id)
