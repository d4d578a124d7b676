"""Bodies of the monitoring report's routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.reporting.api.common_schemas import TEXT
from services.reporting.domain.monitoring_report.checklist import POINTS
from shared.http.api import Schema


class SwotSchema(Schema):
    strengths = fields.String(required=True, validate=TEXT)
    weaknesses = fields.String(required=True, validate=TEXT)
    opportunities = fields.String(required=True, validate=TEXT)
    threats = fields.String(required=True, validate=TEXT)


class ReportSchema(Schema):
    swot = fields.Nested(SwotSchema, required=True)
    checklist = fields.List(
        fields.Integer(strict=True, validate=validate.Range(0, 2)),
        required=True,
        validate=validate.Length(equal=len(POINTS)),
    )
