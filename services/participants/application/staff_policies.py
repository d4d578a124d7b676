"""What a hand-over means here: the successor holds the role from that day."""

from __future__ import annotations

from typing import Any, ClassVar

from services.participants.domain.organisation.decider import ORGANISATION
from services.participants.domain.staff_member import commands
from services.participants.domain.staff_member.decider import STAFF_MEMBER
from services.participants.domain.staff_member.events import WorkHandedOver
from shared.domain.envelope import Recorded
from shared.policies import Policy
from shared.service import Service
from shared.tenancy.scope import policy_scope


class SuccessorsTakeTheRole(Policy):
    """Whoever holds the role already keeps their own term."""

    name = "successors_take_the_role"
    on: ClassVar[tuple[type, ...]] = (WorkHandedOver,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        event: WorkHandedOver = recorded.event
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        heir = service.handler.state(scope, STAFF_MEMBER, event.to).state
        if event.role in heir.roles_on(event.on):
            return
        kind = service.handler.state(scope, ORGANISATION, recorded.tenant).state.kind
        command = commands.GiveRole(event.to, event.role, kind, event.on, None)
        key = f"{self.name}:{recorded.id}"
        service.handler.handle(scope, STAFF_MEMBER, event.to, command, key=key)
