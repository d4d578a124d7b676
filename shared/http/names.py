"""Names for a document: participants is asked, under the viewer's tenant and roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from shared.batches import batches
from shared.bus.denial import Denied
from shared.domain.ids import PersonId, new_id
from shared.http.client import ServiceClient
from shared.http.tokens import Issuer
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

_BATCH: Final = 500
SERVICE: Final = frozenset({"service"})
_clients: WeakKeyDictionary[Service, dict[str, ServiceClient]] = WeakKeyDictionary()


def peer(service: Service, name: str) -> ServiceClient:
    """The client for another service, one a process: it keeps its connections."""
    known = _clients.setdefault(service, {})
    if name not in known:
        issuer = Issuer(service.settings.service, service.settings.secrets)
        known[name] = ServiceClient(service.settings.urls[name], issuer, name)
    return known[name]


def names_of(
    service: Service,
    scope: Scope,
    people: Iterable[PersonId],
    why: str,
    roles: frozenset[str] | None = None,
) -> Mapping[PersonId, str]:
    """Asking is recorded by participants with ``why``; ``roles`` instead of the viewer's own. Raises
    Unavailable where it does not answer in time. Of whoever is denied here nothing is asked."""
    everybody = set(people)
    asked = sorted(everybody - Denied(service.db).among(scope.tenant, everybody))
    found: dict[PersonId, str] = {}
    for some in batches(asked, _BATCH):
        body = {"people": some, "why": why}
        answer = peer(service, "participants").post(
            "/v1/people/names", scope, body, key=new_id(), roles=roles
        )
        found |= answer["names"]
    return found


def organisation_of(service: Service, scope: Scope) -> str:
    """What the tenant is called, asked as a service: it says nothing about a person."""
    answer = peer(service, "participants").get("/v1/organisations/self", scope, roles=SERVICE)
    return str(answer["name"])
