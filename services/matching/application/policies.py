"""When something happened here, what follows: activation, release of places, undoing in flight."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from services.matching.application import candidates, issuing, runs
from services.matching.domain.enrolment import commands as enrolment
from services.matching.domain.enrolment.decider import ENROLMENT
from services.matching.domain.enrolment.events import ParticipationStopped
from services.matching.domain.match_run import commands as match_run
from services.matching.domain.match_run.decider import MATCH_RUN
from services.matching.domain.match_run.events import RunCancelled, RunProposed, RunRequested
from services.matching.domain.order import commands as order
from services.matching.domain.order.decider import ORDER
from services.matching.domain.order.events import IssueFailed, OrderIssued
from services.matching.domain.pairing import commands as pairing
from services.matching.domain.pairing import events as pairing_events
from services.matching.domain.pairing.decider import PAIRING, Pairing
from services.matching.domain.places import commands as places
from services.matching.domain.places.decider import MENTOR_PLACES
from services.matching.domain.programme.decider import PROGRAMME
from services.matching.domain.programme.events import ProgrammeOpened
from shared.domain.envelope import Recorded
from shared.domain.errors import Unavailable
from shared.domain.ids import PairingId, PersonId
from shared.policies import Policy
from shared.tenancy.scope import Scope, policy_scope

if TYPE_CHECKING:
    from shared.service import Service

CONSENT_ENDED = "consent_ended"
PERMISSION_ENDED = "permission_ended"
RUNNING = ("fixed", "active", "suspended")


def _scope(policy: Policy, recorded: Recorded[Any]) -> Scope:
    return policy_scope(recorded.tenant, policy.name, recorded.id, recorded.correlation)


def _key(policy: Policy, recorded: Recorded[Any], part: str = "") -> str:
    return f"{policy.name}:{recorded.id}:{part}" if part else f"{policy.name}:{recorded.id}"


class TenantsAreScheduled(Policy):
    """The scheduler looks after every tenant that opened a programme."""

    name: ClassVar[str] = "tenants_are_scheduled"
    on: ClassVar[tuple[type, ...]] = (ProgrammeOpened,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        service.db.tenants.update_one(
            {"_id": recorded.tenant}, {"$set": {"tenant": recorded.tenant}}, upsert=True
        )


class CarryOutOrder(Policy):
    """An issued order begins and ends its pairs. Consent is asked again for each that begins; a
    pair that lost it meanwhile is suspended instead."""

    name: ClassVar[str] = "carry_out_order"
    on: ClassVar[tuple[type, ...]] = (OrderIssued,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        issued: OrderIssued = recorded.event
        scope = _scope(self, recorded)
        people = {
            id: service.handler.state(scope, PAIRING, id).state.people for id in issued.pairings
        }
        missing = candidates.without_consent(
            service, scope, (person for members in people.values() for person in members)
        )
        for id in issued.pairings:
            for person in sorted(missing & set(people[id])):
                _take_out(self, service, scope, recorded, id, CONSENT_ENDED, PersonId(person))
            if service.handler.state(scope, PAIRING, id).state.status == "fixed":
                begin = pairing.Activate(id, issued.order)
                service.handler.handle(scope, PAIRING, id, begin, key=_key(self, recorded, id))
        for gone in issued.leaving:
            leave = pairing.Leave(gone.person, gone.reason, issued.order)
            key = _key(self, recorded, f"{gone.pairing}:{gone.person}")
            service.handler.handle(scope, PAIRING, gone.pairing, leave, key=key)
        for line in issued.ending:
            end = pairing.End(line.reason, issued.order)
            service.handler.handle(
                scope, PAIRING, line.pairing, end, key=_key(self, recorded, line.pairing)
            )


class ReleasePlaces(Policy):
    """A pairing that will not be, or is over, gives its places back and frees its people."""

    name: ClassVar[str] = "release_places"
    on: ClassVar[tuple[type, ...]] = (pairing_events.PairingDropped, pairing_events.PairingEnded)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        event: pairing_events.PairingDropped | pairing_events.PairingEnded = recorded.event
        scope = _scope(self, recorded)
        key = _key(self, recorded)
        release = places.Release(recorded.key, event.reason)
        home = scope.crossing("place", event.mentor_home)
        service.handler.handle(home, MENTOR_PLACES, event.home_person, release, key=key)
        id = PairingId(recorded.key)
        for person in service.handler.state(scope, PAIRING, id).state.people:
            service.handler.handle(scope, ENROLMENT, person, enrolment.Leave(id), key=key)


class MemberIsFree(Policy):
    """Who left a group may be matched again; the mentor's place stays with the group."""

    name: ClassVar[str] = "member_is_free"
    on: ClassVar[tuple[type, ...]] = (pairing_events.MemberLeft,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        left: pairing_events.MemberLeft = recorded.event
        leave = enrolment.Leave(PairingId(recorded.key))
        scope = _scope(self, recorded)
        service.handler.handle(scope, ENROLMENT, left.person, leave, key=_key(self, recorded))


class StrikeFromDrafts(Policy):
    """A dropped pairing leaves the orders that are still drafts; issuing checks it in any case."""

    name: ClassVar[str] = "strike_from_drafts"
    on: ClassVar[tuple[type, ...]] = (pairing_events.PairingDropped,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = _scope(self, recorded)
        drafts = service.views.reader(scope, "orders").all(
            {"status": "draft", "pairings": recorded.key}
        )
        remove = order.RemoveLine(PairingId(recorded.key), recorded.event.reason)
        for draft in drafts:
            service.handler.handle(scope, ORDER, draft["id"], remove, key=_key(self, recorded))


class UndoAttempt(Policy):
    """Whoever crashed while undoing an attempt: its places are given back all the same."""

    name: ClassVar[str] = "undo_attempt"
    on: ClassVar[tuple[type, ...]] = (IssueFailed,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = _scope(self, recorded)
        attempt = issuing.attempt_of(service, scope, recorded.key)
        failed = issuing.Attempt(recorded.key, recorded.event.attempt, attempt.begin, attempt.end)
        issuing.release_all(service, scope, failed)


class StopPerson(Policy):
    """Who stopped taking part leaves drafts, and running pairs of theirs are suspended at once."""

    name: ClassVar[str] = "stop_person"
    on: ClassVar[tuple[type, ...]] = (ParticipationStopped,)
    must_not_park: ClassVar[bool] = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        stopped: ParticipationStopped = recorded.event
        scope = _scope(self, recorded)
        state = service.handler.state(scope, ENROLMENT, stopped.person).state
        for id in sorted(state.pairings):
            _take_out(self, service, scope, recorded, id, stopped.reason, stopped.person)
            if stopped.reason == PERMISSION_ENDED:
                _ask_decision(self, service, scope, recorded, id)
        if not service.views.wait_for(recorded.commit, "proposals"):
            raise Unavailable("the proposals are not up to date yet")
        drafts = service.views.reader(scope, "proposals").all(
            {"status": "draft", "people": stopped.person}
        )
        for draft in drafts:
            drop = match_run.DropPerson(stopped.person)
            service.handler.handle(scope, MATCH_RUN, draft["id"], drop, key=_key(self, recorded))


class RecheckConsent(Policy):
    """What began before a withdrawal was answered, and was stored after it, is undone here."""

    name: ClassVar[str] = "recheck_consent"
    on: ClassVar[tuple[type, ...]] = (
        pairing_events.PairingProposed,
        pairing_events.PairingActivated,
        pairing_events.PairingResumed,
    )
    must_not_park: ClassVar[bool] = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = _scope(self, recorded)
        id = PairingId(recorded.key)
        people = service.handler.state(scope, PAIRING, id).state.people
        for person in sorted(candidates.without_consent(service, scope, people)):
            _take_out(self, service, scope, recorded, id, CONSENT_ENDED, PersonId(person))


class HandOverRun(Policy):
    """What was asked for is computed by the worker; what was cancelled is let go."""

    name: ClassVar[str] = "hand_over_run"
    on: ClassVar[tuple[type, ...]] = (RunRequested, RunCancelled)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        if isinstance(recorded.event, RunRequested):
            runs.enqueue(service, recorded.tenant, recorded.key, recorded.correlation)
        else:
            runs.stop(service, recorded.tenant, recorded.key)


class RecheckDraft(Policy):
    """Who withdrew while the proposal was being computed leaves it as soon as it is there."""

    name: ClassVar[str] = "recheck_draft"
    on: ClassVar[tuple[type, ...]] = (RunProposed,)
    must_not_park: ClassVar[bool] = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = _scope(self, recorded)
        run = service.handler.state(scope, MATCH_RUN, recorded.key).state
        computed = [found.pairs for found in run.variants.values()] or [run.pairs]
        people = {person for pairs in computed for pair in pairs.values() for person in pair.people}
        for person in sorted(candidates.without_consent(service, scope, people)):
            drop = match_run.DropPerson(PersonId(person))
            key = _key(self, recorded, person)
            service.handler.handle(scope, MATCH_RUN, recorded.key, drop, key=key)


def _take_out(
    policy: Policy,
    service: Service,
    scope: Scope,
    recorded: Recorded[Any],
    id: PairingId,
    reason: str,
    person: PersonId,
) -> None:
    """Drops a pairing without an order, takes one mentee out of a group that goes on, suspends any
    other; nothing for one that is over."""
    state: Pairing = service.handler.state(scope, PAIRING, id).state
    command: pairing.Drop | pairing.Suspend | pairing.Leave
    if state.status in ("proposed", "agreed"):
        command = pairing.Drop(reason)
    elif state.status in RUNNING and person in state.mentees and len(state.mentees) > 1:
        command = pairing.Leave(person, reason)
    elif state.status in ("fixed", "active"):
        command = pairing.Suspend(reason)
    else:
        return
    key = _key(policy, recorded, f"{id}:{person}")
    service.handler.handle(scope, PAIRING, id, command, key=key)


def _ask_decision(
    policy: Policy, service: Service, scope: Scope, recorded: Recorded[Any], id: PairingId
) -> None:
    """The running pair stands still; within the programme's time somebody ends or keeps it."""
    terms = service.handler.state(scope, PAIRING, id).state.terms
    if terms is None:
        return
    programme = service.handler.state(scope, PROGRAMME, terms.programme).state
    due = service.clock.today() + timedelta(days=programme.decision_days)
    ask = pairing.AskDecision(PERMISSION_ENDED, due)
    service.handler.handle(scope, PAIRING, id, ask, key=_key(policy, recorded, id))


POLICIES: tuple[Policy, ...] = (
    TenantsAreScheduled(),
    CarryOutOrder(),
    ReleasePlaces(),
    MemberIsFree(),
    StrikeFromDrafts(),
    UndoAttempt(),
    StopPerson(),
    RecheckConsent(),
    HandOverRun(),
    RecheckDraft(),
)
