"""Places of the home's own mentors over all schools: capacity, permissions, claims."""

from __future__ import annotations

from typing import Any, ClassVar

from services.matching.domain.places import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Places(Projection):
    """One document a mentor, by the id at home. A reservation counts until ``expires``."""

    name: ClassVar[str] = "places"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("closed",),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        if isinstance(recorded.event, events.PlacesEvent):
            _apply(view, recorded.key, recorded.event)


def _apply(view: View, id: str, event: events.PlacesEvent) -> None:
    match event:
        case events.CapacitySet(_, capacity, until):
            view.merge(id, capacity=capacity, until=until.isoformat(), closed=False)
        case events.PlacesClosed(reason):
            view.merge(id, closed=True, reason=reason)
        case events.SchoolPermitted(school, forms, places, until):
            permission = {"forms": list(forms), "places": places, "until": until.isoformat()}
            view.set_paths(id, {f"permissions.{school}": permission})
        case events.PermissionEnded(school):
            view.unset(id, f"permissions.{school}")
        case events.PlaceReserved():
            claim = _claim(event, "reserved") | {"expires": event.expires.isoformat()}
            view.set_paths(id, {f"claims.{event.claim}": claim})
        case events.PlaceConfirmed():
            view.set_paths(id, {f"claims.{event.claim}": _claim(event, "confirmed")})
        case events.PlaceReleased(claim_id):
            view.unset(id, f"claims.{claim_id}")


def _claim(event: events.PlaceReserved | events.PlaceConfirmed, status: str) -> dict[str, Any]:
    return {
        "school": event.school,
        "programme": event.programme,
        "form": event.form,
        "places": event.places,
        "status": status,
    }
