"""Children who change school: on their way out, and on their way in."""

from __future__ import annotations

from typing import Any

from services.participants.domain.arrival import events as arrivals
from services.participants.domain.person.events import PersonErased
from services.participants.domain.transfer import events
from shared.domain.envelope import Recorded
from shared.domain.personal import Personal
from shared.projections.projection import Projection
from shared.projections.view import View


class Transfers(Projection):
    name = "transfers"
    indexes = (("child", "status"), ("status", "id"))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.TransferStarted() as started:
                view.put(
                    started.transfer,
                    {
                        "child": started.child,
                        "signer": started.signer,
                        "to": started.to,
                        "items": list(started.items),
                        "expires_at": started.expires_at,
                        "status": "started",
                    },
                )
            case events.TransferConfirmed(transfer, items):
                view.merge(transfer, status="confirmed", items=list(items))
            case events.TransferRefused(transfer):
                view.merge(transfer, status="refused")
            case events.TransferAccepted(transfer, _, on):
                view.merge(transfer, status="accepted", on=on.isoformat())
            case events.TransferDeclined(transfer):
                view.merge(transfer, status="declined")
            case events.TransferCancelled(transfer):
                view.merge(transfer, status="cancelled")
            case PersonErased(person):
                view.delete_where(child=person, status={"$nin": ["started", "confirmed"]})


class Arrivals(Projection):
    name = "arrivals"
    indexes = (("status", "id"), ("person",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case arrivals.ArrivalOffered() as offer:
                view.put(
                    offer.transfer,
                    {
                        "home": offer.home,
                        "person": offer.person,
                        "status": "offered",
                        "name": offer.name.sealed,
                        "birth_date": offer.birth_date.sealed,
                        "group": _token(offer.group),
                        "contact": _token(offer.contact),
                        "guardian_name": _token(offer.guardian_name),
                        "guardian_contact": _token(offer.guardian_contact),
                        "request": _token(offer.request),
                    },
                )
            case arrivals.ArrivalAccepted(transfer):
                view.merge(transfer, status="accepted")
            case arrivals.ArrivalDeclined(transfer) | arrivals.ArrivalWithdrawn(transfer):
                view.delete(transfer)
            case PersonErased(person):
                view.delete_where(person=person)


def _token(value: Personal | None) -> str | None:
    return value.sealed if value else None
