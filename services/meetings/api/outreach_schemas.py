"""Bodies and queries of the routes of gatherings, their guests and the door."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validate

from shared.contracts.features import THEMES
from shared.domain.mail_address import is_address
from shared.http.api import PagingSchema, Schema
from shared.http.fields import ID, YEAR, Day

ITEMS = ("1.1", "1.2", "1.3", "1.4", "5.1", "6.7", "7.1", "7.2")
IN_A_BASE = ("guardians", "mentees", "mentors")
AUDIENCES = (*IN_A_BASE, "teachers", "partners", "others")
STATUSES = ("planned", "held", "cancelled", "struck")
_COUNT = validate.Range(0, 100_000)


def _address(text: str) -> None:
    """Nothing, or one that a letter can be sent to."""
    if text.strip() and not is_address(text.strip()):
        raise ValidationError("not an e-mail address")


class ChangeSchema(Schema):
    title = fields.String(required=True, validate=validate.Length(1, 300))
    date = Day(required=True)
    place = fields.String(load_default="", validate=validate.Length(0, 300))
    at = fields.Time(load_default=None, allow_none=True, format="%H:%M")


class PlanSchema(ChangeSchema):
    item = fields.String(required=True, validate=validate.OneOf(ITEMS))
    year = fields.String(required=True, validate=YEAR)


class HoldSchema(Schema):
    held_on = Day(required=True)
    attended = fields.Integer(required=True, strict=True, validate=validate.Range(1, 100_000))
    by_audience = fields.Dict(
        keys=fields.String(validate=validate.OneOf(AUDIENCES)),
        values=fields.Integer(strict=True, validate=_COUNT),
        load_default=dict,
    )
    people = fields.List(
        fields.String(validate=ID), load_default=list, validate=validate.Length(0, 5000)
    )
    material = fields.String(load_default="", validate=validate.Length(0, 500))
    leads = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, 10_000))
    requests_by_theme = fields.Dict(
        keys=fields.String(validate=validate.OneOf(THEMES)),
        values=fields.Integer(strict=True, validate=_COUNT),
        load_default=dict,
    )
    resources = fields.List(
        fields.String(validate=validate.Length(1, 300)),
        load_default=list,
        validate=validate.Length(0, 100),
    )


class QuerySchema(PagingSchema):
    year = fields.String(load_default=None)
    item = fields.String(load_default=None)
    status = fields.String(load_default=None, validate=validate.OneOf(STATUSES))
    latest = fields.Boolean(load_default=False)


class GuestsSchema(Schema):
    audience = fields.String(required=True, validate=validate.OneOf(IN_A_BASE))
    people = fields.List(
        fields.String(validate=ID), required=True, validate=validate.Length(1, 1000)
    )


class CountSchema(Schema):
    audience = fields.String(required=True, validate=validate.OneOf(AUDIENCES))
    invited = fields.Integer(required=True, strict=True, validate=_COUNT)
    answered = fields.Integer(load_default=0, strict=True, validate=_COUNT)


class NamedSchema(Schema):
    audience = fields.String(required=True, validate=validate.OneOf(AUDIENCES))
    name = fields.String(required=True, validate=validate.Length(1, 200))
    address = fields.String(load_default="", validate=_address)
    consented = fields.Boolean(required=True)


class ComingSchema(Schema):
    coming = fields.Boolean(required=True)


class CheckInSchema(Schema):
    person = fields.String(required=True, validate=ID)
    audience = fields.String(load_default=None, validate=validate.OneOf(AUDIENCES))


class CheckOutSchema(Schema):
    person = fields.String(required=True, validate=ID)


class ArrivalsSchema(Schema):
    audience = fields.String(required=True, validate=validate.OneOf(AUDIENCES))
    by = fields.Integer(required=True, strict=True, validate=validate.Range(-1000, 1000))


class DoorSchema(Schema):
    code = fields.String(required=True, validate=validate.Length(1, 64))
