"""What matching says, as commands here: how many places are free, and whose mentor serves where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from services.participants.application.mentor_index import Entry, claimants
from services.participants.domain.pairing_service import commands
from services.participants.domain.pairing_service.decider import PAIRING_SERVICE
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


class MentorsServe(Reaction):
    """A pairing with another organisation's mentor: their hours are told to the home."""

    name: ClassVar[str] = "mentors_serve"
    on: ClassVar[tuple[type, ...]] = (messages.PairingActivated,)

    def react(self, service: Service, received: Received[Any]) -> None:
        pair = received.message
        if pair.mentor_home == received.tenant:
            return
        scope = policy_scope(received.tenant, self.name, received.id, received.correlation)
        command = commands.NameMentor(pair.pairing, pair.mentor_home, pair.home_person)
        key = f"{self.name}:{received.id}"
        service.handler.handle(scope, PAIRING_SERVICE, pair.pairing, command, key=key)


REACTIONS: tuple[Reaction, ...] = (PlacesAreCounted(), MentorsServe())
