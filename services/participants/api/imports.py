"""Workbooks: looked at first, then brought in; at once, or in the background with progress."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, request
from marshmallow import fields, validate

from services.participants.api.support import new_id, presentable, year_field
from services.participants.application.imports.files import FILE_LIMIT, REASONS, UnusableFile
from services.participants.application.imports.importing import KINDS, Import, report
from services.participants.application.imports.jobs import ImportJobs
from services.participants.application.imports.values import ADVICE
from services.participants.application.imports.values import REASONS as CELL_REASONS
from shared.domain.errors import Invalid
from shared.http.api import Blueprint, PagingSchema, Schema, current, requires

blp = Blueprint("imports", __name__, url_prefix="/imports")
_SHOWN = ("id", "kind", "year", "state", "done", "total", "counts", "columns", "created")
_LATEST = 20


class ImportQuerySchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    year = year_field(required=True)
    dry_run = fields.Boolean(load_default=True)


class JobQuerySchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    year = year_field(required=True)


@blp.route("", methods=["POST"])
@requires("import.run", seconds=60.0)
@blp.arguments(ImportQuerySchema, location="query")
def bring_in(query: dict[str, Any]) -> Any:
    """Read a workbook (XLSX or CSV, the body itself); without `dry_run=false` nothing changes."""
    now = current()
    one = Import(now.service, now.scope, query["kind"], query["year"])
    table = one.open(_file())
    rows = []
    for batch in one.planned(table):
        rows += batch if query["dry_run"] else one.carry_out(batch)
    return report(query["kind"], table, rows, dry_run=query["dry_run"])


@blp.route("/jobs", methods=["POST"])
@requires("import.run", seconds=30.0)
@blp.arguments(JobQuerySchema, location="query")
def look(query: dict[str, Any]) -> Any:
    """Leave a workbook to be looked at in the background; nothing changes before `…/start`."""
    jobs = _jobs()
    return _shown(jobs.create(new_id("import"), query["kind"], query["year"], _file()), jobs)


@blp.route("/jobs", methods=["GET"])
@requires("import.run")
def list_jobs() -> Any:
    """Your own imports of the last two hours, the newest first."""
    jobs = _jobs()
    return {"items": [_shown(job, jobs) for job in jobs.latest(_LATEST)], "next": None}


@blp.route("/jobs/<id>", methods=["GET"])
@requires("import.run")
def show_job(id: str) -> Any:
    """How far an import has come: `state`, rows `done` of `total`, counts, what was wrong."""
    jobs = _jobs()
    return _shown(jobs.get(id), jobs)


@blp.route("/jobs/<id>/cells", methods=["GET"])
@requires("import.run")
@blp.arguments(PagingSchema, location="query")
def list_cells(args: dict[str, Any], id: str) -> Any:
    """Which cell, what is wrong, what to do; never what stands in it."""
    after = _place(args["after"])
    found = _jobs().cells(id, after, args["limit"] + 1)
    rows = [_cell(cell) for cell in found[: args["limit"]]]
    more = len(found) > args["limit"]
    return {"items": rows, "next": str(found[args["limit"] - 1]["order"]) if more else None}


@blp.route("/jobs/<id>/start", methods=["POST"])
@requires("import.run")
def start(id: str) -> Any:
    """Bring the right rows in; goes on with an import that was stopped, and changes nothing twice."""
    assert current().key
    jobs = _jobs()
    return _shown(jobs.start(id), jobs)


@blp.route("/jobs/<id>/stop", methods=["POST"])
@requires("import.run")
def stop(id: str) -> Any:
    """Stop between two batches; what is in stays in."""
    assert current().key
    jobs = _jobs()
    return _shown(jobs.stop(id), jobs)


def _jobs() -> ImportJobs:
    now = current()
    return ImportJobs(now.service, now.scope)


def _file() -> bytes:
    """The body. A larger one is refused by its Content-Length, or as soon as more than the limit has
    come: never more than that is held."""
    if (request.content_length or 0) > FILE_LIMIT:
        abort(413)
    # One byte more than allowed tells a longer body in chunks from one that ends at the limit: the
    # stream itself ends there in silence.
    request.max_content_length = FILE_LIMIT + 1
    content = request.get_data(cache=False)
    if len(content) > FILE_LIMIT:
        abort(413)
    if not content:
        raise UnusableFile("file-empty")
    return content


def _shown(job: Mapping[str, Any], jobs: ImportJobs) -> dict[str, Any]:
    problem = job.get("problem")
    said = None
    if problem:
        sentence = REASONS.get(problem["code"], "the import did not come to its end")
        said = {**problem, "detail": sentence}
    shown = presentable({field: job[field] for field in _SHOWN if field in job})
    return {**shown, "unknown_columns": jobs.unknown_columns(job), "problem": said}


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    ru, en = CELL_REASONS[cell["code"]]
    do_ru, do_en = ADVICE[cell["code"]]
    shown = {field: cell[field] for field in ("row", "cell", "column", "code")}
    return {**shown, "ru": ru, "en": en, "do_ru": do_ru, "do_en": do_en}


def _place(after: str | None) -> int:
    if after is None:
        return 0
    if not (after.isascii() and after.isdigit() and len(after) < 10):
        raise Invalid("the cursor is none of ours", {"after": ["take it from `next`"]})
    return int(after)
