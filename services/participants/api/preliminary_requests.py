"""Item 1.4: requests before any questionnaire, and where mentors for them may be sought."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.participants.api.support import (
    RowsSchema,
    YearBodySchema,
    YearListSchema,
    listed,
    shown,
    year_field,
)
from services.participants.application.preliminary_supply import supply
from services.participants.domain.preliminary_requests.commands import Count, sheet_id
from services.participants.domain.preliminary_requests.decider import PRELIMINARY_REQUESTS
from shared.contracts.features import FORMS, THEMES
from shared.http.api import AcceptedSchema, Blueprint, Schema, current, requires, run

blp = Blueprint("preliminary_requests", __name__, url_prefix="/preliminary-requests")


class CountSchema(Schema):
    year = year_field(required=True)
    form = fields.String(required=True, validate=validate.OneOf(FORMS))
    theme = fields.String(required=True, validate=validate.OneOf(THEMES))
    grade = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, 11))
    count = fields.Integer(required=True, strict=True, validate=validate.Range(0, 500))


@blp.route("", methods=["PUT"])
@requires("preliminary.write")
@blp.arguments(CountSchema)
@blp.response(200, AcceptedSchema)
def count(body: dict[str, Any]) -> Any:
    """How many of a class ask for a theme in a form; replaces the number, 0 takes it out. ``grade``
    is left out for teachers and students."""
    sheet = sheet_id(current().scope.tenant, body["year"])
    return run(PRELIMINARY_REQUESTS, sheet, Count(sheet, **body))


@blp.route("", methods=["GET"])
@requires("preliminary.read")
@blp.arguments(YearListSchema, location="query")
@blp.response(200, RowsSchema)
def list_requests(args: dict[str, Any]) -> Any:
    """The sheet, a row for each class, theme and form."""
    return shown(listed("preliminary_requests", args, {"year": args["year"]}))


@blp.route("/supply", methods=["GET"])
@requires("preliminary.read", seconds=20.0)
@blp.arguments(YearBodySchema, location="query")
@blp.response(200)
def show_supply(args: dict[str, Any]) -> Any:
    """Requests by form and theme against free places of the own base, and how many of the rest the
    municipality's catalogue offers; the greatest gap first."""
    now = current()
    return supply(now.service, now.scope, args["year"])
