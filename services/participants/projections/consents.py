"""The consent register: for showing and for due dates, never for deciding."""

from __future__ import annotations

from typing import Any

from services.participants.domain.consent import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Consents(Projection):
    name = "consents"
    indexes = (("person", "purpose"), ("status", "until"), ("purpose", "status", "id"))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.ConsentGiven() as given:
                view.put(
                    recorded.key,
                    {
                        "person": given.person,
                        "purpose": given.purpose,
                        "status": "given",
                        "giver": given.giver,
                        "by": given.by,
                        "method": given.method,
                        "scan": given.scan,
                        "text_hash": given.text_hash,
                        "text_version": given.text_version,
                        "assent": given.assent,
                        "until": given.until.isoformat(),
                        "language": given.language,
                        "adult_from": given.adult_from.sealed,
                        "signed_on": (given.signed_on or recorded.recorded_at.date()).isoformat(),
                        "at": recorded.recorded_at,
                    },
                )
            case events.ConsentRefused(person, purpose, giver, by):
                view.merge(
                    recorded.key,
                    person=person,
                    purpose=purpose,
                    status="refused",
                    giver=giver,
                    by=by,
                    at=recorded.recorded_at,
                )
            case events.ConsentWithdrawn(_, _, by, method, received_on):
                view.merge(
                    recorded.key,
                    status="withdrawn",
                    at=recorded.recorded_at,
                    ended_by=by,
                    ended_how=method,
                    ended_on=(received_on or recorded.recorded_at.date()).isoformat(),
                )
            case events.ConsentExpired():
                view.merge(recorded.key, status="expired", at=recorded.recorded_at)
            case events.ConsentOutgrown():
                view.merge(recorded.key, status="came_of_age", at=recorded.recorded_at)
            case events.ConsentErased():
                view.merge(recorded.key, status="erased", at=recorded.recorded_at)
