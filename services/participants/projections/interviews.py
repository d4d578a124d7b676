"""Interviews of mentor candidates; the protocol is a sealed token."""

from __future__ import annotations

from typing import Any

from services.participants.domain.interview import events
from services.participants.domain.person.events import PersonErased
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Interviews(Projection):
    name = "interviews"
    indexes = (("year", "id"), ("person",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.InterviewScheduled(person, year, slot, psychologist):
                view.merge(
                    recorded.key,
                    person=person,
                    year=year,
                    slot=slot.isoformat(),
                    psychologist=psychologist,
                    status="scheduled",
                )
            case events.ProtocolWritten(protocol=protocol):
                view.merge(recorded.key, protocol=protocol.sealed)
            case events.InterviewDecided(_, _, decision, reason):
                view.merge(recorded.key, status=decision, reason=reason)
            case PersonErased(person):
                view.delete_where(person=person)
