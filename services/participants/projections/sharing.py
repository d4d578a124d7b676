"""Sharing seen from both ends: permissions at the mentor's home, requests at the asking school."""

from __future__ import annotations

from typing import Any

from services.participants.domain.person.events import PersonErased
from services.participants.domain.sharing_permission import events
from services.participants.domain.sharing_request.events import SharingAnswered, SharingAsked
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class SharingPermissions(Projection):
    """``asked`` are the terms of the request, the other fields those of the permission."""

    name = "sharing_permissions"
    indexes = (("status", "until"), ("mentor", "status"), ("school",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.SharingRequested() as asked:
                terms = {
                    "forms": list(asked.forms),
                    "places": asked.places,
                    "until": asked.until.isoformat(),
                    "purpose": asked.purpose,
                }
                before = view.get(recorded.key)
                status = "permitted" if before and before["status"] == "permitted" else "requested"
                view.merge(
                    recorded.key,
                    mentor=asked.mentor,
                    school=asked.school,
                    status=status,
                    asked=terms,
                )
            case events.SharingPermitted() as terms_:
                view.merge(
                    recorded.key,
                    mentor=terms_.mentor,
                    school=terms_.school,
                    status="permitted",
                    card=terms_.card,
                    forms=list(terms_.forms),
                    places=terms_.places,
                    until=terms_.until.isoformat(),
                    fields=list(terms_.fields),
                    hours=terms_.hours,
                )
            case events.SharingRefused():
                view.merge(recorded.key, status="refused")
            case events.SharingRevoked():
                view.merge(recorded.key, status="revoked")
            case events.SharingExpired():
                view.merge(recorded.key, status="expired")
            case events.SharingErased():
                view.merge(recorded.key, status="erased")
            case PersonErased(person):
                view.delete_where(mentor=person)


class SharingRequests(Projection):
    name = "sharing_requests"
    indexes = (("status", "id"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case SharingAsked(entry, forms, places, until, purpose):
                view.put(
                    recorded.key,
                    {
                        "entry": entry,
                        "forms": list(forms),
                        "places": places,
                        "until": until.isoformat(),
                        "purpose": purpose,
                        "status": "asked",
                        "card": None,
                    },
                )
            case SharingAnswered(answer, card):
                view.merge(recorded.key, status=answer, card=card)
