"""The year's base of mentees."""

from __future__ import annotations

from typing import Any

from services.participants.domain.mentee import events
from services.participants.domain.person.events import PersonErased
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Mentees(Projection):
    name = "mentees"
    indexes = (("year", "status", "id"), ("person",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.MentoringRequested(person, year, response):
                view.merge(
                    recorded.key,
                    person=person,
                    year=year,
                    response=response,
                    status="requested",
                    reason="",
                    requested_at=recorded.recorded_at,
                )
                view.unset(recorded.key, "return_note")
            case events.MenteeAdmitted(features=features):
                view.merge(recorded.key, status="admitted", features=features.sealed)
            case events.MenteeReturned(reason=reason, note=note):
                told = {"return_note": note.sealed} if note is not None else {}
                view.merge(recorded.key, status="returned", reason=reason, **told)
                view.unset(recorded.key, "features")
            case events.MenteeWithdrawn(reason=reason):
                view.merge(recorded.key, status="withdrawn", reason=reason)
                view.unset(recorded.key, "features")
            case events.PrioritySet(priority=priority, note=note):
                view.merge(recorded.key, priority=priority, priority_note=note.sealed)
            case events.PriorityLeftToRules():
                view.unset(recorded.key, "priority", "priority_note")
            case PersonErased(person):
                view.delete_where(person=person)
