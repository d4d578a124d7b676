"""Exports of other tools' forms: mapped once, shown row by row, then brought in."""

from __future__ import annotations

from typing import Any

from flask import request

from services.participants.api.answer_files_schemas import AnswerFileSchema, AnswerMappingSchema
from services.participants.application.answer_files.importing import AnswerFile, report
from services.participants.application.answer_files.mapping import remember
from services.participants.application.answer_files.reading import read_sheet
from services.participants.application.templates import template
from services.participants.domain.questionnaire_response.commands import template_code
from services.participants.domain.questionnaire_response.events import Source
from shared.domain.errors import Invalid
from shared.http.api import AcceptedSchema, Blueprint, accepted, current, requires

FILE_LIMIT = 10 * 2**20

blp = Blueprint("answer_files", __name__, url_prefix="/answer-files")


@blp.route("", methods=["POST"])
@requires("questionnaire.import", seconds=60.0)
@blp.arguments(AnswerFileSchema, location="query")
def bring_in(query: dict[str, Any]) -> Any:
    """Read an XLSX or CSV export (the body itself) with the remembered mapping of its columns;
    without `dry_run=false` nothing changes."""
    now = current()
    request.max_content_length = FILE_LIMIT
    content = request.get_data(cache=False)
    if not content:
        raise Invalid("the file is empty", {"file": ["send the file as the body"]})
    form = template(now.service, now.scope, query["template"], query["version"])
    source: Source = query["source"] if form["kind"] == "third_party" else "import"
    if template_code(form["kind"], source) != form["code"]:
        raise Invalid("this form is filled in by somebody else", {"source": ["does not fit"]})
    file = AnswerFile(
        now.service, now.scope, form, read_sheet(content), year=query["year"], source=source
    )
    rows = file.plan()
    if not query["dry_run"]:
        if not file.mapped.remembered:
            raise Invalid("the columns are not mapped yet", {"columns": ["map them first"]})
        rows = file.bring_in(rows)
    return {
        **report(file, rows, dry_run=query["dry_run"]),
        "template": form["code"],
        "version": form["version"],
    }


@blp.route("/mapping", methods=["PUT"])
@requires("questionnaire.import")
@blp.arguments(AnswerMappingSchema)
@blp.response(200, AcceptedSchema)
def map_columns(body: dict[str, Any]) -> Any:
    """Remember which column is which question, and what unknown answers mean, for this version."""
    now = current()
    form = template(now.service, now.scope, body["template"], body["version"])
    columns = {one["heading"]: one["target"] for one in body["columns"]}
    values = [(one["question"], one["text"], one["option"]) for one in body["values"]]
    return accepted(remember(now.service, now.scope, form, columns, values, key=now.key))
