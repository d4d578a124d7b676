"""What matching says, as commands here: a programme that opens has a roadmap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from services.reporting.domain.roadmap import commands
from services.reporting.domain.roadmap.decider import ROADMAP
from shared.bus.port import Received
from shared.contracts import matching as messages
from shared.policies import Reaction
from shared.tenancy.scope import policy_scope

if TYPE_CHECKING:
    from shared.service import Service


class ProgrammesHaveRoadmaps(Reaction):
    """A roadmap that the school opened before stays as it is."""

    name: ClassVar[str] = "programmes_have_roadmaps"
    on: ClassVar[tuple[type, ...]] = (messages.ProgrammeOpened,)

    def react(self, service: Service, received: Received[Any]) -> None:
        opened = received.message
        scope = policy_scope(received.tenant, self.name, received.id, received.correlation)
        command = commands.Open(opened.programme, opened.year, opened.starts, opened.ends)
        service.handler.handle(
            scope, ROADMAP, opened.programme, command, key=f"{self.name}:{received.id}"
        )


REACTIONS: tuple[Reaction, ...] = (ProgrammesHaveRoadmaps(),)
