"""Who is on a year's list, for the coordinator."""

from __future__ import annotations

from typing import Any

from services.participants.domain.person import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Candidates(Projection):
    name = "candidates"
    indexes = (("year", "role", "id"), ("person",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.CandidateRegistered(person, role, year, minor, group):
                view.put(
                    f"{person}.{role}.{year}",
                    {
                        "person": person,
                        "role": role,
                        "year": year,
                        "minor": minor,
                        "group": group.sealed,
                    },
                )
            case events.CandidateRemoved(person, role, year):
                view.delete(f"{person}.{role}.{year}")
            case events.PersonErased(person):
                view.delete_where(person=person)
