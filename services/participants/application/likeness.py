"""Keyed hashes of who looks like whom: in a look-up collection, never in an event.

What stands under the municipality says whose card it is only to the holder's own key: with the card
erased, and for whoever reads the collection, it names nobody.
"""

from __future__ import annotations

from services.participants.application.people import opened
from services.participants.application.sharing import municipality_of
from services.participants.domain.likeness import likeness_keys
from services.participants.domain.person.decider import Person
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId, TenantId
from shared.domain.purposes import REGISTER
from shared.service import Service
from shared.tenancy.scope import Scope


def forget(service: Service, scope: Scope, person: PersonId) -> None:
    """Erased or merged: no hash of theirs is compared any more."""
    for ring in {scope.tenant, _council(service, scope) or scope.tenant}:
        _keep(service, ring, scope.tenant, person, [])


def note(service: Service, scope: Scope, person: PersonId, state: Person) -> None:
    """The hashes under the tenant's own key, and under the municipality's for a candidate."""
    keys = _keys(service, scope, state)
    _keep(service, scope.tenant, scope.tenant, person, keys)
    council = _council(service, scope)
    if council is not None:
        shared = keys if state.candidacies else []
        _keep(service, council, scope.tenant, person, shared)


def alike(service: Service, scope: Scope, person: PersonId) -> list[PersonId]:
    """Other cards of this tenant."""
    found = _alike(service, scope.tenant, scope.tenant, person)
    return [card for holder, card in found if holder == scope.tenant]


def alike_elsewhere(
    service: Service, scope: Scope, person: PersonId
) -> list[tuple[TenantId, PersonId]]:
    """Cards of other tenants of the municipality; for policies only, never for an answer."""
    council = _council(service, scope)
    if council is None:
        return []
    found = _alike(service, council, scope.tenant, person)
    return [(holder, card) for holder, card in found if holder != scope.tenant]


def _council(service: Service, scope: Scope) -> TenantId | None:
    try:
        return municipality_of(service, scope)
    except NotFound:
        return None


def _keys(service: Service, scope: Scope, state: Person) -> list[str]:
    texts = (opened(service, scope, text) for text in (state.name, state.birth_date, state.contact))
    name, birth_date, contact = (text or "" for text in texts)
    return likeness_keys(name, birth_date, contact)


def _keep(
    service: Service, ring: TenantId, holder: TenantId, person: PersonId, keys: list[str]
) -> None:
    id = _id(service, ring, holder, person)
    if not keys:
        service.db.likeness.delete_one({"_id": id})
        return
    hashes = [service.vault.digest(ring, f"likeness:{key}") for key in keys]
    card = service.vault.seal(holder, (person,), REGISTER, "own", id, 1, "card", person)
    document = {"tenant": ring, "holder": holder, "card": card, "keys": hashes}
    service.db.likeness.replace_one({"_id": id}, document, upsert=True)


def _alike(
    service: Service, ring: TenantId, holder: TenantId, person: PersonId
) -> list[tuple[TenantId, PersonId]]:
    own = service.db.likeness.find_one({"_id": _id(service, ring, holder, person)})
    if own is None:
        return []
    wanted = {"tenant": ring, "keys": {"$in": own["keys"]}, "_id": {"$ne": own["_id"]}}
    cards = [
        (TenantId(one["holder"]), service.vault.open(one["holder"], one["card"]))
        for one in service.db.likeness.find(wanted).limit(20)
    ]
    return [(holder, PersonId(card)) for holder, card in cards if card is not None]


def _id(service: Service, ring: TenantId, holder: TenantId, person: PersonId) -> str:
    """Keyed: whoever knows a person's id cannot tell which document is theirs."""
    return service.vault.digest(ring, f"likeness of {holder}:{person}")
