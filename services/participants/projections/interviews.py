"""Interviews of mentor candidates and the times offered for them; protocol and place are sealed."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from services.participants.domain.interview import events
from services.participants.domain.interview_slot import events as slots
from services.participants.domain.person.events import PersonErased
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Interviews(Projection):
    name = "interviews"
    indexes = (("year", "id"), ("person",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.InterviewScheduled() as scheduled:
                view.merge(
                    recorded.key,
                    person=scheduled.person,
                    year=scheduled.year,
                    slot=scheduled.slot.isoformat(),
                    psychologist=scheduled.psychologist,
                    minutes=scheduled.minutes,
                    slot_id=scheduled.slot_id,
                    status="scheduled",
                )
            case events.InterviewCancelled(reason=reason):
                if view.get(recorded.key) is not None:
                    view.merge(recorded.key, status="cancelled", reason=reason, slot_id="")
            case events.ProtocolWritten(protocol=protocol, scores=scores):
                view.merge(recorded.key, protocol=protocol.sealed)
                if scores is not None:
                    view.merge(recorded.key, scores=scores.sealed)
            case events.InterviewDecided(_, _, decision, reason):
                view.merge(recorded.key, status=decision, reason=reason)
            case PersonErased(person):
                view.delete_where(person=person)


class InterviewSlots(Projection):
    name = "interview_slots"
    indexes = (("year", "starts", "id"), ("person",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case slots.SlotOffered() as offered:
                view.put(
                    recorded.key,
                    {
                        "year": offered.year,
                        "starts": in_utc(offered.starts),
                        "minutes": offered.minutes,
                        "psychologist": offered.psychologist,
                        "place": offered.place.sealed,
                        "status": "free",
                        "person": None,
                    },
                )
            case slots.SlotBooked(person=person):
                view.merge(recorded.key, status="booked", person=person)
            case slots.SlotFreed():
                view.merge(recorded.key, status="free", person=None)
            case slots.SlotWithdrawn():
                view.delete(recorded.key)


def in_utc(moment: datetime) -> str:
    """Texts that sort as the moments do."""
    return moment.astimezone(timezone.utc).isoformat()
