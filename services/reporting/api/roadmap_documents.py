"""The roadmap on paper: any edition as it was approved, the draft, the report of execution."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Response

from services.reporting.api import roadmaps_schemas as schemas
from services.reporting.api.asking import opened_text
from services.reporting.api.roadmap_editions import WHY, found_edition, read_edition
from services.reporting.application.boards import board_of
from services.reporting.application.edition_printing import edition_file, issue_edition
from services.reporting.application.editions import draft_lines, lines_of
from services.reporting.application.reading import last_edition, ledger_of
from services.reporting.application.roadmap_paper import Edition, approved_paper, execution_paper
from services.reporting.domain.evidence.board import prove
from shared.documents.formats import TYPES, printed
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    accepted,
    current,
    reader,
    requires,
)
from shared.http.names import names_of, organisation_of

blp = Blueprint("roadmap_documents", __name__, url_prefix="/roadmaps")


@blp.route("/<programme>/issue", methods=["POST"])
@requires("roadmap.issue", seconds=30.0)
@blp.arguments(schemas.IssueSchema)
@blp.response(200, AcceptedSchema)
def issue(body: dict[str, Any], programme: str) -> Any:
    """Issue the edition in force with code and QR code; unchanged it is the same document again."""
    now = current()
    reader("roadmap_editions")  # after the approval that the request names
    reader("roadmaps").get(programme)
    outcome = issue_edition(now.service, now.scope, programme, site=body["site"], key=now.key)
    return accepted(outcome)


@blp.route("/<programme>/editions/<int:number>/document", methods=["GET"])
@requires("roadmap.read", seconds=10.0)
@blp.arguments(schemas.DocumentSchema, location="query")
def print_edition(query: dict[str, Any], programme: str, number: int) -> Any:
    """An edition as it was approved, whatever came after; whoever was erased is «удалён»."""
    now, edition = current(), found_edition(programme, number)
    read_edition(edition)
    content = edition_file(
        now.service, now.scope, programme, edition, query["format"], query["site"]
    )
    return _sent(content, f"roadmap-{number}", query["format"])


@blp.route("/<programme>/document", methods=["GET"])
@requires("roadmap.read", seconds=10.0)
@blp.arguments(schemas.DocumentSchema, location="query")
def print_draft(query: dict[str, Any], programme: str) -> Any:
    """The plan of today as a draft, for the head to look at before the approval."""
    plan = reader("roadmaps").get(programme)
    paper = approved_paper(_drafted(plan["year"]), _named_draft(plan))
    return _sent(printed(paper, query["format"]), "roadmap-draft", query["format"])


@blp.route("/<programme>/execution", methods=["GET"])
@requires("roadmap.read", seconds=10.0)
@blp.arguments(schemas.DocumentSchema, location="query")
def print_execution(query: dict[str, Any], programme: str) -> Any:
    """The report of execution: the edition in force, with what proves each item today."""
    plan, today = reader("roadmaps").get(programme), current().today
    edition = last_edition(reader("roadmap_editions"), programme)
    proofs = prove(ledger_of(reader("evidence"), plan["year"]))
    items = {item["item"]: item for item in board_of(plan, proofs, edition, today)["items"]}
    if edition is None:
        paper = execution_paper(_drafted(plan["year"]), _named_draft(plan), items, today)
    else:
        lines = lines_of(edition, opened_text)
        paper = execution_paper(_approved(edition), lines, items, today)
    name = f"roadmap-execution-{today.isoformat()}"
    return _sent(printed(paper, query["format"]), name, query["format"])


def _approved(edition: dict[str, Any]) -> Edition:
    head = read_edition(edition)
    return Edition(
        head["school"], head["year"], head["number"], date.fromisoformat(head["on"]),
        head["by_name"],
    )  # fmt: skip


def _drafted(year: str) -> Edition:
    now = current()
    return Edition(organisation_of(now.service, now.scope), year, 0, None, "")


def _named_draft(plan: dict[str, Any]) -> Sequence[dict[str, Any]]:
    now, lines = current(), draft_lines(plan)
    people = {line["person"] for line in lines if line["person"]}
    names = names_of(now.service, now.scope, people, WHY) if people else {}
    return [
        {
            **line,
            "name": names.get(line["person"], ""),
            "reason": opened_text(plan["excluded"].get(line["item"].replace(".", "_"))),
        }
        for line in lines
    ]


def _sent(content: bytes, name: str, format: str) -> Response:
    disposition = f'attachment; filename="{name}.{format}"'
    headers = {"Content-Disposition": disposition}
    return Response(content, mimetype=TYPES[format], headers=headers)
