"""The school's orders and why a draft could not be issued; the document stays sealed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from services.matching.domain.order import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Orders(Projection):
    name: ClassVar[str] = "orders"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("programme",), ("status", "pairings"))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        if isinstance(recorded.event, events.OrderEvent):
            _apply(view, recorded.key, recorded.event)


def _apply(view: View, id: str, event: events.OrderEvent) -> None:
    match event:
        case events.OrderDrafted():
            view.merge(
                id,
                status="draft",
                programme=event.programme,
                year=event.year,
                kind=event.kind,
                pairings=list(event.pairings),
                ending=_named(event.ending),
                leaving=[
                    {"pairing": line.pairing, "person": line.person, "reason": line.reason}
                    for line in event.leaving
                ],
                amends=[
                    {"order": one.order, "number": one.number, "date": one.on.isoformat()}
                    for one in event.amends
                ],
                basis=event.basis.sealed,
                failed=[],
            )
        case events.LineRemoved(pairing):
            view.take(id, "pairings", pairing)
            view.take(id, "ending", {"pairing": pairing})
        case events.IssueStarted(_, number, on, head):
            view.merge(id, status="issuing", number=number, date=on.isoformat(), head=head)
        case events.IssueFailed(lost=lost):
            view.merge(id, status="draft", failed=_named(lost))
        case events.OrderIssued():
            view.merge(
                id, status="issued", failed=[], document=event.document.sealed,
                sha256=event.sha256, pdf_sha256=event.pdf_sha256, own_form=bool(event.template),
                code=event.code,
            )  # fmt: skip
        case events.OrderDiscarded():
            view.merge(id, status="discarded")


def _named(lines: Sequence[events.Ending]) -> list[dict[str, str]]:
    return [{"pairing": line.pairing, "reason": line.reason} for line in lines]
