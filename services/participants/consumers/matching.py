"""What matching says, as commands here: whose mentor serves in which pairing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from services.participants.domain.pairing_service import commands
from services.participants.domain.pairing_service.decider import PAIRING_SERVICE
from shared.bus.port import Received
from shared.contracts import matching as messages
from shared.policies import Reaction
from shared.tenancy.scope import policy_scope

if TYPE_CHECKING:
    from shared.service import Service


class MentorsServe(Reaction):
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


REACTIONS: tuple[Reaction, ...] = (MentorsServe(),)
