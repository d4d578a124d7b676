"""The subject's own report and the list of who has read their data."""

from __future__ import annotations

from typing import Any

from flask import Response

from services.participants.api.access_schemas import (
    LanguagePageSchema,
    ReportQuerySchema,
)
from services.participants.api.support import RowsSchema
from services.participants.application.access import Report, reads_of, report_of
from services.participants.application.access_paper import report_paper
from services.participants.application.access_view import described, described_read
from services.participants.application.consenting import speaks_for
from services.participants.application.people import existing_person
from services.participants.domain.erasure.events import AskedBy
from shared.documents.pdf import as_pdf
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PersonId, new_id
from shared.http.api import Blueprint, current, requires

blp = Blueprint("access", __name__, url_prefix="/people")
PDF = "application/pdf"


def asker_of(person: str) -> AskedBy:
    """Who speaks for the subject: the person, a confirmed guardian while they are a minor, or the
    coordinator on their request. Raises NotFound for everybody else, also for staff."""
    now = current()
    subject, scope = PersonId(person), now.scope
    existing_person(now.service, scope, subject)
    if scope.person == subject:
        return "self"
    if "coordinator" in scope.roles:
        return "coordinator"
    if scope.person and speaks_for(now.service, scope, scope.person, subject):
        return "guardian"
    raise NotFound("there is no such thing here")


def _report(person: str, request: str) -> Report:
    """Recorded as a reading before it is given; on paper, with the number of the request."""
    now = current()
    if asker_of(person) == "coordinator" and not request:
        raise Invalid("say on whose request", {"request": ["name the subject's request"]})
    report = report_of(now.service, now.scope, PersonId(person))
    note = ""
    if request:
        note = now.service.vault.seal(
            now.scope.tenant, (person,), "register", "own", f"reads-{new_id()}", 1, "note", request
        )
    now.service.reads.record(
        now.scope, [person], why="access report", what=["report"],
        at=now.service.clock.now(), note=note,
    )  # fmt: skip
    return report


@blp.route("/<person>/report", methods=["GET"])
@requires("access.report", seconds=60.0)
@blp.arguments(ReportQuerySchema, location="query")
@blp.response(200)
def report(args: dict[str, Any], person: str) -> Any:
    """What is held of the person in every service, who read it, whom it was given to."""
    return described(_report(person, args["request"]), args["language"])


@blp.route("/<person>/report.pdf", methods=["GET"])
@requires("access.report", seconds=60.0)
@blp.arguments(ReportQuerySchema, location="query")
@blp.response(200, content_type=PDF)
def report_pdf(args: dict[str, Any], person: str) -> Response:
    """The same, printed."""
    paper = report_paper(_report(person, args["request"]), args["language"])
    return Response(as_pdf(paper), mimetype=PDF)


@blp.route("/<person>/reads", methods=["GET"])
@requires("access.report", seconds=60.0)
@blp.arguments(LanguagePageSchema, location="query")
@blp.response(200, RowsSchema)
def reads(args: dict[str, Any], person: str) -> Any:
    """Who has read the person's data in any service, the latest first."""
    asker_of(person)
    now = current()
    found = reads_of(
        now.service, now.scope, PersonId(person), after=args["after"], limit=args["limit"]
    )
    return {**found, "items": [described_read(one, args["language"]) for one in found["items"]]}
