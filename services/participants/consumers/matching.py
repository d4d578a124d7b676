"""What matching says of places: the base of mentors shows how many are free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from services.participants.application.mentor_index import Entry, claimants
from shared.bus.port import Received
from shared.contracts import matching as messages
from shared.policies import Reaction
from shared.tenancy.scope import policy_scope

if TYPE_CHECKING:
    from shared.service import Service


class PlacesAreCounted(Reaction):
    """At home every claim of every school counts; a card shows the pairs of its own school."""

    name: ClassVar[str] = "places_are_counted"
    on: ClassVar[tuple[type, ...]] = (
        messages.PlaceTaken,
        messages.PlaceFreed,
        messages.PairingActivated,
        messages.PairingEnded,
    )

    def react(self, service: Service, received: Received[Any]) -> None:
        scope = policy_scope(received.tenant, self.name, received.id, received.correlation)
        entry = Entry(service, scope)
        match received.message:
            case messages.PlaceTaken(mentor, claim, places):
                entry.claim(mentor, claim, places)
            case messages.PlaceFreed(mentor, claim):
                entry.claim(mentor, claim, 0)
            case messages.PairingActivated() as pairing if pairing.mentor_home != received.tenant:
                entry.claim(pairing.mentor, pairing.pairing, len(pairing.mentees))
            case messages.PairingEnded(pairing_):
                for card in claimants(service, scope, pairing_):
                    entry.claim(card, pairing_, 0)


REACTIONS: tuple[Reaction, ...] = (PlacesAreCounted(),)
