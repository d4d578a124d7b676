"""Bodies of the routes about interviews and the times offered for them."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import id_field, year_field
from shared.http.api import PagingSchema, Schema
from shared.http.fields import Moment

ASPECTS = ("motivation", "communication", "boundaries", "competence", "reliability")


class InterviewSchema(Schema):
    person = id_field(required=True)
    year = year_field(required=True)
    slot = Moment(required=True)
    psychologist = fields.Boolean(load_default=False)


class ProtocolSchema(Schema):
    """``scores`` are from 0 to 3 each."""

    protocol = fields.String(required=True, validate=validate.Length(1, 10000))
    scores = fields.Dict(
        keys=fields.String(validate=validate.OneOf(ASPECTS)),
        values=fields.Integer(strict=True, validate=validate.Range(0, 3)),
        load_default=dict,
    )


class DecisionSchema(Schema):
    decision = fields.String(required=True, validate=validate.OneOf(("admit", "reserve", "refuse")))
    reason = fields.String(load_default="", validate=validate.Regexp(r"[a-z_]{0,40}\Z"))


class OfferSlotsSchema(Schema):
    year = year_field(required=True)
    starts = fields.List(Moment(required=True), required=True, validate=validate.Length(1, 50))
    minutes = fields.Integer(load_default=30, strict=True, validate=validate.Range(5, 240))
    psychologist = fields.Boolean(load_default=False)
    place = fields.String(load_default="", validate=validate.Length(0, 300))


class SlotsQuerySchema(PagingSchema):
    """``free`` leaves out what is taken or has passed."""

    year = year_field(required=True)
    free = fields.Boolean(load_default=False)


class BookSlotSchema(Schema):
    """``person`` is needed from staff only; ``move`` gives back the time held before."""

    person = id_field(load_default=None)
    move = fields.Boolean(load_default=False)


class OwnInterviewQuerySchema(Schema):
    year = year_field(required=True)
    after_commit = fields.String(load_default=None)


class InterviewCalendarQuerySchema(Schema):
    language = fields.String(load_default="ru", validate=validate.OneOf(("ru", "en")))
