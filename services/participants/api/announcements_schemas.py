"""Bodies and queries of announcements."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import year_field
from services.participants.application.announcements import AUDIENCES
from shared.http.api import PagingSchema, Schema
from shared.http.fields import Day


class AnnouncementSchema(Schema):
    year = year_field(required=True)
    audiences = fields.List(
        fields.String(validate=validate.OneOf(AUDIENCES)), required=True,
        validate=validate.Length(1, 4),
    )  # fmt: skip
    title = fields.String(required=True, validate=validate.Length(1, 200))
    text = fields.String(required=True, validate=validate.Length(1, 4000))
    until = Day(required=True)


class AnnouncementLinksSchema(PagingSchema):
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 200))
