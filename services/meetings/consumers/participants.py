"""Withdrawn consents and erasures: what was held for the purpose is dark here too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from services.meetings.application import letters
from services.meetings.application.attachments import destroy_files
from shared.bus.port import Received
from shared.contracts import participants as messages
from shared.domain.errors import ConsentMissing
from shared.policies import Reaction
from shared.tenancy.scope import policy_scope

if TYPE_CHECKING:
    from shared.service import Service


class Forget(Reaction):
    """Destroys keys, which may be done again and again. Where a new consent was given before the
    withdrawal was heard here, the gate says so and the new consent's key is left alone."""

    name: ClassVar[str] = "forget"
    on: ClassVar[tuple[type, ...]] = (messages.ConsentEnded, messages.PersonErased)

    def react(self, service: Service, received: Received[Any]) -> None:
        match received.message:
            case messages.PersonErased(person):
                service.vault.erase(received.tenant, person)
                destroy_files(service, received.tenant, person)
                letters.destroy(service.db, received.tenant, person)
            case messages.ConsentEnded(person, purpose):
                scope = policy_scope(received.tenant, self.name, received.id, received.correlation)
                try:
                    service.gate.require(scope, purpose, [person])
                except ConsentMissing:
                    service.vault.shred(received.tenant, person, purpose)
                    if purpose == "participation":
                        destroy_files(service, received.tenant, person)


REACTIONS: tuple[Reaction, ...] = (Forget(),)
