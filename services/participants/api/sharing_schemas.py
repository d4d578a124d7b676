"""Bodies of the sharing routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.mentors_schemas import SLOT, WAYS
from services.participants.api.support import forms_field, id_field
from services.participants.domain.features import CHOSEN
from shared.contracts.features import FORMS, THEMES
from shared.http.api import PagingSchema, Schema
from shared.http.fields import Day

PURPOSES = ("programme", "project", "event", "career", "methods")
"""What a school asks for: a closed list, so that no text about a child crosses."""


def hours_field() -> fields.Integer:
    return fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(1, 200)
    )


class RequestedSchema(Schema):
    forms = forms_field(required=True, validate=validate.Length(1, 5))
    places = fields.Integer(required=True, strict=True, validate=validate.Range(1, 30))
    until = Day(required=True)


class AskSchema(RequestedSchema):
    entry = id_field(required=True)
    purpose = fields.String(load_default="programme", validate=validate.OneOf(PURPOSES))


class TermsSchema(RequestedSchema):
    """``fields`` beside what matching cannot do without; ``hours`` in a month."""

    fields_ = fields.List(
        fields.String(validate=validate.OneOf(CHOSEN)),
        data_key="fields",
        load_default=lambda: list(CHOSEN),
    )
    hours = hours_field()


class PermissionSchema(TermsSchema):
    mentor = id_field(required=True)
    school = id_field(required=True)


class StandingSchema(TermsSchema):
    """Without ``schools`` it answers any school."""

    schools = fields.List(id_field(), load_default=list, validate=validate.Length(0, 300))


class LimitsSchema(Schema):
    """``null`` leaves a side open."""

    schools = fields.List(
        id_field(), load_default=None, allow_none=True, validate=validate.Length(0, 300)
    )
    forms = forms_field(load_default=None, allow_none=True)
    places = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(0, 30)
    )
    hours = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(0, 200)
    )


class PermissionsQuerySchema(PagingSchema):
    mentor = id_field(load_default=None)
    status = fields.String(load_default=None)


class RequestsQuerySchema(PagingSchema):
    status = fields.String(load_default=None)


class CatalogueQuerySchema(PagingSchema):
    form = fields.String(load_default=None, validate=validate.OneOf(FORMS))
    theme = fields.String(load_default=None, validate=validate.OneOf(THEMES))
    way = fields.String(load_default=None, validate=validate.OneOf(WAYS))
    time = fields.String(load_default=None, validate=validate.Regexp(SLOT, error="like mon-15"))
