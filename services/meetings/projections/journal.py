"""The journal of each pairing: its meetings and goals; texts stay sealed."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from services.meetings.domain.goal import events as goals
from services.meetings.domain.meeting_series import events
from shared.domain.envelope import Recorded
from shared.domain.personal import Personal
from shared.projections.projection import Projection
from shared.projections.view import View

_ENTRY: Final = (
    "held_on", "minutes", "mode", "attended", "topic", "next_step", "starts_at", "absences",
)  # fmt: skip


class Journal(Projection):
    """One document a meeting or goal, with its files and its ``former`` entries; a struck meeting is
    gone from it."""

    name: ClassVar[str] = "journal"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("pairing", "held_on"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.MeetingHeld() as held:
                view.put(
                    held.meeting,
                    {
                        "pairing": held.pairing, "kind": held.kind, "go_on": held.go_on,
                        "exception": _sealed(held.exception), "former": [], "files": [],
                        "entered_at": recorded.recorded_at.isoformat(), **_entry(held),
                    },
                )  # fmt: skip
            case events.EntryCorrected() as corrected:
                _correct(view, corrected, recorded.recorded_at.isoformat())
            case events.AttachmentKept(attachment, meeting) as kept:
                file = {
                    "id": attachment, "name": kept.name.sealed, "type": kept.type, "size": kept.size,
                }  # fmt: skip
                view.add(meeting, "files", file)
            case events.AttachmentRemoved(attachment, meeting):
                view.take(meeting, "files", {"id": attachment})
            case events.MeetingStruck(meeting):
                view.delete(meeting)
            case _:
                _goal(view, recorded.event)


def _entry(held: events.MeetingHeld | events.EntryCorrected) -> dict[str, Any]:
    return {
        "held_on": held.held_on.isoformat(), "minutes": held.minutes, "mode": held.mode,
        "attended": list(held.attended), "topic": held.topic.sealed,
        "next_step": held.next_step.sealed, "absences": _sealed(held.absences),
        "starts_at": held.starts_at.isoformat() if held.starts_at else None,
    }  # fmt: skip


def _sealed(text: Personal | None) -> str | None:
    return text.sealed if text is not None else None


def _correct(view: View, corrected: events.EntryCorrected, at: str) -> None:
    before = view.get(corrected.meeting) or {}
    former = {name: before.get(name) for name in _ENTRY}
    former |= {"until": at, "reason": corrected.reason.sealed}
    view.merge(
        corrected.meeting, former=[*before.get("former", []), former], **_entry(corrected)
    )  # fmt: skip


def _goal(view: View, event: Any) -> None:
    match event:
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
