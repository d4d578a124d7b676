"""The journal of each pairing: its meetings and goals; texts stay sealed."""

from __future__ import annotations

from typing import Any, ClassVar

from services.meetings.domain.goal import events as goals
from services.meetings.domain.meeting_series import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Journal(Projection):
    """One document a meeting or goal; a struck meeting is gone from it."""

    name: ClassVar[str] = "journal"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("pairing", "held_on"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.MeetingHeld() as held:
                view.put(
                    held.meeting,
                    {
                        "pairing": held.pairing, "kind": held.kind, "mode": held.mode,
                        "held_on": held.held_on.isoformat(), "minutes": held.minutes,
                        "attended": list(held.attended), "topic": held.topic.sealed,
                        "next_step": held.next_step.sealed, "go_on": held.go_on,
                    },
                )  # fmt: skip
            case events.MeetingStruck(meeting):
                view.delete(meeting)
            case goals.GoalProposed() as goal:
                view.put(
                    goal.goal,
                    {
                        "pairing": goal.pairing, "kind": "goal", "held_on": "",
                        "topic": goal.text.sealed, "next_step": goal.measure.sealed,
                        "due": goal.due.isoformat(), "planned_meetings": goal.planned_meetings,
                        "agreed_by": [], "agreed": False,
                    },
                )  # fmt: skip
            case goals.GoalConfirmed(id, person):
                view.add(id, "agreed_by", person)
            case goals.GoalAgreed(id):
                view.merge(id, agreed=True)
