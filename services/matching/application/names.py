"""Names are not held here: participants is asked, under the viewer's tenant and roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from shared.bus.denial import Denied
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId, TenantId, new_id
from shared.http.client import ServiceClient
from shared.http.tokens import Issuer
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

BATCH: Final = 500
_clients: WeakKeyDictionary[Service, ServiceClient] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Names:
    """Of ``people``, those that the viewer may see; of ``organisations``, the mentors' homes."""

    people: Mapping[PersonId, str]
    organisations: Mapping[TenantId, str]


def names_of(
    service: Service, scope: Scope, people: Iterable[PersonId], homes: Iterable[TenantId], why: str
) -> Names:
    """Asking is recorded by participants with ``why``. Raises Unavailable where it does not answer
    in time. Of whoever is denied here nothing is asked."""
    client = _client(service)
    everybody = set(people)
    asked = sorted(everybody - Denied(service.db).among(scope.tenant, everybody))
    found: dict[PersonId, str] = {}
    for start in range(0, len(asked), BATCH):
        body = {"people": asked[start : start + BATCH], "why": why}
        found |= client.post("/v1/people/names", scope, body, key=new_id())["names"]
    wanted = sorted({scope.tenant, *homes})
    return Names(found, {tenant: _organisation(client, scope, tenant) for tenant in wanted})


def called(
    service: Service, scope: Scope, people: Iterable[PersonId], why: str
) -> Mapping[PersonId, str]:
    """What people who have met are called by each other before they are a pair: asked as a service,
    for participants knows of no tie between them yet. Callers have made sure that the viewer may;
    the surname never leaves this function."""
    everybody = set(people)
    asked = sorted(everybody - Denied(service.db).among(scope.tenant, everybody))
    found: dict[PersonId, str] = {}
    for start in range(0, len(asked), BATCH):
        body = {"people": asked[start : start + BATCH], "why": why}
        found |= _client(service).post(
            "/v1/people/names", scope, body, key=new_id(), roles=frozenset({"service"})
        )["names"]
    return {person: given_name(name) for person, name in found.items()}


def given_name(full: str) -> str:
    """«Анна Игоревна» of «Лебедева Анна Игоревна»."""
    words = full.split()
    return " ".join(words[1:]) if len(words) > 1 else full


def children_of(service: Service, scope: Scope) -> frozenset[PersonId]:
    """Children of whom the school has confirmed this guardian. Raises Unavailable."""
    answer = _client(service).get("/v1/children", scope, params={"limit": 50})
    return frozenset(PersonId(child["id"]) for child in answer["items"])


def _organisation(client: ServiceClient, scope: Scope, tenant: TenantId) -> str:
    """The public name of an organisation, asked as a service: it says nothing about a person."""
    there = scope if tenant == scope.tenant else scope.crossing("place", tenant)
    answer = client.get("/v1/organisations/self", there, roles=frozenset({"service"}))
    return str(answer["name"])


def municipality_of(service: Service, scope: Scope) -> TenantId:
    """Whose school the tenant is, asked as a service. Raises NotFound where it is no school."""
    roles = frozenset({"service"})
    own = _client(service).get("/v1/organisations/self", scope, roles=roles)
    if own["kind"] != "school" or not own["municipality"]:
        raise NotFound("this is no school of a municipality")
    return TenantId(own["municipality"])


def _client(service: Service) -> ServiceClient:
    """One a process and service: it keeps its connections."""
    client = _clients.get(service)
    if client is None:
        settings = service.settings
        issuer = Issuer(settings.service, settings.secrets)
        client = ServiceClient(settings.urls["participants"], issuer, "participants")
        _clients[service] = client
    return client
