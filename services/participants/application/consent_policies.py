"""What the end of a consent, coming of age and erasure mean for everything else."""

from __future__ import annotations

from typing import Any, ClassVar

from services.participants.application import erasing
from services.participants.application.catalogue import refresh_entry
from services.participants.application.scans import destroy_scans
from services.participants.application.sharing import receivers_of, refresh_card
from services.participants.application.withdrawal import drop_measurements, leave_bases
from services.participants.domain.consent import commands as consents
from services.participants.domain.consent.commands import consent_id
from services.participants.domain.consent.decider import CONSENT
from services.participants.domain.consent.events import (
    ConsentExpired,
    ConsentOutgrown,
    ConsentWithdrawn,
)
from services.participants.domain.erasure.events import ErasureCompleted
from services.participants.domain.mentor_profile import commands as profiles
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.mentor_record import commands as records
from services.participants.domain.mentor_record.commands import entry_id
from services.participants.domain.mentor_record.decider import MENTOR_RECORD
from services.participants.domain.person.events import CameOfAge, PersonErased
from services.participants.domain.sharing_permission import commands as permissions
from services.participants.domain.sharing_permission.commands import permission_id
from services.participants.domain.sharing_permission.decider import SHARING_PERMISSION
from shared.domain.envelope import Recorded
from shared.domain.ids import PersonId
from shared.domain.purposes import CONSENT_PURPOSES
from shared.policies import Policy
from shared.service import Service
from shared.tenancy.scope import Scope, policy_scope


class EndedConsentsEmptyTheBases(Policy):
    """Participation ended: out of the bases, measurements dropped, the key gone where it was a
    withdrawal. Sharing ended: every permission is revoked."""

    name = "ended_consents_empty_the_bases"
    on: ClassVar[tuple[type, ...]] = (ConsentWithdrawn, ConsentExpired, ConsentOutgrown)
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        event = recorded.event
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        consent = service.handler.state(scope, CONSENT, consent_id(event.person, event.purpose))
        if consent.version > recorded.version and consent.state.status == "given":
            return  # given anew; giving has cleared what was left
        key = f"{self.name}:{recorded.id}"
        withdrawn = isinstance(event, ConsentWithdrawn)
        if event.purpose == "participation":
            leave_bases(
                service,
                scope,
                event.person,
                key=key,
                mentee_reason="consent_ended",
                mentor_reason="refused",
            )
            if withdrawn:
                drop_measurements(service, scope, event.person, key=key)
        if event.purpose == "sharing":
            for school in receivers_of(service, scope, event.person):
                id = permission_id(event.person, school)
                if service.handler.state(scope, SHARING_PERMISSION, id).state.status == "permitted":
                    command = permissions.Revoke()
                    service.handler.handle(scope, SHARING_PERMISSION, id, command, key=key)
        if withdrawn:
            service.vault.shred(recorded.tenant, event.person, event.purpose)
            destroy_scans(service, recorded.tenant, event.person, event.purpose)


class AdulthoodEndsGuardiansConsents(Policy):
    name = "adulthood_ends_guardians_consents"
    on: ClassVar[tuple[type, ...]] = (CameOfAge,)
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        _end_consents(
            service,
            scope,
            recorded.event.person,
            consents.Outgrow(),
            key=f"{self.name}:{recorded.id}",
        )


class ErasureReachesEverything(Policy):
    """Streams here, cards at other schools, the catalogue, and last of all the keys.

    First it is written down who has to confirm; what is done here is confirmed here, the other
    services answer by message.
    """

    name = "erasure_reaches_everything"
    on: ClassVar[tuple[type, ...]] = (PersonErased,)
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        person: PersonId = recorded.event.person
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        key = f"{self.name}:{recorded.id}"
        places = erasing.begin(service, scope, person, key=key)
        _end_consents(service, scope, person, consents.Erase(), key=key)
        leave_bases(service, scope, person, key=key, mentee_reason="erased", mentor_reason="erased")
        drop_measurements(service, scope, person, key=key)
        if service.handler.state(scope, MENTOR_PROFILE, person).version:
            leave = profiles.Leave("erased")
            service.handler.handle(scope, MENTOR_PROFILE, person, leave, key=key)
            service.handler.handle(scope, MENTOR_RECORD, person, records.LeaveCatalogue(), key=key)
        if entry_id(scope.tenant, person) in {place.subject for place in places}:
            refresh_entry(service, scope, person, key=key)
        for school in receivers_of(service, scope, person):
            service.handler.handle(
                scope,
                SHARING_PERMISSION,
                permission_id(person, school),
                permissions.Erase(),
                key=key,
            )
            refresh_card(service, scope, person, school, reason="erased", key=key)
        service.db.lookup.delete_many({"tenant": recorded.tenant, "person": person})
        destroy_scans(service, recorded.tenant, person)
        service.vault.erase(recorded.tenant, person)
        for place in places:
            if place.service == erasing.OWN:
                confirmed = f"{key}:{place.tenant}:{place.subject}"
                erasing.confirm(service, scope, person, place, key=confirmed)


class CertificatesAreSigned(Policy):
    """When all have confirmed."""

    name = "certificates_are_signed"
    on: ClassVar[tuple[type, ...]] = (ErasureCompleted,)
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        key = f"{self.name}:{recorded.id}"
        erasing.sign(service, scope, recorded.event.person, key=key)


def _end_consents(
    service: Service, scope: Scope, person: PersonId, command: Any, *, key: str
) -> None:
    for purpose in CONSENT_PURPOSES:
        id = consent_id(person, purpose)
        if service.handler.state(scope, CONSENT, id).version:
            service.handler.handle(scope, CONSENT, id, command, key=f"{key}:{purpose}")
