"""7.6: what anybody may see, for the gateway that shows it."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields

from services.reporting.api.common_schemas import YearPageSchema
from services.reporting.application.municipality import public_numbers
from services.reporting.application.pictures import read_picture
from services.reporting.application.public_page import (
    gone,
    gone_of_schools,
    of_schools,
    picture_of,
    public_items,
    published,
    years,
)
from shared.http.api import Blueprint, Schema, current, reader, requires
from shared.http.fields import ID, YEAR

blp = Blueprint("public", __name__, url_prefix="/public", description="What anybody may see")


class NumbersSchema(Schema):
    year = fields.String(load_default=None, validate=YEAR)
    school = fields.String(load_default=None, validate=ID)


class YearSchema(Schema):
    year = fields.String(load_default=None, validate=YEAR)


@blp.route("/items", methods=["GET"])
@requires("public.read")
@blp.arguments(YearPageSchema, location="query")
def items(query: dict[str, Any]) -> Any:
    """What is published with everyone's consent at this moment; the ids of what was withdrawn."""
    now, view = current(), reader("public_page")
    found = published(view, query["year"], query["after"], query["limit"])
    return {
        "items": public_items(now.service, now.scope, found.items),
        "next": found.next,
        "years": years(view),
        "gone": gone(view),
    }


@blp.route("/schools", methods=["GET"])
@requires("public.read")
@blp.arguments(YearSchema, location="query")
def schools(query: dict[str, Any]) -> Any:
    """The newest items of the schools of the token's municipality, each with its school; the ids of
    what their schools withdrew."""
    now = current()
    return {
        "items": of_schools(now.service, now.scope.tenant, query["year"]),
        "next": None,
        "gone": gone_of_schools(now.service, now.scope.tenant),
    }


@blp.route("/numbers", methods=["GET"])
@requires("public.read")
@blp.arguments(NumbersSchema, location="query")
def numbers(query: dict[str, Any]) -> Any:
    """A year's numbers as the municipality of the token published them at its last month end, of all
    schools together or of one; nothing newer, and nothing that was hidden there."""
    return public_numbers(reader("month_ends"), query["year"], query["school"])


@blp.route("/items/<publication>/picture", methods=["GET"])
@requires("public.read")
def picture(publication: str) -> Response:
    """The picture of an item, with everyone's consent at this moment."""
    now = current()
    document = reader("public_page").get(publication)
    file = read_picture(now.service, now.scope, picture_of(now.service, now.scope, document))
    return Response(file.content, mimetype=file.type)
