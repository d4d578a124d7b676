"""Municipal rounds: in the municipality who joined and the numbers, in a school its own share."""

from __future__ import annotations

from typing import Any, ClassVar

from services.matching.domain.round import events
from services.matching.domain.share.events import ShareReceived
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Rounds(Projection):
    """One document a year, of the last round of it."""

    name: ClassVar[str] = "rounds"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("year",), ("status",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        if isinstance(recorded.event, events.RoundEvent):
            _apply(view, recorded.key, recorded.event)


def _apply(view: View, id: str, event: events.RoundEvent) -> None:
    match event:
        case events.RoundOpened(_, year, number, closes):
            view.put(id, {"year": year, "number": number, "closes": closes.isoformat(),
                          "status": "open", "attempt": 0, "stopped": None, "entries": {},
                          "numbers": []})  # fmt: skip
        case events.SchoolJoined(school, programme, forms):
            entry = {"programme": programme, "forms": list(forms)}
            view.set_paths(id, {f"entries.{school}": entry})
        case events.SchoolLeft(school):
            view.unset(id, f"entries.{school}")
        case events.RoundStarted(attempt=attempt):
            view.set_paths(id, {"status": "computing", "attempt": attempt, "stopped": None})
        case events.RoundStopped(reason=reason):
            view.set_paths(id, {"status": "open", "stopped": reason})
        case events.RoundDelivered(numbers=numbers):
            view.set_paths(id, {"status": "delivered", "numbers": [_line(one) for one in numbers]})
        case events.RoundCalledOff():
            view.set_paths(id, {"status": "called_off"})


def _line(one: events.SchoolNumbers) -> dict[str, Any]:
    return {"school": one.school, "requests": one.requests, "served": one.served,
            "guaranteed": one.guaranteed, "places": one.places}  # fmt: skip


class RoundShares(Projection):
    """What the school received, by the round's id: the last of the year."""

    name: ClassVar[str] = "round_shares"

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        if isinstance(recorded.event, ShareReceived):
            share = recorded.event
            view.put(share.round, {
                "attempt": share.attempt, "year": share.year, "programme": share.programme,
                "run": share.run, "requests": share.requests, "guaranteed": share.guaranteed,
                "served": share.served, "unheld": share.unheld,
            })  # fmt: skip
