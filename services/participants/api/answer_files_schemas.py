"""Queries and bodies of the forms exports' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.questionnaires_schemas import SOURCES
from services.participants.api.support import year_field
from shared.http.api import Schema


class AnswerFileSchema(Schema):
    template = fields.String(required=True, validate=validate.Length(1, 40))
    version = fields.Integer(load_default=None, validate=validate.Range(1))
    year = year_field(required=True)
    source = fields.String(load_default="import", validate=validate.OneOf(SOURCES))
    dry_run = fields.Boolean(load_default=True)


class AnswerColumnSchema(Schema):
    heading = fields.String(required=True, validate=validate.Length(1, 2000))
    target = fields.String(required=True, validate=validate.Length(1, 90))


class AnswerValueSchema(Schema):
    question = fields.String(required=True, validate=validate.Length(1, 40))
    text = fields.String(required=True, validate=validate.Length(1, 2000))
    option = fields.String(required=True, validate=validate.Length(1, 40))


class AnswerMappingSchema(Schema):
    template = fields.String(required=True, validate=validate.Length(1, 40))
    version = fields.Integer(required=True, validate=validate.Range(1))
    columns = fields.List(
        fields.Nested(AnswerColumnSchema), required=True, validate=validate.Length(1, 300)
    )
    values = fields.List(
        fields.Nested(AnswerValueSchema), load_default=list, validate=validate.Length(0, 500)
    )
