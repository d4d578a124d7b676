"""Consent asked again of what is stored: a withdrawal may have been answered in between."""

from __future__ import annotations

from typing import Any, ClassVar

from services.participants.application.withdrawal import forget_purpose
from services.participants.domain.assessment.events import AssessmentCorrected, AssessmentRecorded
from services.participants.domain.interview.events import ProtocolWritten
from services.participants.domain.mentee.events import (
    MenteeAdmitted,
    MentoringRequested,
    PrioritySet,
)
from services.participants.domain.mentor_profile.events import MentorListed
from services.participants.domain.questionnaire_response.events import ResponseAnswered
from services.participants.domain.sharing_permission import commands as permissions
from services.participants.domain.sharing_permission.decider import SHARING_PERMISSION
from services.participants.domain.sharing_permission.events import SharingPermitted
from shared.domain.envelope import Recorded
from shared.domain.ids import PersonId
from shared.http.gate import unconsented
from shared.policies import Policy
from shared.service import Service
from shared.tenancy.scope import Scope, policy_scope


class LateWritesAreUndone(Policy):
    """What passed the gate before a withdrawal and was stored after it: out of the bases again, and
    dark, for sealing it had made a new key."""

    name = "late_writes_are_undone"
    on: ClassVar[tuple[type, ...]] = (
        ResponseAnswered,
        ProtocolWritten,
        AssessmentRecorded,
        AssessmentCorrected,
        MentoringRequested,
        MenteeAdmitted,
        PrioritySet,
        MentorListed,
    )
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        person: PersonId = recorded.event.person
        purpose: str = getattr(recorded.event, "purpose", "participation")
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        if not _consents(service, scope, purpose, person):
            key = f"{self.name}:{recorded.id}"
            forget_purpose(service, scope, person, purpose, key=key)


class LatePermissionsAreRevoked(Policy):
    """A permission that was given while the consent for sharing was being withdrawn."""

    name = "late_permissions_are_revoked"
    on: ClassVar[tuple[type, ...]] = (SharingPermitted,)
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        if _consents(service, scope, "sharing", recorded.event.mentor):
            return
        if (
            service.handler.state(scope, SHARING_PERMISSION, recorded.key).state.status
            != "permitted"
        ):
            return
        key = f"{self.name}:{recorded.id}"
        service.handler.handle(
            scope, SHARING_PERMISSION, recorded.key, permissions.Revoke(), key=key
        )


def _consents(service: Service, scope: Scope, purpose: str, person: PersonId) -> bool:
    return not unconsented(service.gate, scope, purpose, [person])
