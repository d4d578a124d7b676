"""Anonymous offers of the whole municipality; what routes a request is kept out of it."""

from __future__ import annotations

from typing import Any

from services.participants.domain.catalogue_entry import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Catalogue(Projection):
    name = "catalogue"
    indexes = (("forms", "id"), ("themes", "id"), ("times", "id"), ("way", "id"))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.EntryOffered() as offer:
                view.put(
                    recorded.key,
                    {
                        "forms": list(offer.forms),
                        "themes": list(offer.themes),
                        "times": list(offer.times),
                        "way": offer.way,
                        "until": offer.until.isoformat(),
                    },
                )
            case events.EntryWithdrawn():
                view.delete(recorded.key)
