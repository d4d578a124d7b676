"""Bodies of the surveys' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.reporting.domain.survey.roles import ROLES
from services.reporting.domain.survey.scales import TEXT_MAX
from shared.http.api import Schema
from shared.http.fields import ID, YEAR, Day


class SurveySchema(Schema):
    year = fields.String(required=True, validate=YEAR)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    closes = Day(required=True)


class SurveyAnswerSchema(Schema):
    person = fields.String(load_default=None, validate=ID)
    scales = fields.Dict(keys=fields.String(), values=fields.Integer(strict=True), required=True)
    statements = fields.List(fields.String(), load_default=list, validate=validate.Length(max=20))
    text = fields.String(load_default="", validate=validate.Length(max=TEXT_MAX))


class PersonSchema(Schema):
    person = fields.String(load_default=None, validate=ID)
