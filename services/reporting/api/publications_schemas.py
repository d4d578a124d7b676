"""Bodies of the publications' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.reporting.api.common_schemas import TEXT
from services.reporting.domain.publication.events import PURPOSES
from shared.http.api import Schema
from shared.http.fields import ID, YEAR


class RewriteSchema(Schema):
    title = fields.String(required=True, validate=validate.Length(1, 300))
    text = fields.String(required=True, validate=TEXT)
    alt = fields.String(load_default="", validate=validate.Length(max=1_000))
    people = fields.List(
        fields.String(validate=ID), load_default=list, validate=validate.Length(max=50)
    )


class PublicationSchema(RewriteSchema):
    year = fields.String(required=True, validate=YEAR)
    kind = fields.String(required=True, validate=validate.OneOf(tuple(PURPOSES)))
    source = fields.String(load_default="", validate=validate.Length(max=64))
