"""Documents that a service has issued: their list, their files, and the question of a stranger who
holds one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from flask import Response
from marshmallow import fields, validate

from shared.documents import register
from shared.documents.codes import normalised
from shared.documents.formats import TYPES
from shared.documents.issuing import file_of, version_of
from shared.documents.preview import page_image, pages_of
from shared.domain.errors import NotFound
from shared.http.api import (
    Blueprint,
    PagingSchema,
    Schema,
    current,
    page,
    reader,
    record_read,
    requires,
)

SITE: Final = validate.Regexp(r"\Ahttps?://[0-9A-Za-z.:\[\]/_-]{1,200}\Z", error="not an address")
"""Where the check page is, for the QR code."""


class DocumentsQuerySchema(PagingSchema):
    year = fields.String(load_default=None)
    kind = fields.String(load_default=None)
    status = fields.String(load_default=None)
    document = fields.String(load_default=None)


class VersionQuerySchema(Schema):
    """Without a version the last that was not taken back."""

    version = fields.Integer(load_default=None, validate=validate.Range(1))


class FileQuerySchema(VersionQuerySchema):
    format = fields.String(load_default="pdf", validate=validate.OneOf(tuple(TYPES)))


class CheckQuerySchema(Schema):
    """``sha256`` of a file to be compared."""

    sha256 = fields.String(load_default="", validate=validate.Regexp(r"[0-9a-f]{64}|$"))


@dataclass(frozen=True, slots=True)
class Handed:
    """A file to be handed out, and whom it names."""

    content: bytes
    name: str
    people: tuple[str, ...]


Hand = Callable[[str, int | None, str], Handed]


def documents_blueprint(hand: Hand | None = None) -> Blueprint:
    """``hand`` is asked first for a file of a document that is kept elsewhere; it raises NotFound
    for those that are not."""
    blueprint = Blueprint(
        "documents", __name__, url_prefix="/documents", description="Documents as issued"
    )

    @blueprint.route("", methods=["GET"])
    @requires("document.read")
    @blueprint.arguments(DocumentsQuerySchema, location="query")
    def listing(query: dict[str, Any]) -> Any:
        """The latest first, a row for each version; no names."""
        wanted = {
            name: query[name] for name in ("year", "kind", "status", "document") if query[name]
        }
        found = reader(register.NAME, query["after_commit"]).find(
            wanted, sort="-on", after=query["after"], limit=query["limit"]
        )
        for row in found.items:
            row.pop("tenant", None)
        return page(found)

    @blueprint.route("/<document>/file", methods=["GET"])
    @requires("document.file", seconds=30.0)
    @blueprint.arguments(FileQuerySchema, location="query")
    @blueprint.response(200, content_type=TYPES["pdf"])
    def file(query: dict[str, Any], document: str) -> Response:
        """The file as it was handed out, the same bytes every time; the reading is recorded."""
        format, version = query["format"], query["version"]
        found = _handed(hand, document, version, format)
        record_read(found.people, why="document", what=("document",))
        headers = {"Content-Disposition": f'attachment; filename="{found.name}"'}
        return Response(found.content, mimetype=TYPES[format], headers=headers)

    @blueprint.route("/<document>/pages", methods=["GET"])
    @requires("document.file", seconds=30.0)
    @blueprint.arguments(VersionQuerySchema, location="query")
    def pages(query: dict[str, Any], document: str) -> Any:
        """How many pages the PDF has."""
        return {"pages": pages_of(_handed(hand, document, query["version"], "pdf").content)}

    @blueprint.route("/<document>/pages/<int:number>", methods=["GET"])
    @requires("document.file", seconds=30.0)
    @blueprint.arguments(VersionQuerySchema, location="query")
    @blueprint.response(200, content_type="image/png")
    def page_of(query: dict[str, Any], document: str, number: int) -> Response:
        """One page of the PDF as an image, to be looked at; the reading is recorded."""
        found = _handed(hand, document, query["version"], "pdf")
        try:
            image = page_image(found.content, number)
        except ValueError as error:
            raise NotFound("there is no such page") from error
        record_read(found.people, why="document", what=("document",))
        return Response(image, mimetype="image/png")

    @blueprint.route("/check/<code>", methods=["GET"])
    @requires("document.check")
    @blueprint.arguments(CheckQuerySchema, location="query")
    def check(query: dict[str, Any], code: str) -> Any:
        """What a stranger with the code may know: kind, day, number, whether it is valid, whether a
        file is the one that was issued; never a name."""
        now, plain = current(), normalised(code)
        if plain is None:
            return {"known": False}
        return register.check(now.service, now.scope, plain, query["sha256"])

    return blueprint


def _handed(hand: Hand | None, document: str, version: int | None, format: str) -> Handed:
    if hand is not None:
        try:
            return hand(document, version, format)
        except NotFound:
            pass
    now = current()
    issued = version_of(now.service, now.scope, document, version)
    content = file_of(now.service, now.scope, issued, format)
    name = f"{issued.kind}-{issued.on.isoformat()}.{format}"
    return Handed(content, name, issued.people)
