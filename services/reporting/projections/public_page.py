"""Publications: what is published stands on the public page, all else is the school's own list."""

from __future__ import annotations

from typing import Any, ClassVar

from services.reporting.domain.publication import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class PublicPage(Projection):
    name: ClassVar[str] = "public_page"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("status", "published_on"), ("people",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.PublicationDrafted():
                event = recorded.event
                view.put(
                    event.publication,
                    {
                        "year": event.year, "kind": event.kind, "people": list(event.people),
                        "source": event.source, "words": event.words.sealed, "status": "draft",
                        "published_on": None, "purpose": event.purpose,
                    },
                )  # fmt: skip
            case events.Published(publication, _, _, on):
                view.merge(publication, status="published", published_on=on.isoformat())
            case events.PublicationWithdrawn(publication):
                view.merge(publication, status="withdrawn", words=None)
