"""Pairs and groups of a school, and what of them waits for the coordinator."""

from __future__ import annotations

from typing import Any, ClassVar

from services.matching.domain.pairing import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Pairs(Projection):
    name: ClassVar[str] = "pairs"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("programme", "status"), ("year", "status"), ("mentor",), ("mentees",), ("status",),
    )  # fmt: skip

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        if isinstance(recorded.event, events.PairingEvent):
            _apply(view, recorded.key, recorded.event)


def _apply(view: View, id: str, event: events.PairingEvent) -> None:
    match event:
        case events.PairingProposed():
            view.merge(id, **_terms(event))
        case events.PartyAgreed(person):
            view.add(id, "agreed", person)
        case events.PairingFixed(order):
            view.merge(id, status="fixed", order=order)
        case events.PairingEnded(reason=reason, order=order):
            view.merge(id, status="ended", reason=reason, ended_by=order)
        case events.PairingDropped(reason=reason, people=people):
            view.merge(id, status="dropped", reason=reason, declined=list(people))
        case events.PairingSuspended(reason) | events.PairingHeld(reason):
            view.merge(id, status="suspended", reason=reason)
        case events.ParticipantsInformed(told=told):
            view.merge(id, told=list(told))
        case events.NoticeRead(person):
            view.add(id, "read", person)
        case events.MemberLeft() | events.LeavingOrdered():
            _apply_leaving(view, id, event)
        case _:
            view.merge(id, **_standing(event))


def _apply_leaving(view: View, id: str, event: events.MemberEvent) -> None:
    match event:
        case events.MemberLeft(person, reason, stay, order):
            view.merge(id, mentees=list(stay))
            view.set_paths(id, {f"left.{person}": {"reason": reason, "order": order or None}})
        case events.LeavingOrdered(person, order):
            view.set_paths(id, {f"left.{person}.order": order})


def _standing(event: events.PairingEvent) -> dict[str, Any]:
    match event:
        case events.PairingAgreed():
            return {"status": "agreed"}
        case events.PairingActivated() | events.PairingResumed():
            return {"status": "active", "reason": None}
        case events.RematchAsked(reason):
            return {"rematch": reason}
        case events.RematchDeclined():
            return {"rematch": None}
        case events.AnswersReminded(people, on):
            return {"reminded": list(people), "reminded_on": on.isoformat()}
        case _:
            return {}


def _terms(event: events.PairingProposed) -> dict[str, Any]:
    return {
        "status": "proposed",
        "programme": event.programme,
        "year": event.year,
        "form": event.form,
        "mentor": event.mentor,
        "mentor_home": event.mentor_home,
        "mentees": list(event.mentees),
        "run": event.run,
        "starts": event.starts.isoformat(),
        "ends": event.ends.isoformat(),
        "answer_by": event.answer_by.isoformat() if event.answer_by else None,
        "left": {},
        "agreed": [],
        "told": [],
        "read": [],
        "rematch": None,
        "reason": None,
        "order": None,
    }


class Tasks(Projection):
    """The coordinator decides: a re-match after a trial, what becomes of a suspended pair."""

    name: ClassVar[str] = "tasks"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("status",), ("pairing",), ("status", "due"),
    )  # fmt: skip

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        id, since = recorded.key, recorded.recorded_at
        match recorded.event:
            case events.RematchAsked(reason):
                view.put(f"rematch:{id}", _task("rematch", id, reason, since))
            case events.RematchDeclined():
                view.merge(f"rematch:{id}", pairing=id, kind="rematch", status="done")
            case events.PairingSuspended(reason) | events.PairingHeld(reason):
                view.put(f"suspended:{id}", _task("suspended", id, reason, since))
            case events.DecisionAsked(reason, due):
                view.merge(f"suspended:{id}", **_task("suspended", id, reason, since))
                view.merge(f"suspended:{id}", due=due.isoformat(), escalated=False)
            case events.DecisionEscalated():
                view.merge(f"suspended:{id}", pairing=id, escalated=True)
            case events.PairingKept(reason):
                view.merge(f"suspended:{id}", pairing=id, kept=reason)
            case events.PairingResumed():
                view.merge(f"suspended:{id}", pairing=id, kind="suspended", status="done")
            case events.PairingActivated():
                view.delete(f"suspended:{id}")
            case events.PairingEnded():
                view.delete(f"suspended:{id}")
                view.delete(f"rematch:{id}")


def _task(kind: str, pairing: str, reason: str, since: Any) -> dict[str, Any]:
    return {"kind": kind, "pairing": pairing, "reason": reason, "status": "open", "since": since}
