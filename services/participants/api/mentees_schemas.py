"""Bodies of the mentees' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import id_field, year_field
from services.participants.application.mentee_base import MISSING, PRIORITIES, STATUSES
from shared.contracts.features import FORMS, THEMES
from shared.http.api import PagingSchema, Schema


class MenteesQuerySchema(PagingSchema):
    year = year_field(required=True)
    status = fields.String(
        load_default=None,
        validate=validate.OneOf(("requested", "admitted", "returned", "withdrawn")),
    )


class MenteeFilterSchema(Schema):
    """``missing`` is what somebody lacks; ``nothing`` finds those who are complete."""

    year = year_field(required=True)
    q = fields.String(load_default=None, validate=validate.Length(1, 200))
    status = fields.String(load_default=None, validate=validate.OneOf(STATUSES))
    theme = fields.String(load_default=None, validate=validate.OneOf(THEMES))
    form = fields.String(load_default=None, validate=validate.OneOf(FORMS))
    missing = fields.String(load_default=None, validate=validate.OneOf((*MISSING, "nothing")))
    priority = fields.String(load_default=None, validate=validate.OneOf(PRIORITIES))


class MenteeBaseQuerySchema(MenteeFilterSchema, PagingSchema):
    pass


class MenteeSheetQuerySchema(MenteeFilterSchema):
    language = fields.String(load_default="ru", validate=validate.OneOf(("ru", "en")))


class MenteeClustersQuerySchema(Schema):
    year = year_field(required=True)
    after_commit = fields.String(load_default=None)


class AdmitManySchema(Schema):
    year = year_field(required=True)
    people = fields.List(id_field(), required=True, validate=validate.Length(1, 200))


class PrioritySchema(Schema):
    """Without a priority the rules judge again."""

    year = year_field(required=True)
    priority = fields.String(required=True, allow_none=True, validate=validate.OneOf(PRIORITIES))
    note = fields.String(load_default="", validate=validate.Length(0, 2000))


class ReturnSchema(Schema):
    year = year_field(required=True)
    reason = fields.String(
        required=True,
        validate=validate.OneOf(("incomplete", "not_mentoring", "duplicate", "other")),
    )
    note = fields.String(load_default="", validate=validate.Length(0, 2000))


class ReturnManySchema(ReturnSchema):
    people = fields.List(id_field(), required=True, validate=validate.Length(1, 200))


class WithdrawSchema(Schema):
    year = year_field(required=True)
    reason = fields.String(
        required=True, validate=validate.OneOf(("own_wish", "left_school", "other"))
    )
