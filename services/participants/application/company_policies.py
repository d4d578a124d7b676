"""What an application, a verification and a company's leaving mean elsewhere."""

from __future__ import annotations

from typing import Any, ClassVar

from services.participants.application.people import opened
from services.participants.application.sharing import receivers_of
from services.participants.domain.mentor_profile import commands as profiles
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.mentor_profile.events import MentorListed
from services.participants.domain.organisation import commands
from services.participants.domain.organisation.decider import ORGANISATION
from services.participants.domain.organisation.events import CompanyApplied, StandingChanged
from services.participants.domain.sharing_permission import commands as permissions
from services.participants.domain.sharing_permission.commands import permission_id
from services.participants.domain.sharing_permission.decider import SHARING_PERMISSION
from services.participants.domain.sharing_permission.events import SharingPermitted
from shared.domain.envelope import Recorded
from shared.domain.errors import Unavailable
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.policies import Policy
from shared.service import Service
from shared.tenancy.scope import Scope, policy_scope


class StandingReachesTheCompany(Policy):
    """From the municipality's record to the company's own tenant, where its commands look."""

    name = "standing_reaches_the_company"
    on: ClassVar[tuple[type, ...]] = (CompanyApplied, StandingChanged)
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        event = recorded.event
        if recorded.tenant == event.organisation:
            return
        council = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        company = council.crossing("organisation_standing", to=event.organisation)
        key = f"{self.name}:{recorded.id}"
        if isinstance(event, CompanyApplied):
            enter = commands.Enter(
                event.organisation, "company", event.municipality, event.name, "applied"
            )
            service.handler.handle(company, ORGANISATION, event.organisation, enter, key=key)
            again = commands.ChangeStanding("applied", Personal.of(""), recorded.recorded_at.date())
            service.handler.handle(company, ORGANISATION, event.organisation, again, key=key)
        else:
            reason = opened(service, council, event.reason) or ""
            follow = commands.ChangeStanding(event.standing, Personal.of(reason), event.on)
            service.handler.handle(company, ORGANISATION, event.organisation, follow, key=key)


class LeavingEndsWhatWasPermitted(Policy):
    """A company left: every mentor's permissions end and the mentor leaves the base, also where
    either was stored while the company was leaving. Schools hear of it as of any revocation."""

    name = "leaving_ends_what_was_permitted"
    on: ClassVar[tuple[type, ...]] = (StandingChanged, SharingPermitted, MentorListed)
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        own = service.handler.state(scope, ORGANISATION, recorded.tenant).state
        if own.standing != "left":
            return
        event, key = recorded.event, f"{self.name}:{recorded.id}"
        if isinstance(event, SharingPermitted | MentorListed):
            mentor = event.mentor if isinstance(event, SharingPermitted) else event.person
            self._stop(service, scope, mentor, key)
        elif recorded.tenant == event.organisation:
            if not service.views.wait_for(recorded.commit, "mentors"):
                raise Unavailable("the base of mentors is not up to date yet")
            for row in service.views.reader(scope, "mentors").all({"own": True}):
                self._stop(service, scope, PersonId(row["id"]), key)

    @staticmethod
    def _stop(service: Service, scope: Scope, mentor: PersonId, key: str) -> None:
        for school in receivers_of(service, scope, mentor):
            id = permission_id(mentor, school)
            if service.handler.state(scope, SHARING_PERMISSION, id).state.status == "permitted":
                revoke = permissions.Revoke()
                service.handler.handle(scope, SHARING_PERMISSION, id, revoke, key=key)
        unlist = profiles.Unlist("left")
        service.handler.handle(scope, MENTOR_PROFILE, mentor, unlist, key=key)
