"""Bodies of the campaigns' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.consents_schemas import language_field, offered_field
from services.participants.api.support import id_field, year_field
from shared.http.api import PagingSchema, Schema
from shared.http.fields import Day


def _role() -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(("mentee", "mentor")))


class LackingQuerySchema(PagingSchema):
    purpose = offered_field(required=True)
    role = _role()
    year = year_field(required=True)
    group = fields.String(load_default="", validate=validate.Length(0, 50))
    by = Day(required=True)


class CampaignSchema(Schema):
    purpose = offered_field(required=True)
    role = _role()
    year = year_field(required=True)
    group = fields.String(load_default="", validate=validate.Length(0, 50))
    due = Day(required=True)
    until = Day(required=True)


class CampaignLinksSchema(Schema):
    """``people`` empty: all who have no open link."""

    people = fields.List(id_field(), load_default=list, validate=validate.Length(0, 500))
    language = language_field()
    days = fields.Integer(load_default=14, validate=validate.Range(1, 90))


class ReminderSchema(Schema):
    people = fields.List(id_field(), required=True, validate=validate.Length(1, 500))


class CampaignPageSchema(PagingSchema):
    progress = fields.String(
        load_default=None, validate=validate.OneOf(("done", "declined", "asked", "left"))
    )
