"""Who has to confirm an erasure, and what the certificate says when all have."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any, Final

from services.participants.application.sharing import receivers_of
from services.participants.domain.catalogue_entry.decider import CATALOGUE_ENTRY
from services.participants.domain.erasure import commands
from services.participants.domain.erasure.decider import ERASURE, Erasure
from services.participants.domain.erasure.events import Place
from services.participants.domain.mentor_card.decider import MENTOR_CARD
from services.participants.domain.mentor_record.commands import entry_id
from services.participants.domain.mentor_record.decider import MENTOR_RECORD
from services.participants.domain.organisation.decider import ORGANISATION
from services.participants.domain.sharing_permission.commands import card_id
from shared.config import SERVICES
from shared.crypto.signing import Signer
from shared.domain.erasing import Kept
from shared.domain.errors import IdempotencyConflict
from shared.domain.ids import PersonId, TenantId
from shared.service import Service
from shared.tenancy.scope import Scope

OWN: Final = "participants"


def places_of(service: Service, scope: Scope, person: PersonId) -> tuple[Place, ...]:
    """Every service at home and at each school that ever held a card, and the catalogue's entry."""
    holders: list[tuple[TenantId, str]] = [(scope.tenant, person)]
    for school in receivers_of(service, scope, person):
        card = card_id(scope.tenant, person, school)
        if service.handler.state(scope.crossing("erasure", to=school), MENTOR_CARD, card).version:
            holders.append((school, card))
    places = [Place(tenant, name, subject) for tenant, subject in holders for name in SERVICES]
    return (*places, *_entry_of(service, scope, person))


def _entry_of(service: Service, scope: Scope, person: PersonId) -> Iterable[Place]:
    council = service.handler.state(scope, ORGANISATION, scope.tenant).state.municipality
    if council is None or not service.handler.state(scope, MENTOR_RECORD, person).version:
        return
    entry = entry_id(scope.tenant, person)
    away = scope.crossing("catalogue_entry", to=council)
    if service.handler.state(away, CATALOGUE_ENTRY, entry).version:
        yield Place(council, OWN, entry)


def begin(service: Service, scope: Scope, person: PersonId, *, key: str) -> tuple[Place, ...]:
    """Answers the places as they were written down the first time."""
    command = commands.Begin(person, places_of(service, scope, person), service.clock.today())
    service.handler.handle(scope, ERASURE, person, command, key=key)
    waiting = service.handler.state(scope, ERASURE, person).state.waiting
    return tuple(sorted(waiting, key=lambda place: (place.tenant, place.service)))


def confirm(
    service: Service,
    home: Scope,
    person: PersonId,
    place: Place,
    *,
    key: str,
    kept: tuple[Kept, ...] = (),
) -> None:
    command = commands.ConfirmPlace(person, place, kept, service.clock.today())
    service.handler.handle(home, ERASURE, person, command, key=key)


def sign(service: Service, scope: Scope, person: PersonId, *, key: str) -> None:
    """Draws the certificate up and signs it; what was signed before a crash stays."""
    erasure = service.handler.existing(scope, ERASURE, person).state
    content = certificate_of(service, scope, erasure)
    signed = Signer(service.settings.secrets).sign(content)
    command = commands.Sign(signed.code, signed.content, signed.signature, signed.key)
    with suppress(IdempotencyConflict):
        service.handler.handle(scope, ERASURE, person, command, key=key)


def certificate_of(service: Service, scope: Scope, erasure: Erasure) -> dict[str, Any]:
    """Ids, dates and names of organisations: a name of the person is nowhere any more."""
    asked = erasure.requested
    assert asked is not None
    tenants = sorted({place.tenant for place in erasure.waiting} | {scope.tenant})
    names = {tenant: organisation_name(service, scope, tenant) for tenant in tenants}
    done = sorted(erasure.confirmed.values(), key=lambda one: (one.place.tenant, one.place.service))
    return {
        "document": "erasure-certificate",
        "version": 1,
        "organisation": {"id": scope.tenant, "name": names[scope.tenant]},
        "person": asked.person,
        "requested": {"by": asked.by, "on": asked.on.isoformat()},
        "begun": _day(erasure.begun_on),
        "completed": _day(erasure.completed_on),
        "places": [
            {
                "organisation": names[one.place.tenant],
                "service": one.place.service,
                "subject": one.place.subject,
                "erased": one.on.isoformat(),
            }
            for one in done
            if one.place in erasure.waiting
        ],
        "kept": [
            {
                "kind": kept.kind,
                "organisation": names.get(one.place.tenant, ""),
                "reference": kept.reference,
                "since": _day(kept.since),
                "until": _day(kept.until),
                "basis": kept.basis,
            }
            for one in done
            for kept in one.kept
        ],
    }


def organisation_name(service: Service, scope: Scope, tenant: TenantId) -> str:
    """The public name of an organisation of the cell; empty where nobody registered it."""
    there = scope if tenant == scope.tenant else scope.crossing("erasure", to=tenant)
    return service.handler.state(there, ORGANISATION, tenant).state.name


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
