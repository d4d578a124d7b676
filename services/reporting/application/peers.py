"""Names and posts are not held here: participants is asked, under the viewer's tenant and roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from shared.bus.denial import Denied
from shared.domain.ids import PersonId, new_id
from shared.http.client import ServiceClient
from shared.http.tokens import Issuer
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

_SERVICE: Final = frozenset({"service"})
_PAGES: Final = 20
_clients: WeakKeyDictionary[Service, ServiceClient] = WeakKeyDictionary()


def names_of(
    service: Service, scope: Scope, people: Iterable[str], why: str
) -> Mapping[PersonId, str]:
    """Of those that the viewer may see; asking is recorded by participants with ``why``. Of whoever is
    denied here nothing is asked. Raises Unavailable."""
    everybody = {PersonId(person) for person in people}
    asked = sorted(everybody - Denied(service.db).among(scope.tenant, everybody))
    if not asked:
        return {}
    body = {"people": asked[:500], "why": why}
    answer = _client(service).post("/v1/people/names", scope, body, key=new_id())
    return {PersonId(person): str(name) for person, name in answer["names"].items()}


def school_name(service: Service, scope: Scope) -> str:
    """Raises Unavailable."""
    answer = _client(service).get("/v1/organisations/self", scope, roles=_SERVICE)
    return str(answer["name"])


def staff_of(service: Service, scope: Scope) -> frozenset[PersonId]:
    """Who holds a post today or will. Raises Unavailable."""
    found: set[PersonId] = set()
    after: str | None = None
    for _ in range(_PAGES):
        page = _client(service).get(
            "/v1/staff", scope, roles=_SERVICE, params={"limit": 200, "after": after}
        )
        found |= {
            PersonId(row["person"]) for row in page["items"] if row["state"] in ("active", "future")
        }
        after = page.get("next")
        if not after:
            break
    return frozenset(found)


def _client(service: Service) -> ServiceClient:
    """One a process and service: it keeps its connections."""
    client = _clients.get(service)
    if client is None:
        settings = service.settings
        issuer = Issuer(settings.service, settings.secrets)
        client = ServiceClient(settings.urls["participants"], issuer, "participants")
        _clients[service] = client
    return client
