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
    """``heard_on`` is the last day on which they met, began, went on, or the coordinator asked after
    them."""

    name: ClassVar[str] = "pairings"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("year", "status"), ("mentor",), ("mentees",), ("status", "last_met"),
        ("status", "heard_on"),
    )  # fmt: skip

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        day = recorded.recorded_at.date().isoformat()
        match recorded.event:
            case events.SeriesOpened(pairing, year, mentor, mentees):
                view.merge(
                    pairing, year=year, mentor=mentor, mentees=list(mentees), status="open",
                    opened_on=day, heard_on=day, last_met="", held={}, planned={}, rhythms={},
                    doubt=False,
                )  # fmt: skip
            case events.MeetingHeld() | events.EntryCorrected() as held:
                _held(view, held)
            case events.MemberLeft(pairing, _, mentees):
                view.merge(pairing, mentees=list(mentees))
            case events.MeetingStruck(meeting, pairing, _, kind):
                _struck(view, meeting, pairing, kind)
            case events.AlertClosed(pairing, alert="silent", closed_on=closed_on):
                view.merge(pairing, silence_closed_on=closed_on.isoformat())
                _renew(view, pairing)
            case events.AlertClosed(pairing, alert="overdue", meeting=meeting):
                view.set_paths(pairing, {f"planned.{meeting}.settled": True})
            case events.SeriesResumed(pairing):
                view.merge(pairing, status="open", reason=None, resumed_on=day)
                _renew(view, pairing)
            case _:
                _planning(view, recorded.event)
                _standing(view, recorded.event)
                _beside(view, recorded.event)


def _planning(view: View, event: Any) -> None:
    match event:
        case events.MeetingPlanned(meeting, pairing, kind, starts_at, minutes, mode, rhythm):
            at = {"kind": kind, "starts_at": starts_at.isoformat(), "minutes": minutes}
            at |= {"mode": mode, "rhythm": rhythm}
            view.set_paths(pairing, {f"planned.{meeting}": at})
        case events.RhythmSet() as rhythm:
            told = {
                "weekday": rhythm.weekday, "at": rhythm.at, "every": rhythm.every,
                "first": rhythm.first.isoformat(), "until": rhythm.until.isoformat(),
                "minutes": rhythm.minutes, "mode": rhythm.mode,
                "skipped": [day.isoformat() for day in rhythm.skipped],
            }  # fmt: skip
            view.set_paths(rhythm.pairing, {f"rhythms.{rhythm.rhythm}": told})
        case events.RhythmStopped(rhythm_id, pairing):
            view.unset(pairing, f"rhythms.{rhythm_id}")
        case events.MoveProposed(meeting, pairing, starts_at, minutes, mode, by):
            wanted = {"starts_at": starts_at.isoformat(), "minutes": minutes, "mode": mode}
            view.set_paths(pairing, {f"planned.{meeting}.proposed": {**wanted, "by": by}})
        case events.MoveDeclined(meeting, pairing):
            view.unset(pairing, f"planned.{meeting}.proposed")
        case events.MeetingMoved(meeting, pairing) as moved:
            place = f"planned.{meeting}"
            view.unset(pairing, f"{place}.proposed", f"{place}.settled")
            view.set_paths(
                pairing,
                {
                    f"{place}.starts_at": moved.starts_at.isoformat(),
                    f"{place}.minutes": moved.minutes, f"{place}.mode": moved.mode,
                    f"{place}.proposed_by": moved.proposed_by,
                    f"{place}.agreed_by": list(moved.agreed_by),
                },
            )  # fmt: skip
        case events.MeetingCancelled(meeting, pairing):
            view.unset(pairing, f"planned.{meeting}")


def _held(view: View, held: events.MeetingHeld | events.EntryCorrected) -> None:
    one = {"kind": held.kind, "held_on": held.held_on.isoformat(), "minutes": held.minutes}
    view.unset(held.pairing, f"planned.{held.meeting}")
    view.set_paths(held.pairing, {f"held.{held.meeting}": one})
    _renew(view, held.pairing)
    if isinstance(held, events.MeetingHeld) and held.go_on is not None:
        view.merge(held.pairing, doubt=not held.go_on)


def _struck(view: View, meeting: str, pairing: str, kind: str) -> None:
    view.unset(pairing, f"held.{meeting}")
    _renew(view, pairing)
    if kind == "trial":
        view.merge(pairing, doubt=False)


def _renew(view: View, pairing: str) -> None:
    """When they last met, and when anything was last heard of them."""
    document = view.get(pairing) or {}
    last = max((one["held_on"] for one in document.get("held", {}).values()), default="")
    others = (document.get(name, "") for name in ("opened_on", "silence_closed_on", "resumed_on"))
    view.merge(pairing, last_met=last, heard_on=max(last, *others))


def _standing(view: View, event: Any) -> None:
    match event:
        case events.DoubtSettled(pairing):
            view.merge(pairing, doubt=False)
        case events.SeriesClosed(pairing, _, outcome):
            view.merge(pairing, status="closed", outcome=outcome)
        case events.SeriesSuspended(pairing, reason):
            view.merge(pairing, status="suspended", reason=reason)
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
        case feedback.FeedbackGiven() as given if given.side != "guardian":
            answer = {"asked_on": given.asked_on.isoformat(), "person": given.person}
            view.add(given.pairing, "feedback_given", answer)
