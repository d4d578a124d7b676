"""Hours of a mentor from elsewhere reach the mentor's home as sums, while the mentor permits."""

from __future__ import annotations

from typing import Any, ClassVar

from services.participants.domain.mentor_service import commands
from services.participants.domain.mentor_service.commands import source_of
from services.participants.domain.mentor_service.decider import MENTOR_SERVICE
from services.participants.domain.pairing_service.decider import PAIRING_SERVICE
from services.participants.domain.pairing_service.events import (
    MeetingCounted,
    MeetingUncounted,
    MentorServes,
)
from services.participants.domain.sharing_permission.commands import permission_id
from services.participants.domain.sharing_permission.decider import SHARING_PERMISSION
from shared.domain.envelope import Recorded
from shared.domain.ids import PersonId
from shared.policies import Policy
from shared.service import Service
from shared.tenancy.scope import Scope, policy_scope


class HoursReachTheHome(Policy):
    name = "hours_reach_the_home"
    on: ClassVar[tuple[type, ...]] = (MentorServes, MeetingCounted, MeetingUncounted)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        school = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        state = service.handler.state(
            school, PAIRING_SERVICE, recorded.key, version=recorded.version
        ).state
        if state.mentor is None or state.mentor.home == recorded.tenant:
            return
        person = state.mentor.home_person
        home = school.crossing("hours_and_awards", to=state.mentor.home)
        if not permits(service, home, person, school):
            return
        source = source_of(recorded.tenant, state.mentor.pairing)
        command = commands.TellHours(person, school.tenant, source, state.meetings, state.total)
        key = f"{self.name}:{recorded.id}"
        service.handler.handle(home, MENTOR_SERVICE, person, command, key=key)


def permits(service: Service, home: Scope, person: PersonId, school: Scope) -> bool:
    """Whether the mentor's permission for the school lives today."""
    id = permission_id(person, school.tenant)
    permission = service.handler.state(home, SHARING_PERMISSION, id).state
    return permission.lives_on(service.clock.today())
