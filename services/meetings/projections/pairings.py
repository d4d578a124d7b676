"""Where each pairing stands, and its journal; texts stay sealed."""

from __future__ import annotations

from typing import Any, ClassVar

from services.meetings.domain.goal.events import GoalAgreed
from services.meetings.domain.meeting_series import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Pairings(Projection):
    name: ClassVar[str] = "pairings"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("year", "status"), ("mentor",), ("mentees",), ("status", "last_met"),
    )  # fmt: skip

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.SeriesOpened(pairing, year, mentor, mentees):
                view.merge(
                    pairing, year=year, mentor=mentor, mentees=list(mentees), status="open",
                    opened_on=recorded.recorded_at.date().isoformat(), last_met="", held={},
                    planned={}, doubt=False,
                )  # fmt: skip
            case events.MeetingPlanned(meeting, pairing, kind, planned_for):
                at = {"kind": kind, "planned_for": planned_for.isoformat()}
                view.set_paths(pairing, {f"planned.{meeting}": at})
            case events.MeetingCancelled(meeting, pairing):
                view.unset(pairing, f"planned.{meeting}")
            case events.MeetingHeld() as held:
                _held(view, held)
            case events.MeetingStruck(meeting, pairing):
                view.unset(pairing, f"held.{meeting}")
            case GoalAgreed(pairing=pairing, due=due, planned_meetings=count):
                view.merge(pairing, goal_due=due.isoformat(), planned_meetings=count)
            case _:
                _standing(view, recorded.event)


def _held(view: View, held: events.MeetingHeld) -> None:
    one = {"kind": held.kind, "held_on": held.held_on.isoformat(), "minutes": held.minutes}
    view.unset(held.pairing, f"planned.{held.meeting}")
    view.set_paths(held.pairing, {f"held.{held.meeting}": one, "last_met": one["held_on"]})
    if held.go_on is not None:
        view.merge(held.pairing, doubt=not held.go_on)


def _standing(view: View, event: Any) -> None:
    match event:
        case events.DoubtSettled(pairing):
            view.merge(pairing, doubt=False)
        case events.SeriesClosed(pairing, _, outcome):
            view.merge(pairing, status="closed", outcome=outcome)
        case events.SeriesSuspended(pairing, reason):
            view.merge(pairing, status="suspended", reason=reason)
        case events.SeriesResumed(pairing):
            view.merge(pairing, status="open", reason=None)
        case events.SeriesEnded(pairing, reason):
            view.merge(pairing, status="ended", reason=reason)


class Journal(Projection):
    """One document a meeting or goal."""

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
            case GoalAgreed() as goal:
                view.put(
                    goal.goal,
                    {
                        "pairing": goal.pairing, "kind": "goal", "held_on": "",
                        "topic": goal.text.sealed, "next_step": goal.measure.sealed,
                        "due": goal.due.isoformat(), "planned_meetings": goal.planned_meetings,
                    },
                )  # fmt: skip
