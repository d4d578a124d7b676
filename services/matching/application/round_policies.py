"""When a municipal round moves, what follows: the worker's job, and consents asked once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from services.matching.application import candidates, round_work
from services.matching.domain.match_run import commands as match_run
from services.matching.domain.match_run.decider import MATCH_RUN
from services.matching.domain.round import events
from services.matching.domain.round.decider import ROUND
from services.matching.domain.share.events import ShareReceived
from shared.domain.envelope import Recorded
from shared.domain.ids import PersonId
from shared.policies import Policy
from shared.tenancy.scope import policy_scope

if TYPE_CHECKING:
    from shared.service import Service


class RoundIsComputed(Policy):
    """A round that was started is work for the worker, until it is stopped or called off."""

    name: ClassVar[str] = "round_is_computed"
    on: ClassVar[tuple[type, ...]] = (
        events.RoundStarted,
        events.RoundStopped,
        events.RoundCalledOff,
    )

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        match recorded.event:
            case events.RoundStarted(round, attempt=attempt):
                round_work.queue(service, recorded.tenant, round, attempt)
            case events.RoundStopped(round, attempt):
                round_work.drop(service, recorded.tenant, round, attempt)
            case events.RoundCalledOff(round):
                attempt = service.handler.state(scope, ROUND, round).state.attempt
                round_work.drop(service, recorded.tenant, round, attempt)


class RecheckDelivered(Policy):
    """A consent that ended while a round was delivered is undone in what was delivered."""

    name: ClassVar[str] = "recheck_delivered"
    on: ClassVar[tuple[type, ...]] = (ShareReceived,)
    must_not_park: ClassVar[bool] = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        share: ShareReceived = recorded.event
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        pairs = service.handler.state(scope, MATCH_RUN, share.run).state.pairs.values()
        people = {person for pair in pairs for person in pair.people}
        for person in sorted(candidates.without_consent(service, scope, people)):
            drop = match_run.DropPerson(PersonId(person))
            key = f"{self.name}:{recorded.id}:{person}"
            service.handler.handle(scope, MATCH_RUN, share.run, drop, key=key)


POLICIES: tuple[Policy, ...] = (RoundIsComputed(), RecheckDelivered())
