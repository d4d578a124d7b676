"""Sharing a mentor: what is permitted at home, and what follows from it elsewhere."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from services.participants.application.people import existing_person, opened, opened_json
from services.participants.application.verification import require_verified
from services.participants.domain.features import CHOSEN, permitted, read_features, sealed_features
from services.participants.domain.mentor_card import commands as cards
from services.participants.domain.mentor_card.decider import MENTOR_CARD
from services.participants.domain.mentor_card.events import EndReason
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.mentor_profile.events import MentorListed
from services.participants.domain.mentor_record import commands as records
from services.participants.domain.mentor_record.decider import MENTOR_RECORD
from services.participants.domain.organisation.decider import ORGANISATION
from services.participants.domain.person.decider import PERSON
from services.participants.domain.sharing_limits.decider import SHARING_LIMITS
from services.participants.domain.sharing_permission import commands as permissions
from services.participants.domain.sharing_permission.commands import card_id, permission_id
from services.participants.domain.sharing_permission.decider import SHARING_PERMISSION
from services.participants.domain.sharing_permission.events import SharingPermitted
from shared.domain.errors import IdempotencyConflict, NotFound
from shared.domain.ids import PersonId, TenantId
from shared.domain.personal import Personal
from shared.eventstore.handler import Outcome
from shared.service import Service
from shared.tenancy.scope import Scope


def permit(
    service: Service,
    scope: Scope,
    *,
    mentor: PersonId,
    school: TenantId,
    forms: tuple[str, ...],
    places: int,
    until: date,
    fields: tuple[str, ...] = CHOSEN,
    hours: int | None = None,
    key: str,
    expected: int | None = None,
) -> Outcome:
    """The school joins the list of receivers first, so that nothing can be shared unlisted. What
    the home's limits do not leave is refused."""
    require_verified(service, scope)
    existing_person(service, scope, mentor)
    service.handler.existing(scope, MENTOR_PROFILE, mentor)
    service.gate.require(scope, "sharing", [mentor])
    service.handler.handle(
        scope, MENTOR_RECORD, mentor, records.NoteReceiver(mentor, school), key=key
    )
    bounds = service.handler.state(scope, SHARING_LIMITS, scope.tenant).state.bounds
    if bounds is not None and bounds.hours is not None and hours is None:
        hours = bounds.hours
    command = permissions.Permit(
        mentor, school, scope.tenant, forms, places, until, service.clock.today(), fields, hours,
        bounds,
    )  # fmt: skip
    id = permission_id(mentor, school)
    return service.handler.handle(
        scope, SHARING_PERMISSION, id, command, key=key, expected=expected
    )


def set_standing(
    service: Service, scope: Scope, command: records.SetStanding, *, key: str
) -> Outcome:
    """Needs the consent now, and again whenever it answers."""
    require_verified(service, scope)
    existing_person(service, scope, command.person)
    service.handler.existing(scope, MENTOR_PROFILE, command.person)
    service.gate.require(scope, "sharing", [command.person])
    return service.handler.handle(scope, MENTOR_RECORD, command.person, command, key=key)


def municipality_of(service: Service, scope: Scope) -> TenantId:
    """Raises NotFound for a tenant that nobody registered."""
    own = service.handler.state(scope, ORGANISATION, scope.tenant).state
    if own.municipality is None:
        raise NotFound("the organisation is not registered")
    return own.municipality


def receivers_of(service: Service, scope: Scope, mentor: PersonId) -> list[TenantId]:
    return sorted(service.handler.state(scope, MENTOR_RECORD, mentor).state.receivers)


def refresh_card(
    service: Service,
    home: Scope,
    mentor: PersonId,
    school: TenantId,
    *,
    reason: EndReason,
    key: str,
) -> None:
    """The card at the school becomes what permission, base and keys at home allow right now.

    ``reason`` is told where it has to go. Running it twice, or late, gives the same card.
    """
    away = home.crossing("mentor_card", to=school)
    card = card_id(home.tenant, mentor, school)
    permission = service.handler.state(
        home, SHARING_PERMISSION, permission_id(mentor, school)
    ).state
    listing = service.handler.state(home, MENTOR_PROFILE, mentor).state.latest
    show = None
    if permission.terms and listing and permission.lives_on(service.clock.today()):
        show = _shown(service, home, card, permission.terms, listing)
    command = show or cards.Withdraw(reason)
    with suppress(IdempotencyConflict):  # done before a crash; what changed since comes round too
        service.handler.handle(away, MENTOR_CARD, card, command, key=key)
    if reason == "erased":
        service.vault.erase(school, card)


def _shown(
    service: Service, home: Scope, card: PersonId, terms: SharingPermitted, listing: MentorListed
) -> cards.Show | None:
    person = service.handler.state(home, PERSON, terms.mentor).state
    name = opened(service, home, person.name)
    features = opened_json(service, home, listing.features)
    if not name or features is None or person.erased:
        return None
    allowed = permitted(read_features(features), terms.forms, terms.fields)
    return cards.Show(
        card=card,
        home=home.tenant,
        home_person=terms.mentor,
        year=listing.year,
        capacity=min(terms.places, listing.capacity),
        until=min(terms.until, listing.until),
        name=Personal.of(name),
        features=sealed_features(allowed),
        hours=terms.hours,
    )
