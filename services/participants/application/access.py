"""The subject's own report: what every service holds of them, who read it, whom it was given to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakKeyDictionary

from services.participants.application.erasing import OWN, organisation_name
from services.participants.application.people import existing_person, opened
from services.participants.application.sharing import receivers_of
from services.participants.domain.assessment.commands import programme_id
from services.participants.domain.measurement.commands import measurement_id
from services.participants.domain.measurement.decider import MEASUREMENT
from services.participants.domain.mentor_card.decider import MENTOR_CARD
from services.participants.domain.pseudonym.commands import pseudonym_id
from services.participants.domain.pseudonym.decider import PSEUDONYM
from services.participants.domain.sharing_permission.commands import card_id
from shared.config import SERVICES
from shared.domain.ids import PersonId
from shared.http.client import ServiceClient
from shared.http.tokens import Issuer
from shared.projections.reader import PAGE_MAX
from shared.reads import cursor_after
from shared.service import Service
from shared.tenancy.scope import Scope

SECONDS: Final = 20.0
READS_MAX: Final = 1000
"""In one report; the page of readings has all of them."""
_SERVICE: Final = frozenset({"service"})
_clients: WeakKeyDictionary[Service, dict[str, ServiceClient]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Report:
    """``reads_more``: there were more than the report lists."""

    person: PersonId
    name: str
    organisation: str
    made_at: str
    services: dict[str, dict[str, Any]]
    receivers: list[dict[str, Any]]
    reads: list[dict[str, Any]]
    reads_more: bool


def report_of(service: Service, scope: Scope, person: PersonId) -> Report:
    """Of the scope's tenant only. Raises Unavailable where a service does not answer: half of a
    report would say that the other half is not held."""
    state = existing_person(service, scope, person)
    held = {name: _held(service, scope, name, person) for name in SERVICES}
    held[OWN]["items"] += _measurements(service, scope, person, state.candidacies)
    reads = reads_of(service, scope, person, after=None, limit=READS_MAX)
    return Report(
        person=person,
        name=opened(service, scope, state.name) or "",
        organisation=organisation_name(service, scope, scope.tenant),
        made_at=service.clock.now().isoformat(),
        services=held,
        receivers=list(_receivers(service, scope, person)),
        reads=reads["items"],
        reads_more=reads["next"] is not None,
    )


def reads_of(
    service: Service, scope: Scope, person: PersonId, *, after: str | None, limit: int
) -> dict[str, Any]:
    """A page of who has read the person's data in any service, the latest first."""
    found: list[dict[str, Any]] = []
    more = False
    for name in SERVICES:
        items, rest = _first_reads(service, scope, name, person, after, limit)
        found += [{**item, "service": name} for item in items]
        more = more or rest
    found.sort(key=lambda item: (item["at"], item["id"]), reverse=True)
    items = found[:limit]
    return {"items": items, "next": cursor_after(items[-1]) if more or found[limit:] else None}


def _first_reads(
    service: Service, scope: Scope, name: str, person: PersonId, after: str | None, limit: int
) -> tuple[list[dict[str, Any]], bool]:
    """The first ``limit`` entries of one service, and whether it has more."""
    found: list[dict[str, Any]] = []
    cursor = after
    while True:
        size = min(PAGE_MAX, limit - len(found))
        page = _asked(service, scope, name, f"{person}/reads", after=cursor, limit=size)
        found += page["items"]
        cursor = page["next"]
        if cursor is None or len(found) >= limit:
            return found, cursor is not None


def _held(service: Service, scope: Scope, name: str, person: PersonId) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = _asked(service, scope, name, person, after=cursor, limit=PAGE_MAX)
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return {"items": items, "kept": page["kept"]}


def _asked(
    service: Service, scope: Scope, name: str, path: str, *, after: str | None, limit: int
) -> dict[str, Any]:
    if name == OWN:
        return _own(service, scope, path, after=after, limit=limit)
    params = {"limit": limit, **({"after": after} if after else {})}
    client = _clients_of(service)[name]
    answer = client.get(
        f"/v1/subjects/{path}", scope, params=params, seconds=SECONDS, roles=_SERVICE
    )
    return dict(answer)


def _own(
    service: Service, scope: Scope, path: str, *, after: str | None, limit: int
) -> dict[str, Any]:
    """The same answer without asking oneself over HTTP."""
    person, _, reads = path.partition("/")
    source = service.reads.of if reads else service.subjects.of
    found = source(scope.tenant, person, after=after, limit=limit)
    return {"items": found.items, "next": found.next, "kept": []}


def _clients_of(service: Service) -> dict[str, ServiceClient]:
    """One a process for each of the others."""
    if service not in _clients:
        settings = service.settings
        issuer = Issuer(OWN, settings.secrets)
        _clients[service] = {
            name: ServiceClient(settings.urls[name], issuer, name)
            for name in SERVICES
            if name != OWN
        }
    return _clients[service]


def _measurements(
    service: Service, scope: Scope, person: PersonId, candidacies: frozenset[tuple[Any, str]]
) -> Iterator[dict[str, Any]]:
    """The values behind the person's pseudonyms; reporting holds the same under the pseudonym."""
    for year in sorted({year for _, year in candidacies}):
        drawn = pseudonym_id(person, programme_id(scope.tenant, year))
        pseudonym = opened(service, scope, service.handler.state(scope, PSEUDONYM, drawn).state
                           .pseudonym)  # fmt: skip
        for stage in (1, 2) if pseudonym else ():
            measured = service.handler.state(
                scope, MEASUREMENT, measurement_id(str(pseudonym), stage)
            ).state
            for taken in measured.takings:  # what was corrected is still held
                yield {
                    "kind": f"measurement.{type(taken).__name__}",
                    "at": None,
                    "purposes": ["participation"],
                    "texts": {"values": dict(taken.values)},
                    "facts": {"year": year, "stage": stage, "instrument": taken.instrument},
                    "others": 0,
                }


def _receivers(service: Service, scope: Scope, person: PersonId) -> Iterator[dict[str, Any]]:
    """Schools that hold a card, or held one: what it shows and until when."""
    for school in receivers_of(service, scope, person):
        away = scope.crossing("subject_access", to=school)
        card = service.handler.state(away, MENTOR_CARD, card_id(scope.tenant, person, school)).state
        if card.shown is not None:
            yield {
                "organisation": organisation_name(service, scope, school),
                "crossing": "mentor_card",
                "fields": ["name", "features", "capacity"],
                "until": card.shown.until.isoformat(),
                "withdrawn": card.withdrawn,
            }
