"""A school's campaigns: whom each asks, with which link, and when it reminded."""

from __future__ import annotations

from typing import Any

from services.participants.domain.consent_campaign import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class ConsentCampaigns(Projection):
    name = "consent_campaigns"
    indexes = (("status", "due"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.CampaignStarted() as started:
                view.put(
                    started.campaign,
                    {
                        "purpose": started.purpose,
                        "role": started.role,
                        "year": started.year,
                        "group": started.group.sealed,
                        "due": started.due.isoformat(),
                        "until": started.until.isoformat(),
                        "people": list(started.people),
                        "status": "running",
                        "started": recorded.recorded_at,
                        "asked": {},
                        "reminded": {},
                    },
                )
            case events.LinksMade(campaign, people, _, on):
                view.set_paths(campaign, {f"asked.{p}": on.isoformat() for p in people})
            case events.Reminded(campaign, people, on):
                view.set_paths(campaign, {f"reminded.{p}": on.isoformat() for p in people})
            case events.CampaignClosed(campaign):
                view.merge(campaign, status="closed")
