"""Issues the year's printed documents: the monitoring report and the jury's protocol."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from services.reporting.application.form_kinds import PROTOCOL as PROTOCOL_FORM
from services.reporting.application.form_kinds import REPORT as REPORT_FORM
from services.reporting.application.form_kinds import protocol_values, report_values
from services.reporting.application.protocol_paper import (
    Decision,
    ProtocolSheet,
    protocol_paper,
)
from services.reporting.application.report_paper import ReportSheet, report_paper, told_surveys
from services.reporting.domain.award.decider import AWARD
from services.reporting.domain.monitoring_report.decider import REPORT
from services.reporting.domain.monitoring_report.events import ReportApproved, ReportDrafted
from shared.documents.issuing import Draft, issue, revoke
from shared.documents.own_forms import own_form
from shared.domain.errors import Conflict, NotFound, Refused
from shared.domain.ids import PersonId, derived_id, stream_id
from shared.eventstore.handler import Outcome
from shared.http.gate import unconsented
from shared.http.names import names_of, organisation_of
from shared.service import Service
from shared.tenancy.scope import Scope

GONE: Final = "(участие прекращено)"
UNTITLED: Final = "награда"
"""Titles of awards go with the people."""
_WORDS: Final = ("sealed_title", "reason", "protocol")
_NOT_APPROVED: Final = "the head has not approved the report"


@dataclass(frozen=True, slots=True)
class Sitting:
    """When the jury sat, under which number, and who it was."""

    number: str
    on: date
    chair: str
    members: tuple[str, ...]


def issue_report(
    service: Service, scope: Scope, year: str, head: PersonId | None, *, site: str, key: str
) -> Outcome:
    """Raises Refused until the head has approved the report, or when it was reopened meanwhile."""
    report = _report_id(scope, year)
    approved = _approved(service, scope, report)
    sheet = _report_sheet(service, scope, approved, head)
    named = (head,) if head and sheet.head else ()
    draft = Draft(
        kind="report", source=report, year=year, on=sheet.on, paper=report_paper(sheet),
        people=named, about=named, source_version=approved.version,
        form=own_form(service, scope, REPORT_FORM, report_values(sheet)),
    )  # fmt: skip
    outcome = issue(service, scope, draft, site=site, key=key)
    now = service.handler.existing(scope, REPORT, report)
    if not now.state.approved:
        revoke(service, scope, "report", report, key=f"{key}:reopened", before=now.version)
        raise Refused(_NOT_APPROVED, code="not-approved")
    return outcome


@dataclass(frozen=True, slots=True)
class _Approved:
    """What the head has approved, and in which version of the report."""

    version: int
    draft: ReportDrafted
    approval: ReportApproved


def _approved(service: Service, scope: Scope, report: str) -> _Approved:
    """From the report's own facts: a read model may still tell what was approved before it was
    reopened. Raises NotFound and Refused."""
    stream = service.store.load(scope.tenant, stream_id(REPORT.category, report))
    draft: ReportDrafted | None = None
    approval: ReportApproved | None = None
    for event in stream.events:
        if isinstance(event, ReportDrafted):
            draft = event
        approval = event if isinstance(event, ReportApproved) else None
    if draft is None:
        raise NotFound("no such report")
    if approval is None:
        raise Refused(_NOT_APPROVED, code="not-approved")
    return _Approved(stream.version, draft, approval)


def _report_sheet(
    service: Service, scope: Scope, approved: _Approved, head: PersonId | None
) -> ReportSheet:
    draft, approval = approved.draft, approved.approval
    text = service.vault.open(scope.tenant, draft.swot.sealed)
    if text is None:
        raise NotFound("the report was destroyed")
    wanted = {"year": draft.year, "status": "closed"}
    return ReportSheet(
        organisation=organisation_of(service, scope),
        year=draft.year,
        on=approval.on,
        head=_name(service, scope, head, "report"),
        swot=json.loads(text),
        points=draft.checklist,
        index=approval.index,
        band=approval.band,
        surveys=told_surveys(service.views.showing(scope, "surveys").all(wanted)),
    )


def issue_protocol(
    service: Service, scope: Scope, year: str, sitting: Sitting, *, site: str, key: str
) -> Outcome:
    """All of the jury's decisions of the year. Raises Refused where there is none, Conflict where one
    was taken back meanwhile."""
    awards = decided(service, scope, year)
    if not awards:
        raise Refused("the jury has not decided yet", code="nothing-decided")
    mentors = sorted({PersonId(award["mentor"]) for award in awards})
    present = tuple(_taking_part(service, scope, mentors))
    sheet = protocol_sheet(service, scope, year, sitting, awards, present)
    draft = Draft(
        kind="protocol", source=protocol_id(scope, year), year=year,
        on=sitting.on, number=sitting.number, paper=protocol_paper(sheet), people=present,
        about=present, form=own_form(service, scope, PROTOCOL_FORM, protocol_values(sheet)),
    )  # fmt: skip
    outcome = issue(service, scope, draft, site=site, key=key)
    states = [service.handler.state(scope, AWARD, award["id"]).state for award in awards]
    if any(state.status == "revoked" for state in states):
        revoke(service, scope, "protocol", draft.source, key=f"{key}:taken-back")
        raise Conflict("a decision of the jury was taken back meanwhile; issue the protocol again")
    return outcome


def protocol_id(scope: Scope, year: str) -> str:
    return derived_id("protocol", scope.tenant, year)


def decided(service: Service, scope: Scope, year: str) -> list[dict[str, Any]]:
    """What the jury has decided and nobody has taken back, the chosen first."""
    rows = service.views.showing(scope, "awards").all({"year": year})
    known = [row for row in rows if row["status"] in ("chosen", "given", "declined")]
    return sorted(known, key=lambda row: (row["status"] == "declined", row["id"]))


def protocol_sheet(
    service: Service,
    scope: Scope,
    year: str,
    sitting: Sitting,
    awards: Sequence[Mapping[str, Any]],
    present: Sequence[PersonId],
) -> ProtocolSheet:
    """Whoever does not take part any more stands there without name and words."""
    names = names_of(service, scope, present, "protocol")
    tokens = [award[name] for award in awards for name in _WORDS if award.get(name)]
    texts = service.vault.open_many(scope.tenant, tokens)

    def said(award: Mapping[str, Any], name: str) -> str:
        return (texts.get(award.get(name) or "") or "") if award["mentor"] in names else ""

    def titled(award: Mapping[str, Any]) -> str:
        before = award["title"] if award["mentor"] in names else ""
        return said(award, "sealed_title") or before or UNTITLED

    return ProtocolSheet(
        organisation=organisation_of(service, scope),
        year=year,
        number=sitting.number,
        on=sitting.on,
        chair=sitting.chair,
        members=sitting.members,
        decisions=tuple(
            Decision(
                names.get(award["mentor"], GONE), titled(award), award["status"] != "declined",
                award.get("rank"), said(award, "reason"), said(award, "protocol"),
            )
            for award in sorted(awards, key=lambda one: (one["status"] == "declined", titled(one)))
        ),
    )  # fmt: skip


def _taking_part(service: Service, scope: Scope, people: Sequence[PersonId]) -> Sequence[PersonId]:
    gone = unconsented(service.gate, scope, "participation", people)
    return [person for person in people if person not in gone]


def _report_id(scope: Scope, year: str) -> str:
    return derived_id("report", scope.tenant, year)


def _name(service: Service, scope: Scope, person: PersonId | None, why: str) -> str:
    return names_of(service, scope, [person], why).get(person, "") if person else ""
