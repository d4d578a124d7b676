"""Private calendar addresses that work; the addresses themselves are nowhere."""

from __future__ import annotations

from typing import Any, ClassVar

from services.meetings.domain.subscription import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Subscriptions(Projection):
    name: ClassVar[str] = "subscriptions"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("owner",),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.SubscriptionOpened(id, owner, person, language):
                view.put(
                    id,
                    {
                        "owner": owner, "person": person, "language": language,
                        "opened_on": recorded.recorded_at.date().isoformat(),
                    },
                )  # fmt: skip
            case events.SubscriptionEnded(id):
                view.delete(id)
