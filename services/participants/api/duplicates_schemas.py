"""Bodies of the routes about possible duplicates."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import id_field
from shared.http.api import PagingSchema, Schema

STATUSES = ("open", "dismissed", "merged", "given_over", "offered", "taken")


class SuspicionsQuerySchema(PagingSchema):
    status = fields.String(load_default=None, validate=validate.OneOf(STATUSES))


class MergeSchema(Schema):
    keep = id_field(required=True)
