"""Bodies of the roadmap's routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.reporting.api.common_schemas import ID, TEXT, YEAR
from services.reporting.domain.roadmap.decider import ROLES
from shared.http.api import Schema


class RoadmapSchema(Schema):
    year = fields.String(required=True, validate=YEAR)
    starts = fields.Date(required=True)
    ends = fields.Date(required=True)


class ItemPlanSchema(Schema):
    starts = fields.Date(required=True)
    ends = fields.Date(required=True)
    role = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(ROLES))
    person = fields.String(load_default=None, allow_none=True, validate=ID)


class ReasonSchema(Schema):
    reason = fields.String(required=True, validate=TEXT)
