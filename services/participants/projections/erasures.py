"""Where each erasure stands, and whom it still waits for."""

from __future__ import annotations

from typing import Any

from services.participants.domain.erasure import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Erasures(Projection):
    """One document a person; ``places`` and ``done`` are names of places, see :func:`place_name`."""

    name = "erasures"
    indexes = (("status", "due"), ("code",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.ErasureRequested(person, by, on, due):
                view.merge(
                    person,
                    status="requested",
                    by=by,
                    requested_on=on.isoformat(),
                    due=due.isoformat(),
                    reason=None,
                )
            case events.ErasureDeclined(person, reason):
                view.merge(person, status="declined", reason=reason)
            case events.ErasureBegun(person, on, places):
                names = [place_name(place) for place in places]
                view.merge(person, status="running", begun_on=on.isoformat(), places=names)
            case events.PlaceErased(person, place):
                view.add(person, "done", place_name(place))
            case events.ErasureCompleted(person, on):
                view.merge(person, status="completed", completed_on=on.isoformat())
            case events.CertificateSigned(person, code):
                view.merge(person, code=code)


def place_name(place: events.Place) -> str:
    """``<tenant>|<service>|<subject>``."""
    return f"{place.tenant}|{place.service}|{place.subject}"
