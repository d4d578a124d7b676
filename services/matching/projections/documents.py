"""Issued orders among the documents that a stranger can check: numbers, days, hashes, nobody's name."""

from __future__ import annotations

from typing import Any

from services.matching.domain.order.events import OrderIssued
from shared.documents.register import IssuedDocuments, row_id
from shared.domain.envelope import Recorded
from shared.projections.view import View


class OrdersAndDocuments(IssuedDocuments):
    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        if isinstance(recorded.event, OrderIssued):
            _issued(view, recorded.event)
        else:
            super().apply(view, recorded)


def _issued(view: View, event: OrderIssued) -> None:
    """An order stays valid when a later one changes it, which is told beside it."""
    hashes = (("docx", event.sha256), ("pdf", event.pdf_sha256))
    view.merge(
        row_id(event.order, 1), document=event.order, kind="order", source=event.order,
        year=event.year, version=1, code=event.code, number=event.number,
        on=event.on.isoformat(), status="valid", people=[], purpose="document",
        files=[{"format": name, "sha256": sha256} for name, sha256 in hashes if sha256],
        own_form=bool(event.template),
    )  # fmt: skip
    for one in event.amends:
        later = {"order": event.order, "number": event.number, "on": event.on.isoformat()}
        view.add(row_id(one.order, 1), "changed", later)
