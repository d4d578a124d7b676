"""Each mentor's hours and awards elsewhere, as their home was told."""

from __future__ import annotations

from typing import Any

from services.participants.domain.mentor_service import events
from services.participants.domain.person.events import PersonErased
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class MentorServices(Projection):
    name = "mentor_services"
    indexes = (("person", "kind"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.HoursTold(person, school, source, meetings, minutes):
                view.put(
                    source,
                    {
                        "person": person,
                        "school": school,
                        "kind": "hours",
                        "meetings": meetings,
                        "minutes": minutes,
                    },
                )
            case events.AwardTold(person, school, award, year):
                row = {"person": person, "school": school, "kind": "award", "year": year}
                view.put(award, row)
            case events.AwardTakenBack(_, _, award):
                view.delete(award)
            case PersonErased(person):
                view.delete_where(person=person)
