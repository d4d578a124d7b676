"""An arrival is answered once: accepted or declined, unless it was taken back before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from services.participants.domain.arrival import commands, events
from services.participants.domain.arrival.commands import ArrivalCommand
from services.participants.domain.arrival.events import ArrivalEvent, ArrivalOffered
from shared.domain.decider import Decider
from shared.domain.errors import NotFound, Refused

Status = Literal["offered", "accepted", "declined", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Arrival:
    offer: ArrivalOffered | None = None
    status: Status = "offered"


def decide(command: ArrivalCommand, arrival: Arrival) -> Sequence[ArrivalEvent]:
    if isinstance(command, commands.Offer):
        return _offer(command, arrival)
    offer = arrival.offer
    if offer is None:
        raise NotFound("nobody is on the way here")
    match command:
        case commands.Accept(today):
            if arrival.status == "accepted":
                return []
            _require_offered(arrival)
            return [events.ArrivalAccepted(offer.transfer, offer.home, offer.person, today)]
        case commands.Decline():
            if arrival.status == "declined":
                return []
            _require_offered(arrival)
            return [
                events.ArrivalDeclined(offer.transfer, offer.home, offer.person, offer.guardian)
            ]
        case commands.Withdraw():
            if arrival.status != "offered":
                return []
            return [events.ArrivalWithdrawn(offer.transfer, offer.person, offer.guardian)]
        case _:
            assert_never(command)


def _offer(command: commands.Offer, arrival: Arrival) -> Sequence[ArrivalEvent]:
    if arrival.offer is not None:
        return []
    return [
        ArrivalOffered(
            command.transfer,
            command.home,
            command.person,
            command.guardian,
            command.name,
            command.birth_date,
            command.group,
            command.contact,
            command.guardian_name,
            command.guardian_contact,
            command.request,
        )
    ]


def _require_offered(arrival: Arrival) -> None:
    if arrival.status != "offered":
        raise Refused("the transfer is over", code="link-closed")


def evolve(arrival: Arrival, event: ArrivalEvent) -> Arrival:
    match event:
        case events.ArrivalOffered():
            return Arrival(event)
        case events.ArrivalAccepted():
            return replace(arrival, status="accepted")
        case events.ArrivalDeclined():
            return replace(arrival, status="declined")
        case events.ArrivalWithdrawn():
            return replace(arrival, status="withdrawn")
        case _:
            assert_never(event)


ARRIVAL: Decider[ArrivalCommand, ArrivalEvent, Arrival] = Decider(
    "arrival",
    (
        events.ArrivalOffered,
        events.ArrivalAccepted,
        events.ArrivalDeclined,
        events.ArrivalWithdrawn,
    ),
    Arrival(),
    decide,
    evolve,
)
