"""Workbooks: a dry run first, then the same file for good."""

from __future__ import annotations

from typing import Any

from flask import request
from marshmallow import fields, validate

from services.participants.api.support import year_field
from services.participants.application.imports.files import FILE_LIMIT
from services.participants.application.imports.importing import KINDS, Import, report
from shared.domain.errors import Invalid
from shared.http.api import Blueprint, Schema, current, requires

blp = Blueprint("imports", __name__, url_prefix="/imports")


class ImportQuerySchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    year = year_field(required=True)
    dry_run = fields.Boolean(load_default=True)


@blp.route("", methods=["POST"])
@requires("import.run", seconds=60.0)
@blp.arguments(ImportQuerySchema, location="query")
def bring_in(query: dict[str, Any]) -> Any:
    """Read an XLSX workbook (the body itself); without `dry_run=false` nothing changes."""
    now = current()
    request.max_content_length = FILE_LIMIT
    content = request.get_data(cache=False)
    if not content:
        raise Invalid("the file is empty", {"file": ["send the workbook as the body"]})
    one = Import(now.service, now.scope, query["kind"], query["year"])
    table = one.open(content)
    rows = []
    for batch in one.planned(table):
        rows += batch if query["dry_run"] else one.carry_out(batch)
    return report(query["kind"], table, rows, dry_run=query["dry_run"])
