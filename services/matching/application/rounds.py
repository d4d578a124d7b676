"""Municipal rounds as each side sees them: the municipality its round, a school its own part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from services.matching.application.names import municipality_of
from services.matching.application.round_parts import held_by
from services.matching.domain.programme.decider import PROGRAMME
from services.matching.domain.round import commands
from services.matching.domain.round.decider import ROUND
from shared.domain.errors import NotFound
from shared.domain.ids import ProgrammeId, TenantId, derived_id
from shared.eventstore.handler import Outcome
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


_SHARE: Final = ("run", "requests", "guaranteed", "served", "unheld")


def round_id(municipality: TenantId, year: str) -> str:
    return derived_id("round", municipality, year)


def run_id(round: str, attempt: int, school: TenantId) -> str:
    """The proposal that an attempt delivers to a school: always the same one."""
    return derived_id("match_run", school, "round", round, str(attempt))


def called(service: Service, school: Scope, round: str) -> dict[str, Any]:
    """A round of the own municipality, of the entries the own one only."""
    council = school.crossing("round_call", to=municipality_of(service, school))
    return _seen(service, school, service.views.reader(council, "rounds").get(round))


def _seen(service: Service, school: Scope, document: Mapping[str, Any]) -> dict[str, Any]:
    shares = service.views.reader(school, "round_shares").all({"id": document["id"]})
    share = shares[0] if shares and shares[0]["attempt"] == document["attempt"] else None
    entry = document["entries"].get(school.tenant)
    return {
        "id": document["id"],
        "year": document["year"],
        "closes": document["closes"],
        "status": document["status"],
        "forms": entry["forms"] if entry else [],
        "joined": entry is not None,
        "share": share and {k: share.get(k, 0) for k in _SHARE},
        "holds": _holds(service, school, entry) if document["status"] == "open" else None,
    }


def _holds(
    service: Service, school: Scope, entry: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """What the round would take over from the school's latest draft."""
    if entry is None:
        return None
    draft, locks, bans = held_by(service, school, ProgrammeId(entry["programme"]))
    return None if draft is None else {"run": draft, "locks": len(locks), "bans": len(bans)}


def all_called(
    service: Service, school: Scope, *, after: str | None, limit: int
) -> tuple[list[dict[str, Any]], str | None]:
    """The latest year first, a page at a time."""
    try:
        council = school.crossing("round_call", to=municipality_of(service, school))
    except NotFound:
        return [], None
    found = service.views.reader(council, "rounds").find(sort="-year", after=after, limit=limit)
    return [_seen(service, school, document) for document in found.items], found.next


def join(
    service: Service, school: Scope, round: str, forms: tuple[str, ...], *, key: str
) -> Outcome:
    """With the school's programme of the round's year, which runs the forms."""
    year = called(service, school, round)["year"]
    programme_id = ProgrammeId(derived_id("programme", school.tenant, year))
    programme = service.handler.existing(school, PROGRAMME, programme_id).state
    programme.require_forms(forms)
    today = service.clock.today()
    command = commands.Join(school.tenant, programme_id, forms, today)
    return _enter(service, school, round, command, key)


def leave(service: Service, school: Scope, round: str, *, key: str) -> Outcome:
    called(service, school, round)
    return _enter(service, school, round, commands.Leave(school.tenant), key)


def _enter(
    service: Service, school: Scope, round: str, command: commands.Join | commands.Leave, key: str
) -> Outcome:
    council = school.crossing("round_entry", to=municipality_of(service, school))
    return service.handler.handle(council, ROUND, round, command, key=f"{school.tenant}:{key}")
