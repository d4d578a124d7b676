"""Publications: what is published stands on the public page, all else is the school's own list."""

from __future__ import annotations

from collections.abc import Mapping
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
                        "picture": _kept(view.get(event.publication), event),
                    },
                )  # fmt: skip
            case events.PictureAttached(publication, picture, type, width, height):
                shown = {"id": picture, "type": type, "width": width, "height": height}
                view.merge(publication, picture=shown)
            case events.Published(publication, _, _, on):
                view.merge(
                    publication, status="published", published_on=on.isoformat(),
                    changed_at=_second(recorded),
                )  # fmt: skip
            case events.PublicationWithdrawn(publication):
                view.merge(
                    publication, status="withdrawn", words=None, picture=None,
                    changed_at=_second(recorded),
                )  # fmt: skip


def _kept(before: Mapping[str, Any] | None, event: events.PublicationDrafted) -> Any:
    """A picture stays while the same people are named."""
    return before.get("picture") if before and before["people"] == list(event.people) else None


def _second(recorded: Recorded[Any]) -> str:
    return recorded.recorded_at.strftime("%Y-%m-%dT%H:%M:%SZ")
