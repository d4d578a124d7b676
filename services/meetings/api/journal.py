"""The journal with its texts and files, for those it concerns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final

from flask import Response, request

from services.meetings.api import working_schemas
from services.meetings.api.support import carry_out, new_id
from services.meetings.application import attachments
from services.meetings.application.access import series_for, working_series
from services.meetings.domain.meeting_series import commands
from services.meetings.domain.meeting_series.decider import MEETING_SERIES
from shared.domain.ids import derived_id
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    current,
    page,
    reader,
    record_read,
    requires,
)

blp = Blueprint("journal", __name__, url_prefix="/pairings/<id:pairing>", description="Journal")
_TEXTS: Final = ("topic", "next_step", "exception", "reason", "name")
_ENDINGS: Final = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@blp.route("/journal", methods=["GET"])
@requires("journal.read")
@blp.arguments(working_schemas.JournalQuerySchema, location="query")
def journal(query: dict[str, Any], pairing: str) -> Any:
    """Meetings with texts, files and former entries, and the goals; the reading is recorded."""
    now = current()
    series = working_series(now.service, now.scope, pairing)
    found = reader("journal").find(
        {"pairing": pairing}, sort="held_on", after=query["after"], limit=query["limit"]
    )
    parts = [part for row in found.items for part in _parts(row)]
    tokens = {
        part[name]
        for part in parts
        for name in (*_TEXTS, "absences")
        if isinstance(part.get(name), str)
    }
    texts = now.service.vault.open_many(now.scope.tenant, tokens)
    for part in parts:
        _open(part, texts)
    record_read(series.people, why="journal", what=("journal", "goal"))
    return page(found)


def _parts(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The entry itself, what it said before, and its files."""
    yield row
    yield from row.get("former", ())
    yield from row.get("files", ())


def _open(part: dict[str, Any], texts: dict[str, str | None]) -> None:
    for name in _TEXTS:
        if isinstance(part.get(name), str):
            part[name] = texts[part[name]]
    if "absences" in part:
        told = texts[part["absences"]] if part["absences"] else None
        part["absences"] = json.loads(told) if told else {}


@blp.route("/meetings/<id:meeting>/attachments", methods=["POST"])
@requires("meeting.write")
@blp.arguments(working_schemas.FileQuerySchema, location="query")
@blp.response(200, working_schemas.AttachmentAcceptedSchema)
def attach(query: dict[str, Any], pairing: str, meeting: str) -> Any:
    """The body is the file: a whole PDF, JPEG or PNG by its content, at most 10 MB; five a meeting.
    Pictures lose what the camera wrote into them. What the rules refuse is refused before anything
    is kept; another file has another id, also under the same key."""
    now = current()
    series = working_series(now.service, now.scope, pairing)
    sent = attachments.taken(request.get_data())
    file = derived_id(new_id("attachment"), sha256(sent.content).hexdigest())
    command = commands.Attach(
        file, meeting, Personal.of(query["name"]), sent.type, len(sent.content)
    )
    if not now.service.handler.carried_out(
        now.scope, MEETING_SERIES, pairing, commands.Attach, now.key
    ) and MEETING_SERIES.decide(command, series):
        attachments.keep_file(now.service, now.scope, series, file, sent)
    return carry_out(pairing, command, attachment=file)


@blp.route("/attachments/<id:attachment>", methods=["GET"])
@requires("journal.read")
def download(pairing: str, attachment: str) -> Response:
    """The file, while everybody's consent lives; recorded."""
    now = current()
    series = working_series(now.service, now.scope, pairing)
    file = attachments.read_file(now.service, now.scope, series, attachment)
    record_read(series.people, why="journal", what=("journal",))
    name = f"file-{attachment[:8]}.{_ENDINGS[file.type]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(file.content, mimetype=file.type, headers=headers)


@blp.route("/attachments/<id:attachment>/remove", methods=["POST"])
@requires("meeting.write")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def detach(body: dict[str, Any], pairing: str, attachment: str) -> Any:
    """The file is destroyed. 404 for what is not the pairing's own."""
    now = current()
    series_for(now.service, now.scope, pairing)
    answer = carry_out(pairing, commands.Detach(attachment))
    series = series_for(now.service, now.scope, pairing)
    attachments.drop_files(now.service, now.scope, series)
    return answer
