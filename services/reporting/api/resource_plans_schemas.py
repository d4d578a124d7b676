"""Bodies of the plan of resources."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.http.api import PagingSchema, Schema
from shared.http.fields import ID, YEAR

COUNT = validate.Range(0, 100_000)


class ResourceSchema(Schema):
    year = fields.String(required=True, validate=YEAR)
    kind = fields.String(
        required=True, validate=validate.OneOf(("people", "methods", "facilities"))
    )
    source = fields.String(required=True, validate=validate.OneOf(("inside", "outside")))
    what = fields.String(required=True, validate=validate.Length(1, 300))
    who = fields.String(load_default="", validate=validate.Length(0, 200))
    needed = fields.Integer(required=True, strict=True, validate=COUNT)
    have = fields.Integer(required=True, strict=True, validate=COUNT)
    line = fields.String(load_default=None, validate=ID)


class ResourcesQuerySchema(PagingSchema):
    year = fields.String(required=True, validate=YEAR)
