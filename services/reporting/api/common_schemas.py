"""Query arguments and ids that several nouns share."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.domain.school_years import PATTERN
from shared.http.api import PagingSchema, Schema

YEAR = validate.Regexp(rf"{PATTERN}\Z", error="like 2026/27")
TEXT = validate.Length(1, 10_000)


class ReadSchema(Schema):
    after_commit = fields.String(load_default=None)


class YearSchema(ReadSchema):
    year = fields.String(required=True, validate=YEAR)


class YearBodySchema(Schema):
    year = fields.String(required=True, validate=YEAR)


class YearPageSchema(PagingSchema):
    year = fields.String(load_default=None, validate=YEAR)
