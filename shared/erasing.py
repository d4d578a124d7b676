"""How a service ends its part of an erasure: keys first, then the word that they are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from shared.bus.port import Received
from shared.contracts.participants import PersonErased
from shared.domain.erasing import SUBJECT, ConfirmErased
from shared.policies import Reaction
from shared.tenancy.scope import policy_scope

if TYPE_CHECKING:
    from shared.service import Service


class ConfirmErasure(Reaction):
    """The last reaction of a service to an erasure: it runs only when those before it succeeded.

    Destroying a key again and confirming again change nothing.
    """

    name: ClassVar[str] = "confirm_erasure"
    on: ClassVar[tuple[type, ...]] = (PersonErased,)

    def react(self, service: Service, received: Received[Any]) -> None:
        subject = received.message.person
        scope = policy_scope(received.tenant, self.name, received.id, received.correlation)
        service.vault.erase(received.tenant, subject)
        kept = tuple(service.definition.keeps(service, scope, subject))
        service.handler.handle(
            scope, SUBJECT, subject, ConfirmErased(subject, kept), key=f"{self.name}:{received.id}"
        )
