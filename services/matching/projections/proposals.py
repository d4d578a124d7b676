"""A proposal with its lines; explanations stay sealed until somebody looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from services.matching.domain.match_run import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Proposals(Projection):
    """One document a run. ``variants`` are what was computed, by mode; ``lines`` and ``left``, maps
    by mentee, what the hand changed of the chosen one (see :func:`draft_of`). ``people`` is
    everybody in it, ``version`` the stream's."""

    name: ClassVar[str] = "proposals"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("programme",), ("status", "people"), ("programme", "status"),
    )  # fmt: skip

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.RunRequested():
                view.merge(recorded.key, **_request(recorded.event), proposed=recorded.recorded_at)
            case events.RunProposed():
                view.merge(recorded.key, **_head(recorded.event), proposed=recorded.recorded_at)
            case _ if not isinstance(recorded.event, events.RunEvent):
                return
            case _:
                _apply_line(view, recorded.key, recorded.event)
        view.merge(recorded.key, version=recorded.version)


def draft_of(
    document: Mapping[str, Any], mode: str | None = None
) -> tuple[dict[str, dict[str, Any]], dict[str, str | None]]:
    """Lines and what is left, by mentee: of the draft as it stands, or as computed in ``mode``."""
    variants = document.get("variants", {})
    computed = variants.get(mode or document.get("mode", ""), {})
    lines, left = dict(computed.get("lines", {})), dict(computed.get("left", {}))
    if mode is not None:
        return lines, left
    by_hand, apart = document.get("lines", {}), document.get("left", {})
    lines = {mentee: line for mentee, line in lines.items() if mentee not in apart} | by_hand
    left = {mentee: why for mentee, why in left.items() if mentee not in by_hand} | apart
    return lines, left


def _request(event: events.RunRequested) -> dict[str, Any]:
    return {
        "status": "queued",
        "programme": event.programme,
        "year": event.year,
        "forms": list(event.forms),
        "groups": event.groups,
        "based_on": event.based_on,
        "keep": event.keep,
        "changes": event.changes,
        "threshold": event.threshold,
        "composition": event.composition,
    }


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
        "mode": event.mode,
        "summaries": {mode: dict(found) for mode, found in event.summaries.items()},
        "packages": dict(event.packages),
        "standing": dict(event.standing),
    }


def _apply_line(view: View, id: str, event: events.RunEvent) -> None:
    match event:
        case events.PairProposed():
            path = f"variants.{event.mode}.lines" if event.mode else "lines"
            view.set_paths(id, {f"{path}.{event.mentee}": _line(event)})
            if not event.mode:
                view.unset(id, f"left.{event.mentee}")
            for person in event.people:
                view.add(id, "people", person)
        case events.MenteeLeft(mentee, why, mode):
            path = f"variants.{mode}.left" if mode else "left"
            view.set_paths(id, {f"{path}.{mentee}": why.sealed})
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
            _apply_whole(view, id, event)


def _apply_whole(view: View, id: str, event: events.RunEvent) -> None:
    match event:
        case events.RunDiscarded():
            view.merge(id, status="discarded")
        case events.RunAdopted(pairings=pairings):
            view.merge(id, status="adopted", pairings=list(pairings))
        case events.RunCancelled():
            view.merge(id, status="cancelled")
        case events.RunFailed(code=code, people=people, rules=rules):
            failure = {"code": code, "people": list(people), "rules": list(rules)}
            view.merge(id, status="failed", failure=failure)
        case events.ModeChosen(mode):
            view.merge(id, mode=mode)
        case events.PersonDropped(person):
            _drop(view, id, person)


def _drop(view: View, id: str, person: str) -> None:
    document = view.get(id) or {}
    for mode, computed in document.get("variants", {}).items():
        for mentee, line in computed.get("lines", {}).items():
            if person in (mentee, line["mentor"]):
                view.unset(id, f"variants.{mode}.lines.{mentee}")
                view.set_paths(id, {f"variants.{mode}.left.{mentee}": None})


def _line(event: events.PairProposed) -> dict[str, Any]:
    return {
        "mentor": event.mentor,
        "mentee": event.mentee,
        "form": event.form,
        "group": event.group,
        "score": event.score,
        "why": event.why.sealed,
    }
