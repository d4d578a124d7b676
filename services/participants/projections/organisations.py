"""The municipality's organisations, and each organisation's own entry."""

from __future__ import annotations

from typing import Any

from services.participants.domain.organisation import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Organisations(Projection):
    name = "organisations"
    indexes = (("kind", "id"), ("standing", "id"))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.OrganisationRegistered(id, kind, municipality, name):
                view.merge(id, kind=kind, municipality=municipality, name=name, standing="verified")
            case events.OrganisationEntered(id, kind, municipality, name, standing):
                view.merge(id, kind=kind, municipality=municipality, name=name, standing=standing)
            case events.CompanyApplied() as applied:
                view.merge(
                    applied.organisation,
                    kind="company",
                    municipality=applied.municipality,
                    name=applied.name,
                    inn=applied.inn,
                    invited_by=applied.invited_by,
                    contact=applied.contact.sealed,
                    standing="applied",
                )
                view.unset(applied.organisation, "reason")
            case events.StandingChanged(id, standing, reason, on):
                view.merge(
                    id, standing=standing, reason=reason.sealed, standing_since=on.isoformat()
                )
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
