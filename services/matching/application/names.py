"""Names are not held here: participants is asked, under the viewer's tenant and roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.errors import NotFound
from shared.domain.ids import PersonId, TenantId
from shared.http import names
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


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
    found = names.names_of(service, scope, people, why)
    wanted = sorted({scope.tenant, *homes})
    return Names(found, {tenant: _organisation(service, scope, tenant) for tenant in wanted})


def called(
    service: Service, scope: Scope, people: Iterable[PersonId], why: str
) -> Mapping[PersonId, str]:
    """What people who have met are called by each other before they are a pair: asked as a service,
    for participants knows of no tie between them yet. Callers have made sure that the viewer may;
    the surname never leaves this function."""
    found = names.names_of(service, scope, people, why, roles=names.SERVICE)
    return {person: given_name(name) for person, name in found.items()}


def given_name(full: str) -> str:
    """«Анна Игоревна» of «Лебедева Анна Игоревна»."""
    words = full.split()
    return " ".join(words[1:]) if len(words) > 1 else full


def children_of(service: Service, scope: Scope) -> frozenset[PersonId]:
    """Children of whom the school has confirmed this guardian. Raises Unavailable."""
    answer = names.peer(service, "participants").get("/v1/children", scope, params={"limit": 50})
    return frozenset(PersonId(child["id"]) for child in answer["items"])


def _organisation(service: Service, scope: Scope, tenant: TenantId) -> str:
    there = scope if tenant == scope.tenant else scope.crossing("place", tenant)
    return names.organisation_of(service, there)


def municipality_of(service: Service, scope: Scope) -> TenantId:
    """Whose school the tenant is, asked as a service. Raises NotFound where it is no school."""
    participants = names.peer(service, "participants")
    own = participants.get("/v1/organisations/self", scope, roles=names.SERVICE)
    if own["kind"] != "school" or not own["municipality"]:
        raise NotFound("this is no school of a municipality")
    return TenantId(own["municipality"])
