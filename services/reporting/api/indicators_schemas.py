"""Bodies of the indicators' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.reporting.domain.indicators.catalogue import BY_CODE
from shared.http.api import Schema
from shared.http.fields import YEAR, Day

_CODE = validate.OneOf(tuple(BY_CODE))


class DenominatorSchema(Schema):
    year = fields.String(required=True, validate=YEAR)
    code = fields.String(required=True, validate=_CODE)
    count = fields.Integer(required=True, strict=True, validate=validate.Range(1, 10_000_000))
    as_of = Day(required=True)


class TargetSchema(Schema):
    year = fields.String(required=True, validate=YEAR)
    code = fields.String(required=True, validate=_CODE)
    percent = fields.Float(required=True, validate=validate.Range(0, 100))
