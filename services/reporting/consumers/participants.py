"""What participants says, as commands here: who stops, who is erased, which schools there are."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import TYPE_CHECKING, Any, ClassVar

from services.reporting.application.pictures import destroy_pictures
from services.reporting.application.public_page import purpose_of
from services.reporting.domain.case import commands as cases
from services.reporting.domain.case.decider import CASE
from services.reporting.domain.publication import commands as publications
from services.reporting.domain.publication.decider import PUBLICATION
from services.reporting.domain.roadmap import commands as roadmaps
from services.reporting.domain.roadmap.decider import ROADMAP
from shared.bus.port import Received
from shared.contracts import participants as messages
from shared.domain.purposes import PUBLICATION_PURPOSES
from shared.policies import Reaction
from shared.tenancy.scope import Scope, policy_scope

if TYPE_CHECKING:
    from shared.domain.decider import Decider
    from shared.service import Service

FORGOTTEN = ("withdrawn", "erased")
"""After an expiry or an 18th birthday a new consent may follow: nothing is told, nothing burnt."""


class StopTelling(Reaction):
    """Keys go first, so that nothing can be shown whatever happens next; then what was public or
    approved is withdrawn."""

    name: ClassVar[str] = "stop_telling"
    on: ClassVar[tuple[type, ...]] = (messages.ConsentEnded, messages.PersonErased)

    def react(self, service: Service, received: Received[Any]) -> None:
        match received.message:
            case messages.PersonErased(person):
                service.vault.erase(received.tenant, person)
                destroy_pictures(service, received.tenant, person)
                self._withdraw_publications(service, received, person, PUBLICATION_PURPOSES)
                self._withdraw_cases(service, received, person)
            case messages.ConsentEnded(person, purpose, reason) if purpose in PUBLICATION_PURPOSES:
                _forget(service, received, reason)
                self._withdraw_publications(service, received, person, {purpose})
            case messages.ConsentEnded(person, "participation", reason):
                _forget(service, received, reason)
                self._withdraw_cases(service, received, person)

    def _withdraw_publications(
        self, service: Service, received: Received[Any], person: str, purposes: Set[str]
    ) -> None:
        named = self._naming(service, received, "public_page", person)
        found = [document["id"] for document in named if purpose_of(document) in purposes]
        self._handle(service, received, PUBLICATION, found, publications.Withdraw)

    def _withdraw_cases(self, service: Service, received: Received[Any], person: str) -> None:
        found = [d["id"] for d in self._naming(service, received, "cases", person)]
        self._handle(service, received, CASE, found, cases.Withdraw)

    def _naming(
        self, service: Service, received: Received[Any], view: str, person: str
    ) -> list[dict[str, Any]]:
        reader = service.views.reader(self._scope(received), view)
        return reader.all({"people": person, "status": {"$ne": "withdrawn"}})

    def _handle(
        self,
        service: Service,
        received: Received[Any],
        decider: Decider[Any, Any, Any],
        ids: Iterable[str],
        withdraw: type,
    ) -> None:
        erased = isinstance(received.message, messages.PersonErased)
        reason = "erased" if erased else "consent_ended"
        for id in ids:
            service.handler.handle(
                self._scope(received), decider, id, withdraw(reason),
                key=f"{self.name}:{received.id}",
            )  # fmt: skip

    def _scope(self, received: Received[Any]) -> Scope:
        return policy_scope(received.tenant, self.name, received.id, received.correlation)


def _forget(service: Service, received: Received[Any], reason: str) -> None:
    if reason in FORGOTTEN:
        message = received.message
        service.vault.shred(received.tenant, message.person, message.purpose)


class ItemsFollowTheSuccessor(Reaction):
    """Roadmap items in the charge of somebody who hands their work over go with it."""

    name: ClassVar[str] = "items_follow_the_successor"
    on: ClassVar[tuple[type, ...]] = (messages.WorkHandedOver,)

    def react(self, service: Service, received: Received[Any]) -> None:
        message = received.message
        scope = policy_scope(received.tenant, self.name, received.id, received.correlation)
        command = roadmaps.HandOver(message.giver, message.receiver)
        for plan in service.views.reader(scope, "roadmaps").all():
            service.handler.handle(
                scope, ROADMAP, plan["id"], command, key=f"{self.name}:{received.id}"
            )


class SchoolsAreCounted(Reaction):
    """The scheduler counts every school for the municipality that registered it."""

    name: ClassVar[str] = "schools_are_counted"
    on: ClassVar[tuple[type, ...]] = (messages.OrganisationRegistered,)

    def react(self, service: Service, received: Received[Any]) -> None:
        message = received.message
        if message.kind == "school" and received.tenant == message.municipality:
            service.db.schools.update_one(
                {"_id": message.organisation},
                {"$set": {"municipality": message.municipality}},
                upsert=True,
            )


REACTIONS: tuple[Reaction, ...] = (
    StopTelling(),
    ItemsFollowTheSuccessor(),
    SchoolsAreCounted(),
)
