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
from services.reporting.application.editions import draft_lines, lines_of
from services.reporting.application.peers import names_of, school_name
from services.reporting.application.reading import last_edition, ledger_of
from services.reporting.application.roadmap_paper import Edition, approved_paper, execution_paper
from services.reporting.domain.evidence.board import prove
from shared.documents.paper import Paper
from shared.documents.pdf import as_pdf
from shared.documents.word import as_docx
from shared.http.api import Blueprint, current, reader, requires

blp = Blueprint("roadmap_documents", __name__, url_prefix="/roadmaps")
_KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@blp.route("/<programme>/editions/<int:number>/document", methods=["GET"])
@requires("roadmap.read", seconds=10.0)
@blp.arguments(schemas.DocumentSchema, location="query")
def edition_file(query: dict[str, Any], programme: str, number: int) -> Any:
    """An edition as it was approved, whatever came after; whoever was erased is «удалён»."""
    edition = found_edition(programme, number)
    paper = approved_paper(_approved(edition), lines_of(edition, opened_text))
    return _file(paper, f"roadmap-{number}", query["format"])


@blp.route("/<programme>/document", methods=["GET"])
@requires("roadmap.read", seconds=10.0)
@blp.arguments(schemas.DocumentSchema, location="query")
def draft_file(query: dict[str, Any], programme: str) -> Any:
    """The plan of today as a draft, for the head to look at before the approval."""
    plan = reader("roadmaps").get(programme)
    head = _drafted(plan["year"])
    paper = approved_paper(head, _named_draft(plan))
    return _file(paper, "roadmap-draft", query["format"])


@blp.route("/<programme>/execution", methods=["GET"])
@requires("roadmap.read", seconds=10.0)
@blp.arguments(schemas.DocumentSchema, location="query")
def execution_file(query: dict[str, Any], programme: str) -> Any:
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
    return _file(paper, f"roadmap-execution-{today.isoformat()}", query["format"])


def _approved(edition: dict[str, Any]) -> Edition:
    head = read_edition(edition)
    return Edition(
        head["school"], head["year"], head["number"], date.fromisoformat(head["on"]),
        head["by_name"],
    )  # fmt: skip


def _drafted(year: str) -> Edition:
    now = current()
    return Edition(school_name(now.service, now.scope), year, 0, None, "")


def _named_draft(plan: dict[str, Any]) -> Sequence[dict[str, Any]]:
    now, lines = current(), draft_lines(plan)
    names = names_of(now.service, now.scope, {r["person"] for r in lines if r["person"]}, WHY)
    return [
        {
            **line,
            "name": names.get(line["person"], ""),
            "reason": opened_text(plan["excluded"].get(line["item"].replace(".", "_"))),
        }
        for line in lines
    ]


def _file(paper: Paper, name: str, format: str) -> Response:
    content = as_pdf(paper) if format == "pdf" else as_docx(paper)
    disposition = f'attachment; filename="{name}.{format}"'
    return Response(content, mimetype=_KINDS[format], headers={"Content-Disposition": disposition})
