"""“When X happened, do Y” inside participants; every command's key names policy and event."""

from __future__ import annotations

from typing import Any, ClassVar

from services.participants.application.check_policies import ListingsFollowTheCheck
from services.participants.application.company_policies import (
    LeavingEndsWhatWasPermitted,
    StandingReachesTheCompany,
)
from services.participants.application.consent_copies import EndedConsentsTakeTheirCopiesBack
from services.participants.application.consent_policies import (
    AdulthoodEndsGuardiansConsents,
    CertificatesAreSigned,
    EndedConsentsEmptyTheBases,
    ErasureReachesEverything,
)
from services.participants.application.duplicate_policies import DUPLICATE_POLICIES
from services.participants.application.mentor_index_policies import MentorsCanBeFound
from services.participants.application.rechecking import (
    LatePermissionsAreRevoked,
    LateWritesAreUndone,
)
from services.participants.application.search import NamesCanBeFound
from services.participants.application.selection_policies import BookingsEndWithTheConsent
from services.participants.application.service_policies import HoursReachTheHome
from services.participants.application.sharing_policies import (
    AnswersReturnToTheSchool,
    CardsFollowTheHome,
    CatalogueFollowsTheHome,
    RequestsReachTheHome,
)
from services.participants.application.staff_policies import SuccessorsTakeTheRole
from services.participants.application.standing import (
    LimitsBindPermissions,
    StandingPermissionsAnswer,
)
from services.participants.application.transfer_policies import TRANSFER_POLICIES
from services.participants.domain.interview.events import InterviewDecided
from services.participants.domain.mentee import commands as mentees
from services.participants.domain.mentee.commands import mentee_id
from services.participants.domain.mentee.decider import MENTEE
from services.participants.domain.mentor_profile import commands as profiles
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.organisation.events import (
    OrganisationEntered,
    OrganisationRegistered,
)
from services.participants.domain.questionnaire_response.events import (
    ResponseAnswered,
    ResponseStruck,
)
from shared.domain.envelope import Recorded
from shared.policies import Policy
from shared.service import Service
from shared.tenancy.scope import policy_scope


class TenantsAreScheduled(Policy):
    """The scheduler looks after every organisation that entered the cell."""

    name = "tenants_are_scheduled"
    on: ClassVar[tuple[type, ...]] = (OrganisationEntered, OrganisationRegistered)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        service.db.tenants.update_one(
            {"_id": recorded.tenant}, {"$set": {"tenant": recorded.tenant}}, upsert=True
        )


class AnswersAskForMentoring(Policy):
    """A mentee's answered questionnaire is a request; a struck one takes it back."""

    name = "answers_ask_for_mentoring"
    on: ClassVar[tuple[type, ...]] = (ResponseAnswered, ResponseStruck)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        event = recorded.event
        if event.kind != "mentee":
            return
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        id = mentee_id(event.person, event.year)
        command: mentees.MenteeCommand
        if isinstance(event, ResponseAnswered):
            command = mentees.Request(event.person, event.year, recorded.key)
        elif service.handler.state(scope, MENTEE, id).state.status not in (
            "requested",
            "admitted",
        ):
            return
        else:
            command = mentees.Return("incomplete")
        service.handler.handle(scope, MENTEE, id, command, key=f"{self.name}:{recorded.id}")


class RefusedMentorsLeaveTheBase(Policy):
    """An interview that ends with a refusal takes the mentor out of the base."""

    name = "refused_mentors_leave_the_base"
    on: ClassVar[tuple[type, ...]] = (InterviewDecided,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        event = recorded.event
        if event.decision != "refuse":
            return
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        if service.handler.state(scope, MENTOR_PROFILE, event.person).version:
            command = profiles.Unlist("refused")
            key = f"{self.name}:{recorded.id}"
            service.handler.handle(scope, MENTOR_PROFILE, event.person, command, key=key)


POLICIES: tuple[Policy, ...] = (
    TenantsAreScheduled(),
    AnswersAskForMentoring(),
    RefusedMentorsLeaveTheBase(),
    EndedConsentsEmptyTheBases(),
    AdulthoodEndsGuardiansConsents(),
    ErasureReachesEverything(),
    CertificatesAreSigned(),
    CardsFollowTheHome(),
    CatalogueFollowsTheHome(),
    RequestsReachTheHome(),
    StandingPermissionsAnswer(),
    LimitsBindPermissions(),
    AnswersReturnToTheSchool(),
    NamesCanBeFound(),
    MentorsCanBeFound(),
    ListingsFollowTheCheck(),
    LateWritesAreUndone(),
    LatePermissionsAreRevoked(),
    StandingReachesTheCompany(),
    LeavingEndsWhatWasPermitted(),
    SuccessorsTakeTheRole(),
    HoursReachTheHome(),
    *TRANSFER_POLICIES,
    *DUPLICATE_POLICIES,
    BookingsEndWithTheConsent(),
    EndedConsentsTakeTheirCopiesBack(),
)
