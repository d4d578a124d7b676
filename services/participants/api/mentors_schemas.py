"""Bodies of the mentors' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import forms_field, id_field, year_field
from services.participants.application.mentor_search import SORTS
from shared.contracts.features import FORMS, THEMES
from shared.http.api import PagingSchema, Schema
from shared.http.fields import Day

KINDS = ("pupil", "teacher", "student", "alumnus", "employee")
DECISIONS = ("admit", "reserve", "refuse", "none")
WAYS = ("in_person", "online", "mixed")
AGE_BANDS = ("10-13", "14-15", "16-17", "18-24", "25+")
SLOT = r"(mon|tue|wed|thu|fri|sat|sun)-([01]\d|2[0-3])\Z"
STATUSES = ("registered", "listed", "unlisted", "paused", "left")


class MentorSchema(Schema):
    person = id_field(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    capacity = fields.Integer(required=True, strict=True, validate=validate.Range(1, 30))


class MentorsQuerySchema(PagingSchema):
    """Every filter that is given must fit. ``checked_on`` and ``unchecked_on`` judge the background
    check on a day, ``consent_before`` finds consents that end by a day."""

    year = year_field(load_default=None)
    status = fields.String(load_default=None, validate=validate.OneOf(STATUSES))
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))
    own = fields.Boolean(load_default=None)
    form = fields.String(load_default=None, validate=validate.OneOf(FORMS))
    theme = fields.String(load_default=None, validate=validate.OneOf(THEMES))
    time = fields.String(load_default=None, validate=validate.Regexp(SLOT, error="like mon-15"))
    way = fields.String(load_default=None, validate=validate.OneOf(WAYS))
    language = fields.String(load_default=None, validate=validate.Length(1, 20))
    area = fields.String(load_default=None, validate=validate.Length(1, 100))
    interest = fields.String(load_default=None, validate=validate.Length(1, 100))
    age_band = fields.String(load_default=None, validate=validate.OneOf(AGE_BANDS))
    adult = fields.Boolean(load_default=None)
    group_ok = fields.Boolean(load_default=None)
    free = fields.Integer(load_default=None, validate=validate.Range(0, 30))
    capacity = fields.Integer(load_default=None, validate=validate.Range(1, 30))
    checked_on = Day(load_default=None)
    unchecked_on = Day(load_default=None)
    listed_until = Day(load_default=None)
    stays = fields.Boolean(load_default=None)
    stays_until = Day(load_default=None)
    interview = fields.String(load_default=None, validate=validate.OneOf(DECISIONS))
    trained = fields.Boolean(load_default=None)
    consent = fields.Boolean(load_default=None)
    consent_before = Day(load_default=None)
    offered = fields.Boolean(load_default=None)
    shared = id_field(load_default=None)
    q = fields.String(load_default=None, validate=validate.Length(1, 200))
    sort = fields.String(load_default="id", validate=validate.OneOf(SORTS))


class BulkSchema(Schema):
    """``list`` needs ``year`` and ``until``, ``pause`` needs ``until``."""

    action = fields.String(required=True, validate=validate.OneOf(("list", "pause", "resume")))
    people = fields.List(id_field(), required=True, validate=validate.Length(1, 200))
    year = year_field(load_default=None)
    until = Day(load_default=None)


class ListSchema(Schema):
    year = year_field(required=True)
    until = Day(required=True)


class BackgroundCheckSchema(Schema):
    valid_until = Day(required=True)
    reference = fields.String(required=True, validate=validate.Length(1, 100))


class CapacitySchema(Schema):
    capacity = fields.Integer(required=True, strict=True, validate=validate.Range(1, 30))


class PauseSchema(Schema):
    until = Day(required=True)


class LeaveSchema(Schema):
    reason = fields.String(
        load_default="own_wish",
        validate=validate.OneOf(("own_wish", "left_organisation", "conduct", "other")),
    )


class StaySchema(Schema):
    year = year_field(required=True)
    stays = fields.Boolean(required=True)
    until = Day(load_default=None, allow_none=True)
    forms = forms_field(load_default=list)
    schools = fields.List(id_field(), load_default=list, validate=validate.Length(0, 300))


class CatalogueSchema(Schema):
    offered = fields.Boolean(required=True)
    paper = fields.String(load_default="", validate=validate.Length(0, 200))
