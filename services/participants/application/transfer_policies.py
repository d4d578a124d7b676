"""What crosses when a child changes school, and what it means on either side."""

from __future__ import annotations

from typing import Any, ClassVar

from services.participants.application.people import opened
from services.participants.application.registering import register_person
from services.participants.application.transferring import offer_of
from services.participants.application.withdrawal import leave_bases
from services.participants.domain.ages import parse_birth_date
from services.participants.domain.arrival import commands as arrivals
from services.participants.domain.arrival.decider import ARRIVAL
from services.participants.domain.arrival.events import (
    ArrivalAccepted,
    ArrivalDeclined,
    ArrivalOffered,
    ArrivalWithdrawn,
)
from services.participants.domain.guardianship import commands as guardianships
from services.participants.domain.guardianship.commands import guardianship_id
from services.participants.domain.guardianship.decider import GUARDIANSHIP
from services.participants.domain.person import commands as people
from services.participants.domain.person.decider import PERSON
from services.participants.domain.person.events import PersonErased
from services.participants.domain.transfer import commands
from services.participants.domain.transfer.decider import TRANSFER
from services.participants.domain.transfer.events import (
    TransferAccepted,
    TransferCancelled,
    TransferConfirmed,
)
from shared.domain.envelope import Recorded
from shared.domain.errors import Unavailable
from shared.policies import Policy
from shared.service import Service
from shared.tenancy.scope import Scope, policy_scope


class ConfirmedTransfersReachTheSchool(Policy):
    """What the guardian confirmed, as one event in the receiving school."""

    name = "confirmed_transfers_reach_the_school"
    on: ClassVar[tuple[type, ...]] = (TransferConfirmed,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        old = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        transfer = service.handler.state(old, TRANSFER, recorded.key).state
        if transfer.status != "confirmed" or transfer.terms is None:
            return  # cancelled meanwhile
        if service.handler.state(old, PERSON, transfer.terms.child).state.erased:
            return
        new = old.crossing("mentee_transfer", to=transfer.terms.to)
        if service.handler.state(new, ARRIVAL, recorded.key).version:
            return  # offered before a crash
        offer = offer_of(service, old, transfer)
        if offer is not None:
            key = f"{self.name}:{recorded.id}"
            service.handler.handle(new, ARRIVAL, recorded.key, offer, key=key)


class CancelledTransfersAreTakenBack(Policy):
    """Cancelled by the school, or because the child was erased, before it was answered."""

    name = "cancelled_transfers_are_taken_back"
    on: ClassVar[tuple[type, ...]] = (TransferCancelled, PersonErased)
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        old = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        key = f"{self.name}:{recorded.id}"
        if isinstance(recorded.event, PersonErased):
            self._cancel_all(service, old, recorded, key)
            return
        new = old.crossing("mentee_transfer", to=recorded.event.to)
        if service.handler.state(new, ARRIVAL, recorded.key).version:
            service.handler.handle(new, ARRIVAL, recorded.key, arrivals.Withdraw(), key=key)

    @staticmethod
    def _cancel_all(service: Service, old: Scope, recorded: Recorded[Any], key: str) -> None:
        if not service.views.wait_for(recorded.commit, "transfers"):
            raise Unavailable("the transfers are not up to date yet")
        waiting = {"child": recorded.event.person, "status": {"$in": ["started", "confirmed"]}}
        for row in service.views.reader(old, "transfers").all(waiting):
            service.handler.handle(old, TRANSFER, row["id"], commands.Cancel(), key=key)


class AnswersReturnToTheOldSchool(Policy):
    name = "answers_return_to_the_old_school"
    on: ClassVar[tuple[type, ...]] = (ArrivalAccepted, ArrivalDeclined)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        new = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        old = new.crossing("mentee_transfer", to=recorded.event.home)
        accepted = isinstance(recorded.event, ArrivalAccepted)
        command = commands.Complete(accepted, recorded.recorded_at.date())
        key = f"{self.name}:{recorded.id}"
        service.handler.handle(old, TRANSFER, recorded.key, command, key=key)


class AcceptedChildrenEnterTheRegister(Policy):
    """Name and class on the school's own basis; nothing is processed before a new consent. Who is
    guardian has to be seen on a document here too, so the link is not confirmed."""

    name = "accepted_children_enter_the_register"
    on: ClassVar[tuple[type, ...]] = (ArrivalAccepted,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        offer = service.handler.state(scope, ARRIVAL, recorded.key).state.offer
        if offer is None:
            return
        key = f"{self.name}:{recorded.id}"
        name = opened(service, scope, offer.name)
        if name:
            birth_date = parse_birth_date(opened(service, scope, offer.birth_date))
            contact = opened(service, scope, offer.contact) or ""
            register_person(
                service, scope, offer.person,
                name=name, birth_date=birth_date, contact=contact, key=key,
            )  # fmt: skip
            self._guardian(service, scope, offer, key)

    @staticmethod
    def _guardian(service: Service, scope: Scope, offer: ArrivalOffered, key: str) -> None:
        name = opened(service, scope, offer.guardian_name)
        if not name:
            return
        contact = opened(service, scope, offer.guardian_contact) or ""
        register_person(
            service, scope, offer.guardian, name=name, birth_date=None, contact=contact, key=key
        )
        link = guardianships.Link(offer.guardian, offer.person)
        id = guardianship_id(offer.guardian, offer.person)
        service.handler.handle(scope, GUARDIANSHIP, id, link, key=key)


class TransferredChildrenLeaveTheBases(Policy):
    """At the old school the history stays; bases and lists are left, and matching is told, which
    suspends running pairs until the coordinator decides."""

    name = "transferred_children_leave_the_bases"
    on: ClassVar[tuple[type, ...]] = (TransferAccepted,)
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        child = recorded.event.child
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        state = service.handler.state(scope, PERSON, child).state
        if state.erased:
            return
        key = f"{self.name}:{recorded.id}"
        leave_bases(
            service, scope, child, key=key, mentee_reason="left_school", mentor_reason="left"
        )
        for role, year in sorted(state.candidacies):
            remove = people.RemoveCandidate(role, year)
            service.handler.handle(scope, PERSON, child, remove, key=f"{key}:{role}:{year}")


class DeclinedArrivalsAreForgotten(Policy):
    """What came with a child whom the school did not take goes dark."""

    name = "declined_arrivals_are_forgotten"
    on: ClassVar[tuple[type, ...]] = (ArrivalDeclined, ArrivalWithdrawn)
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        service.vault.erase(recorded.tenant, recorded.event.person)
        service.vault.erase(recorded.tenant, recorded.event.guardian)


TRANSFER_POLICIES: tuple[Policy, ...] = (
    ConfirmedTransfersReachTheSchool(),
    CancelledTransfersAreTakenBack(),
    AnswersReturnToTheOldSchool(),
    AcceptedChildrenEnterTheRegister(),
    TransferredChildrenLeaveTheBases(),
    DeclinedArrivalsAreForgotten(),
)
