"""What the other services say of an erasure, as commands to its process at the person's home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from services.participants.application import erasing
from services.participants.domain.erasure.events import Place
from services.participants.domain.mentor_card.decider import MENTOR_CARD
from shared.bus.port import Received
from shared.contracts.erasure import SubjectErased
from shared.domain.ids import PersonId
from shared.policies import Reaction
from shared.tenancy.scope import Scope, policy_scope

if TYPE_CHECKING:
    from shared.service import Service


class ErasuresAreConfirmed(Reaction):
    """A card confirms to its home, which alone knows the person behind it."""

    name: ClassVar[str] = "erasures_are_confirmed"
    on: ClassVar[tuple[type, ...]] = (SubjectErased,)

    def react(self, service: Service, received: Received[Any]) -> None:
        message: SubjectErased = received.message
        here = policy_scope(received.tenant, self.name, received.id, received.correlation)
        home, person = _home_of(service, here, message.subject)
        place = Place(received.tenant, received.topic.split(".", 1)[0], message.subject)
        # Ids are unique in a topic: the same command gave all three services the same one.
        key = f"{self.name}:{received.topic}:{received.id}"
        erasing.confirm(service, home, person, place, key=key, kept=message.kept)


def _home_of(service: Service, here: Scope, subject: PersonId) -> tuple[Scope, PersonId]:
    shown = service.handler.state(here, MENTOR_CARD, subject).state.shown
    if shown is None:
        return here, subject
    return here.crossing("erasure_confirmed", to=shown.home), shown.home_person


REACTIONS: tuple[Reaction, ...] = (ErasuresAreConfirmed(),)
