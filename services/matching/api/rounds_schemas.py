"""Bodies and answers about municipal rounds."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.contracts.features import FORMS
from shared.http.api import Schema
from shared.http.fields import Day


class OpenRoundSchema(Schema):
    year = fields.String(required=True, validate=validate.Length(7, 7))
    closes = Day(required=True)


class JoinSchema(Schema):
    forms = fields.List(fields.String(validate=validate.OneOf(FORMS)), required=True)
