"""Which links to the short form were issued, used or taken back; never their tokens."""

from __future__ import annotations

from typing import Any, ClassVar

from services.meetings.domain.feedback_link import events
from shared.domain.envelope import Recorded
from shared.domain.erasing import SubjectErased
from shared.projections.projection import Projection
from shared.projections.view import View


class FeedbackLinks(Projection):
    name: ClassVar[str] = "feedback_links"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("year", "issued_at"), ("person",), ("pairing",),
    )  # fmt: skip

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.FeedbackLinkIssued() as link:
                view.put(
                    link.link,
                    {
                        "pairing": link.pairing, "year": link.year, "person": link.person,
                        "side": link.side, "issued_at": recorded.recorded_at.isoformat(),
                        "expires_at": link.expires_at.isoformat(), "status": "open",
                    },
                )  # fmt: skip
            case events.FeedbackLinkUsed(link):
                view.amend(link, status="used")
            case events.FeedbackLinkRevoked(link):
                view.amend(link, status="revoked")
            case SubjectErased(subject):
                view.delete_where(person=subject)
