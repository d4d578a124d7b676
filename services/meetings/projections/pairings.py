"""Where each pairing stands: its meetings by day, its goal, its feedback; no texts."""

from __future__ import annotations

from typing import Any, ClassVar

from services.meetings.domain.feedback import events as feedback
from services.meetings.domain.goal import events as goals
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
            case events.MeetingPlanned(meeting, pairing, kind, starts_at, minutes, mode):
                at = {"kind": kind, "starts_at": starts_at.isoformat(), "minutes": minutes}
                view.set_paths(pairing, {f"planned.{meeting}": {**at, "mode": mode}})
            case events.MeetingCancelled(meeting, pairing):
                view.unset(pairing, f"planned.{meeting}")
            case events.MeetingHeld() as held:
                _held(view, held)
            case events.MemberLeft(pairing, _, mentees):
                view.merge(pairing, mentees=list(mentees))
            case events.MeetingStruck(meeting, pairing, _, kind):
                _struck(view, meeting, pairing, kind)
            case _:
                _standing(view, recorded.event)
                _beside(view, recorded.event)


def _held(view: View, held: events.MeetingHeld) -> None:
    one = {"kind": held.kind, "held_on": held.held_on.isoformat(), "minutes": held.minutes}
    view.unset(held.pairing, f"planned.{held.meeting}")
    view.set_paths(held.pairing, {f"held.{held.meeting}": one})
    view.merge(held.pairing, last_met=_last_met(view, held.pairing))
    if held.go_on is not None:
        view.merge(held.pairing, doubt=not held.go_on)


def _struck(view: View, meeting: str, pairing: str, kind: str) -> None:
    view.unset(pairing, f"held.{meeting}")
    view.merge(pairing, last_met=_last_met(view, pairing))
    if kind == "trial":
        view.merge(pairing, doubt=False)


def _last_met(view: View, pairing: str) -> str:
    document = view.get(pairing) or {}
    return max((one["held_on"] for one in document.get("held", {}).values()), default="")


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


def _beside(view: View, event: Any) -> None:
    """The goal and the feedback have streams of their own; each writes its own fields."""
    match event:
        case goals.GoalProposed(goal=goal, pairing=pairing):
            view.merge(pairing, goal=goal, goal_agreed=False)
        case goals.GoalAgreed(pairing=pairing, due=due, planned_meetings=count):
            view.merge(pairing, goal_agreed=True, goal_due=due.isoformat(), planned_meetings=count)
        case feedback.FeedbackScheduled(pairing, _, dates):
            view.merge(pairing, feedback_dates=[day.isoformat() for day in dates])
        case feedback.FeedbackGiven() as given:
            answer = {"asked_on": given.asked_on.isoformat(), "person": given.person}
            view.add(given.pairing, "feedback_given", answer)
