"""Bodies of the sharing routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import forms_field, id_field
from shared.http.api import PagingSchema, Schema


class TermsSchema(Schema):
    forms = forms_field(required=True, validate=validate.Length(1, 5))
    places = fields.Integer(required=True, strict=True, validate=validate.Range(1, 30))
    until = fields.Date(required=True)


class AskSchema(TermsSchema):
    entry = id_field(required=True)


class StandingSchema(TermsSchema):
    mentor = id_field(required=True)
    school = id_field(required=True)


class PermissionsQuerySchema(PagingSchema):
    mentor = id_field(load_default=None)
    status = fields.String(load_default=None)


class RequestsQuerySchema(PagingSchema):
    status = fields.String(load_default=None)
