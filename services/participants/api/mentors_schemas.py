"""Bodies of the mentors' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import forms_field, id_field, year_field
from shared.contracts.features import FORMS, THEMES
from shared.http.api import PagingSchema, Schema

KINDS = ("pupil", "teacher", "student", "alumnus", "employee")
STATUSES = ("registered", "listed", "unlisted", "paused", "left")


class MentorSchema(Schema):
    person = id_field(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    capacity = fields.Integer(required=True, strict=True, validate=validate.Range(1, 30))


class MentorsQuerySchema(PagingSchema):
    year = year_field(load_default=None)
    status = fields.String(load_default=None, validate=validate.OneOf(STATUSES))
    form = fields.String(load_default=None, validate=validate.OneOf(FORMS))
    theme = fields.String(load_default=None, validate=validate.OneOf(THEMES))
    own = fields.Boolean(load_default=None)


class ListSchema(Schema):
    year = year_field(required=True)
    until = fields.Date(required=True)


class BackgroundCheckSchema(Schema):
    valid_until = fields.Date(required=True)
    reference = fields.String(required=True, validate=validate.Length(1, 100))


class CapacitySchema(Schema):
    capacity = fields.Integer(required=True, strict=True, validate=validate.Range(1, 30))


class PauseSchema(Schema):
    until = fields.Date(required=True)


class LeaveSchema(Schema):
    reason = fields.String(
        load_default="own_wish",
        validate=validate.OneOf(("own_wish", "left_organisation", "conduct", "other")),
    )


class StaySchema(Schema):
    year = year_field(required=True)
    stays = fields.Boolean(required=True)
    until = fields.Date(load_default=None, allow_none=True)
    forms = forms_field(load_default=list)
    schools = fields.List(id_field(), load_default=list, validate=validate.Length(0, 300))


class CatalogueSchema(Schema):
    offered = fields.Boolean(required=True)
    paper = fields.String(load_default="", validate=validate.Length(0, 200))


class CatalogueQuerySchema(PagingSchema):
    form = fields.String(load_default=None, validate=validate.OneOf(FORMS))
    theme = fields.String(load_default=None, validate=validate.OneOf(THEMES))
    way = fields.String(
        load_default=None, validate=validate.OneOf(("in_person", "online", "mixed"))
    )
