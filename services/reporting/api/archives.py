"""The year as one ZIP file for the archive: made by the worker, kept for a day, downloads noted."""

from __future__ import annotations

from typing import Any

from flask import Response

from services.reporting.api.asking import new_thing
from services.reporting.api.common_schemas import YearBodySchema, YearSchema
from services.reporting.application import archive_jobs as jobs
from services.reporting.application.archiving import missing_of
from shared.domain.errors import Refused
from shared.http.api import Blueprint, EmptySchema, current, record_read, requires

blp = Blueprint("archives", __name__, url_prefix="/archives", description="Archives of a year")
_LISTED = 20


@blp.route("", methods=["POST"])
@requires("archive.make")
@blp.arguments(YearBodySchema)
@blp.response(202)
def make(body: dict[str, Any]) -> Any:
    """Ask for an archive; the worker makes it. One at a time for each school."""
    now = current()
    return jobs.create(now.service, now.scope, new_thing("archive"), body["year"])


@blp.route("", methods=["GET"])
@requires("archive.make")
@blp.arguments(YearSchema, location="query")
def listing(query: dict[str, Any]) -> Any:
    """The latest of a year, the newest first."""
    now = current()
    return {"items": jobs.latest(now.service, now.scope, query["year"], _LISTED), "next": None}


@blp.route("/<archive>", methods=["GET"])
@requires("archive.make")
def show(archive: str) -> Any:
    """How far it is, or how it ended."""
    now = current()
    return jobs.get(now.service, now.scope, archive)


@blp.route("/<archive>/cancel", methods=["POST"])
@requires("archive.make")
@blp.arguments(EmptySchema)
@blp.response(200)
def cancel(body: dict[str, Any], archive: str) -> Any:
    """Stop making it."""
    now = current()
    return jobs.cancel(now.service, now.scope, archive)


@blp.route("/<archive>/file", methods=["GET"])
@requires("archive.make", seconds=60.0)
@blp.response(200, content_type="application/zip")
def file(archive: str) -> Response:
    """The file, while everybody in it takes part; otherwise it is destroyed and refused."""
    now = current()
    job = jobs.find(now.service, now.scope, archive)
    content = jobs.content_of(now.service, job)
    if missing_of(now.service, now.scope, job["people"]):
        jobs.destroy(now.service, job)
        raise Refused("somebody in it does not take part any more", code="archive-outdated")
    record_read(job["people"], why="archive", what=("name", "document"))
    jobs.note_download(now.service, now.scope, job)
    name = f"archive-{job['year'].replace('/', '-')}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="application/zip", headers=headers)
