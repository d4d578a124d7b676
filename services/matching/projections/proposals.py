"""A proposal with its lines; explanations stay sealed until somebody looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from services.matching.domain.match_run import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Proposals(Projection):
    """One document a run. ``lines`` and ``left`` are maps by mentee; ``people`` everybody in it."""

    name: ClassVar[str] = "proposals"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("programme",), ("status", "people"))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        if isinstance(recorded.event, events.RunProposed):
            view.merge(recorded.key, **_head(recorded.event), proposed=recorded.recorded_at)
        elif isinstance(recorded.event, events.RunEvent):
            _apply_line(view, recorded.key, recorded.event)


def _head(event: events.RunProposed) -> dict[str, Any]:
    return {
        "status": "draft",
        "programme": event.programme,
        "year": event.year,
        "forms": list(event.forms),
        "groups": event.groups,
        "weights": dict(event.weights),
        "seed": event.seed,
        "engine": event.engine,
        "input_hash": event.input_hash,
        "places": dict(event.places),
        "based_on": event.based_on,
    }


def _apply_line(view: View, id: str, event: events.RunEvent) -> None:
    match event:
        case events.PairProposed():
            view.set_paths(id, {f"lines.{event.mentee}": _line(event)})
            view.unset(id, f"left.{event.mentee}")
            for person in event.people:
                view.add(id, "people", person)
        case events.MenteeLeft(mentee, why):
            view.set_paths(id, {f"left.{mentee}": why.sealed})
            view.add(id, "people", mentee)
        case events.PairTakenApart(mentee):
            view.unset(id, f"lines.{mentee}", f"locks.{mentee}")
            view.set_paths(id, {f"left.{mentee}": None})
        case events.PairLocked(mentee, mentor):
            view.set_paths(id, {f"locks.{mentee}": mentor})
        case events.PairUnlocked(mentee):
            view.unset(id, f"locks.{mentee}")
        case events.PairBanned(mentor, mentee):
            view.add(id, "bans", {"mentor": mentor, "mentee": mentee})
        case _:
            _apply_end(view, id, event)


def _apply_end(view: View, id: str, event: events.RunEvent) -> None:
    merge: Callable[..., None] = view.merge
    match event:
        case events.RunDiscarded():
            merge(id, status="discarded")
        case events.RunAdopted(pairings=pairings):
            merge(id, status="adopted", pairings=list(pairings))


def _line(event: events.PairProposed) -> dict[str, Any]:
    return {
        "mentor": event.mentor,
        "mentee": event.mentee,
        "form": event.form,
        "group": event.group,
        "score": event.score,
        "why": event.why.sealed,
    }
