"""What reporting says, as commands here: an award reaches the home of a mentor from elsewhere, and so
does that it was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from services.participants.application.service_policies import permits
from services.participants.domain.mentor_card.decider import MENTOR_CARD
from services.participants.domain.mentor_service import commands
from services.participants.domain.mentor_service.decider import MENTOR_SERVICE
from shared.bus.port import Received
from shared.contracts import reporting as messages
from shared.policies import Reaction
from shared.tenancy.scope import policy_scope

if TYPE_CHECKING:
    from shared.service import Service


class AwardsReachTheHome(Reaction):
    """What the home was told is corrected even after the mentor has ended the permission to tell."""

    name: ClassVar[str] = "awards_reach_the_home"
    on: ClassVar[tuple[type, ...]] = (messages.AwardGiven, messages.AwardRevoked)

    def react(self, service: Service, received: Received[Any]) -> None:
        award = received.message
        school = policy_scope(received.tenant, self.name, received.id, received.correlation)
        card = service.handler.state(school, MENTOR_CARD, award.mentor).state.shown
        if card is None:
            return
        home, person = school.crossing("hours_and_awards", to=card.home), card.home_person
        permitted = permits(service, home, person, school)
        command: commands.TellAward | commands.TakeAwardBack
        if isinstance(award, messages.AwardRevoked):
            command = commands.TakeAwardBack(
                person, school.tenant, award.award, award.year, not permitted
            )
        elif permitted:
            command = commands.TellAward(person, school.tenant, award.award, award.year)
        else:
            return
        key = f"{self.name}:{received.id}"
        service.handler.handle(home, MENTOR_SERVICE, person, command, key=key)


REACTIONS: tuple[Reaction, ...] = (AwardsReachTheHome(),)
