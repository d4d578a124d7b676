"""An edition of the roadmap on paper: with code and QR code once it is issued, as it was handed out
while nobody it names is erased, and set anew with «удалён» afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from services.reporting.application.editions import head_of, lines_of
from services.reporting.application.reading import last_edition
from services.reporting.application.roadmap_form import ROADMAP, roadmap_values
from services.reporting.application.roadmap_paper import Edition, approved_paper
from services.reporting.domain.roadmap.decider import ROADMAP as ROADMAP_STREAM
from shared.documents.codes import check_address
from shared.documents.formats import printed
from shared.documents.issuing import Draft, document_id, file_of, issue, revoke, version_of
from shared.documents.own_forms import own_form
from shared.documents.paper import Paper
from shared.documents.register import NAME
from shared.domain.errors import NotFound, Refused, Unavailable
from shared.domain.ids import PersonId
from shared.eventstore.handler import Outcome
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


@dataclass(frozen=True, slots=True)
class Mark:
    """What a paper is checked by."""

    code: str = ""
    link: str = ""


def issue_edition(
    service: Service, scope: Scope, programme: str, *, site: str, key: str
) -> Outcome:
    """The edition in force. Raises Refused before the first approval, and Unavailable while the
    newest one is not known to the read model yet."""
    edition = last_edition(service.views.reader(scope, "roadmap_editions"), programme)
    if edition is None:
        raise Refused("the head has not approved the roadmap", code="not-approved")
    if edition["number"] != _editions(service, scope, programme):
        raise Unavailable("the newest edition is not known yet")
    named = tuple(PersonId(one) for one in named_in(service, scope, edition))
    draft = Draft(
        kind="roadmap", source=programme, year=edition["year"],
        on=date.fromisoformat(edition["on"]), number=str(edition["number"]),
        paper=paper_of(service, scope, edition, Mark()), people=named, about=named,
        source_version=edition["number"],
        form=own_form(service, scope, ROADMAP, _values(service, scope, edition)),
    )  # fmt: skip
    outcome = issue(service, scope, draft, site=site, key=key)
    newest = _editions(service, scope, programme)
    if newest != edition["number"]:
        revoke(service, scope, "roadmap", programme, key=f"{key}:replaced", before=newest)
    return outcome


def _editions(service: Service, scope: Scope, programme: str) -> int:
    return service.handler.existing(scope, ROADMAP_STREAM, programme).state.editions


def edition_file(
    service: Service, scope: Scope, programme: str, edition: Mapping[str, Any], format: str,
    site: str,
) -> bytes:  # fmt: skip
    row = _issued(service, scope, programme, edition["number"])
    if row is not None:
        issued = version_of(service, scope, row["document"], row["version"])
        try:
            return file_of(service, scope, issued, format)
        except NotFound:
            pass
    mark = Mark()
    if row is not None:
        link = check_address(site, scope.tenant, row["code"]) if site else ""
        mark = Mark(row["code"], link)
    paper = paper_of(service, scope, edition, mark)
    return printed(paper, format)


def issued_codes(service: Service, scope: Scope, programme: str) -> dict[str, dict[str, Any]]:
    """Number of the edition → its code and whether it is the valid one."""
    document = document_id(scope, "roadmap", programme)
    rows = service.views.reader(scope, NAME).all({"document": document})
    rows.sort(key=lambda row: row["version"])
    return {row["number"]: {name: row[name] for name in ("code", "status")} for row in rows}


def _issued(service: Service, scope: Scope, programme: str, number: int) -> dict[str, Any] | None:
    document = document_id(scope, "roadmap", programme)
    wanted = {"document": document, "number": str(number)}
    rows = service.views.reader(scope, NAME).all(wanted)
    return max(rows, key=lambda row: row["version"]) if rows else None


def paper_of(service: Service, scope: Scope, edition: Mapping[str, Any], mark: Mark) -> Paper:
    above = replace(_above(service, scope, edition), code=mark.code, link=mark.link)
    return approved_paper(above, lines_of(edition, _opening(service, scope)))


def _values(service: Service, scope: Scope, edition: Mapping[str, Any]) -> Mapping[str, Any]:
    lines = lines_of(edition, _opening(service, scope))
    return roadmap_values(_above(service, scope, edition), lines)


def _above(service: Service, scope: Scope, edition: Mapping[str, Any]) -> Edition:
    head = head_of(edition, _opening(service, scope))
    return Edition(
        head["school"], head["year"], head["number"], date.fromisoformat(head["on"]),
        head["by_name"],
    )  # fmt: skip


def named_in(service: Service, scope: Scope, edition: Mapping[str, Any]) -> list[str]:
    """Whose names the edition still holds."""
    opening = _opening(service, scope)
    return sorted(p for p, token in edition["names"].items() if opening(token) is not None)


def _opening(service: Service, scope: Scope) -> Any:
    return lambda token: None if token is None else service.vault.open(scope.tenant, token)
