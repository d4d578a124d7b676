"""Announcements and how many of each audience have read them; never who."""

from __future__ import annotations

from typing import Any

from services.participants.domain.acknowledgement.events import Acknowledged
from services.participants.domain.announcement import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Announcements(Projection):
    name = "announcements"
    indexes = (("year", "made_at"), ("ended", "until"))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.AnnouncementMade() as made:
                view.put(
                    made.announcement,
                    {
                        "year": made.year,
                        "audiences": list(made.audiences),
                        "title": made.title.sealed,
                        "text": made.text.sealed,
                        "until": made.until.isoformat(),
                        "made_at": recorded.recorded_at,
                        "ended": False,
                    },
                )
            case events.AnnouncementEnded(announcement):
                view.merge(announcement, ended=True)
            case Acknowledged(announcement, audience):
                view.increment(announcement, **{f"read_{audience}": 1})
