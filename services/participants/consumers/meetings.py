"""What meetings says, as commands here: how long a pairing has met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from services.participants.domain.pairing_service import commands
from services.participants.domain.pairing_service.decider import PAIRING_SERVICE
from shared.bus.port import Received
from shared.contracts import meetings as messages
from shared.policies import Reaction
from shared.tenancy.scope import policy_scope

if TYPE_CHECKING:
    from shared.service import Service


class MeetingsAreCounted(Reaction):
    name: ClassVar[str] = "meetings_are_counted"
    on: ClassVar[tuple[type, ...]] = (
        messages.MeetingHeld,
        messages.MeetingCorrected,
        messages.MeetingStruck,
    )

    def react(self, service: Service, received: Received[Any]) -> None:
        message = received.message
        command: commands.PairingServiceCommand
        if isinstance(message, messages.MeetingHeld | messages.MeetingCorrected):
            command = commands.CountMeeting(message.pairing, message.meeting, message.minutes)
        else:
            command = commands.UncountMeeting(message.pairing, message.meeting)
        scope = policy_scope(received.tenant, self.name, received.id, received.correlation)
        key = f"{self.name}:{received.id}"
        service.handler.handle(scope, PAIRING_SERVICE, message.pairing, command, key=key)


REACTIONS: tuple[Reaction, ...] = (MeetingsAreCounted(),)
