"""Bodies of the organisations' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import id_field, year_field
from shared.http.api import Schema


class OrganisationSchema(Schema):
    kind = fields.String(
        required=True, validate=validate.OneOf(("municipality", "school", "company"))
    )
    name = fields.String(required=True, validate=validate.Length(1, 300))
    id = id_field(load_default=None)


class DenominatorsSchema(Schema):
    year = year_field(required=True)
    counts = fields.Dict(
        keys=fields.String(validate=validate.Regexp(r"[a-z_0-9]{1,40}\Z")),
        values=fields.Integer(strict=True, validate=validate.Range(0)),
        required=True,
        validate=validate.Length(1, 40),
    )


class NamesQuerySchema(Schema):
    organisations = fields.List(id_field(), required=True, validate=validate.Length(1, 500))
