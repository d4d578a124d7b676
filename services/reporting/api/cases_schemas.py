"""Bodies of the cases' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.reporting.api.common_schemas import TEXT
from shared.http.api import Schema
from shared.http.fields import ID, YEAR


class StorySchema(Schema):
    people = fields.List(fields.String(validate=ID), required=True, validate=validate.Length(1, 50))
    situation = fields.String(required=True, validate=TEXT)
    goal = fields.String(required=True, validate=TEXT)
    path = fields.String(required=True, validate=TEXT)
    result = fields.String(required=True, validate=TEXT)
    quotes = fields.String(load_default="", validate=validate.Length(max=10_000))


class CaseSchema(StorySchema):
    year = fields.String(required=True, validate=YEAR)
    pairing = fields.String(required=True, validate=ID)
