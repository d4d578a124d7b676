"""Query arguments and ids that several nouns share."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.http.api import PagingSchema, Schema
from shared.http.fields import YEAR

TEXT = validate.Length(1, 10_000)


class ReadSchema(Schema):
    after_commit = fields.String(load_default=None)


class YearSchema(ReadSchema):
    year = fields.String(required=True, validate=YEAR)


class YearBodySchema(Schema):
    year = fields.String(required=True, validate=YEAR)


class YearPageSchema(PagingSchema):
    year = fields.String(load_default=None, validate=YEAR)
