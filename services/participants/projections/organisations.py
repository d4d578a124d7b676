"""The municipality's organisations, and each organisation's own entry."""

from __future__ import annotations

from typing import Any

from services.participants.domain.organisation import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Organisations(Projection):
    name = "organisations"
    indexes = (("kind", "id"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.OrganisationRegistered(id, kind, municipality, name) | (
                events.OrganisationEntered(id, kind, municipality, name)
            ):
                view.merge(id, kind=kind, municipality=municipality, name=name)
            case events.DenominatorsCounted(id, year, counts, counted_on):
                view.set_paths(
                    id,
                    {
                        f"denominators.{year}": {
                            "counts": dict(counts),
                            "counted_on": counted_on.isoformat(),
                        }
                    },
                )
