"""Bodies of the awards' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.reporting.api.common_schemas import ID, TEXT, YEAR
from shared.http.api import Schema


class NominateSchema(Schema):
    year = fields.String(required=True, validate=YEAR)
    mentor = fields.String(required=True, validate=ID)
    title = fields.String(required=True, validate=validate.Length(1, 200))
    reason = fields.String(required=True, validate=TEXT)


class DecideSchema(Schema):
    chosen = fields.Boolean(required=True)
    protocol = fields.String(required=True, validate=TEXT)


class GiveSchema(Schema):
    on = fields.Date(required=True)
