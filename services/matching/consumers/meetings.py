"""What meetings says, as commands here: a pair that does not fit, a pair that is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from services.matching.domain.pairing import commands
from services.matching.domain.pairing.decider import COMPLETED, PAIRING
from shared.bus.port import Received
from shared.contracts import meetings as messages
from shared.domain.ids import PairingId
from shared.policies import Reaction
from shared.tenancy.scope import policy_scope

if TYPE_CHECKING:
    from shared.service import Service


class FollowMeetings(Reaction):
    name: ClassVar[str] = "follow_meetings"
    on: ClassVar[tuple[type, ...]] = (
        messages.MeetingHeld, messages.MeetingStruck, messages.DoubtSettled, messages.PairClosed,
    )  # fmt: skip

    def react(self, service: Service, received: Received[Any]) -> None:
        message = received.message
        pairing: PairingId = message.pairing
        command: commands.PairingCommand
        match message:
            case messages.MeetingHeld(meeting, kind="trial", go_on=False):
                command = commands.AskRematch("trial", meeting)
            case messages.MeetingStruck(meeting, kind="trial") | messages.DoubtSettled(meeting):
                command = commands.SettleTrial(meeting)
            case messages.PairClosed():
                command = commands.End(COMPLETED)
            case _:
                return
        scope = policy_scope(received.tenant, self.name, received.id, received.correlation)
        key = f"{self.name}:{received.id}"
        service.handler.handle(scope, PAIRING, pairing, command, key=key)


REACTIONS: tuple[Reaction, ...] = (FollowMeetings(),)
