"""Bodies and queries of the routes of feedback by link and of its alerts."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.http.api import PagingSchema, Schema
from shared.http.fields import ID, YEAR

SIDES = ("mentor", "mentee", "guardian")
SCORE = validate.Range(1, 5)


class FeedbackPlanSchema(Schema):
    year = fields.String(required=True, validate=YEAR)
    weeks = fields.Integer(required=True, strict=True, validate=validate.Range(1, 26))


class FeedbackPlanQuerySchema(Schema):
    year = fields.String(required=True, validate=YEAR)
    after_commit = fields.String(load_default=None)


class FeedbackLinksSchema(Schema):
    pairings = fields.List(
        fields.String(validate=ID), required=True, validate=validate.Length(1, 100)
    )
    sides = fields.List(
        fields.String(validate=validate.OneOf(SIDES)), required=True, validate=validate.Length(1, 3)
    )
    language = fields.String(load_default="ru", validate=validate.OneOf(("ru", "en")))
    days = fields.Integer(load_default=14, strict=True, validate=validate.Range(1, 90))


class FeedbackLinksQuerySchema(PagingSchema):
    year = fields.String(load_default=None, validate=YEAR)
    status = fields.String(load_default=None, validate=validate.OneOf(("open", "used", "revoked")))


class FeedbackLinkRevokeSchema(Schema):
    link = fields.String(required=True, validate=ID)


class LinkAnswerSchema(Schema):
    usefulness = fields.Integer(required=True, strict=True, validate=SCORE)
    comfort = fields.Integer(required=True, strict=True, validate=SCORE)
    help = fields.Boolean(load_default=False)
    text = fields.String(load_default="", validate=validate.Length(0, 2000))


class HandleAlertSchema(Schema):
    note = fields.String(load_default="", validate=validate.Length(0, 2000))
