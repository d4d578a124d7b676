"""Bodies of the questionnaires' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import id_field, year_field
from shared.http.api import PagingSchema, Schema

KINDS = ("mentee", "mentor", "third_party")
SOURCES = ("self", "guardian", "psychologist", "social_worker", "teacher", "import")


class OpenSchema(Schema):
    person = id_field(required=True)
    year = year_field(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    source = fields.String(load_default="self", validate=validate.OneOf(SOURCES))


class OwnQuestionnairesQuerySchema(Schema):
    year = year_field(required=True)
    after_commit = fields.String(load_default=None)


class AnswersSchema(Schema):
    answers = fields.Dict(keys=fields.String(), required=True, validate=validate.Length(0, 100))
    paper = fields.Boolean(load_default=False)
    template_version = fields.Integer(load_default=0, validate=validate.Range(0))


class StrikeSchema(Schema):
    reason = fields.String(
        load_default="mistake", validate=validate.OneOf(("mistake", "duplicate", "asked"))
    )


class ResponsesQuerySchema(PagingSchema):
    person = id_field(load_default=None)
    year = year_field(load_default=None)
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))
    status = fields.String(
        load_default=None, validate=validate.OneOf(("open", "answered", "struck"))
    )
