"""Bodies of the awards' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.reporting.api.common_schemas import TEXT
from shared.http.api import Schema
from shared.http.fields import ID, YEAR, Day


class NominationSchema(Schema):
    year = fields.String(required=True, validate=YEAR)
    mentor = fields.String(required=True, validate=ID)
    title = fields.String(required=True, validate=validate.Length(1, 200))
    reason = fields.String(required=True, validate=TEXT)


class JuryDecisionSchema(Schema):
    chosen = fields.Boolean(required=True)
    protocol = fields.String(required=True, validate=TEXT)


class AwardGivenSchema(Schema):
    on = Day(required=True)
