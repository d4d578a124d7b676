"""The roadmap says when feedback is collected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from services.meetings.domain.feedback_plan.commands import SetWindow
from services.meetings.domain.feedback_plan.decider import FEEDBACK_PLAN
from shared.bus.port import Received
from shared.contracts import reporting as messages
from shared.policies import Reaction
from shared.tenancy.scope import policy_scope

if TYPE_CHECKING:
    from shared.service import Service

ITEM: Final = "6.5"


class FeedbackHasAWindow(Reaction):
    name: ClassVar[str] = "feedback_has_a_window"
    on: ClassVar[tuple[type, ...]] = (messages.ItemScheduled,)

    def react(self, service: Service, received: Received[Any]) -> None:
        told: messages.ItemScheduled = received.message
        if told.item != ITEM:
            return
        scope = policy_scope(received.tenant, self.name, received.id, received.correlation)
        command = SetWindow(told.programme, told.starts, told.ends)
        key = f"{self.name}:{received.id}"
        service.handler.handle(scope, FEEDBACK_PLAN, told.programme, command, key=key)


REACTIONS: tuple[Reaction, ...] = (FeedbackHasAWindow(),)
