"""Bodies of the mentees' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import year_field
from shared.http.api import PagingSchema, Schema


class MenteesQuerySchema(PagingSchema):
    year = year_field(required=True)
    status = fields.String(
        load_default=None,
        validate=validate.OneOf(("requested", "admitted", "returned", "withdrawn")),
    )


class ReturnSchema(Schema):
    year = year_field(required=True)
    reason = fields.String(
        required=True,
        validate=validate.OneOf(("incomplete", "not_mentoring", "duplicate", "other")),
    )


class WithdrawSchema(Schema):
    year = year_field(required=True)
    reason = fields.String(
        required=True, validate=validate.OneOf(("own_wish", "left_school", "other"))
    )
