"""What falls when a purpose ends or a person is erased; every step may run again."""

from __future__ import annotations

from services.participants.application.people import opened
from services.participants.application.scans import destroy_scans
from services.participants.domain.assessment import commands as assessments
from services.participants.domain.assessment.commands import assessment_id, programme_id
from services.participants.domain.assessment.decider import ASSESSMENT
from services.participants.domain.measurement import commands as measurements
from services.participants.domain.measurement.commands import measurement_id
from services.participants.domain.measurement.decider import MEASUREMENT
from services.participants.domain.mentee import commands as mentees
from services.participants.domain.mentee.commands import mentee_id
from services.participants.domain.mentee.decider import MENTEE
from services.participants.domain.mentor_profile import commands as profiles
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.mentor_profile.events import UnlistReason
from services.participants.domain.person.decider import PERSON
from services.participants.domain.pseudonym.commands import pseudonym_id
from services.participants.domain.pseudonym.decider import PSEUDONYM
from shared.domain.ids import PersonId
from shared.service import Service
from shared.tenancy.scope import Scope


def leave_bases(
    service: Service,
    scope: Scope,
    person: PersonId,
    *,
    key: str,
    mentee_reason: mentees.WithdrawReason,
    mentor_reason: UnlistReason,
) -> None:
    """Out of both bases in every year; cards elsewhere follow from the mentor's unlisting."""
    state = service.handler.state(scope, PERSON, person).state
    for year in sorted({year for _, year in state.candidacies}):
        id = mentee_id(person, year)
        if service.handler.state(scope, MENTEE, id).version:
            service.handler.handle(scope, MENTEE, id, mentees.Withdraw(mentee_reason), key=key)
    if service.handler.state(scope, MENTOR_PROFILE, person).version:
        service.handler.handle(
            scope, MENTOR_PROFILE, person, profiles.Unlist(mentor_reason), key=key
        )


def drop_measurements(service: Service, scope: Scope, person: PersonId, *, key: str) -> None:
    """While the pseudonym can still be read: reporting drops the values behind it."""
    state = service.handler.state(scope, PERSON, person).state
    for year in sorted({year for _, year in state.candidacies}):
        programme = programme_id(scope.tenant, year)
        drawn = service.handler.state(scope, PSEUDONYM, pseudonym_id(person, programme)).state
        pseudonym = opened(service, scope, drawn.pseudonym)
        for stage in (1, 2):
            if pseudonym:
                id = measurement_id(pseudonym, stage)
                service.handler.handle(scope, MEASUREMENT, id, measurements.Erase(), key=key)
            for role in ("mentee", "mentor"):
                measured = assessment_id(person, programme, role, stage)
                if service.handler.state(scope, ASSESSMENT, measured).version:
                    service.handler.handle(scope, ASSESSMENT, measured, assessments.Drop(), key=key)


def forget_purpose(
    service: Service, scope: Scope, person: PersonId, purpose: str, *, key: str = ""
) -> None:
    """What hangs on the purpose is taken back, then its key is destroyed. ``key`` is that of the
    commands, one a request by default."""
    if purpose == "participation":
        key = key or f"forget:{scope.correlation}"
        leave_bases(
            service,
            scope,
            person,
            key=key,
            mentee_reason="consent_ended",
            mentor_reason="refused",
        )
        drop_measurements(service, scope, person, key=key)
    service.vault.shred(scope.tenant, person, purpose)
    destroy_scans(service, scope.tenant, person, purpose)
