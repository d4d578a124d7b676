"""Bodies of the one-time links' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.consents_schemas import language_field, offered_field
from services.participants.api.support import id_field
from shared.http.api import Schema
from shared.http.documents import SITE
from shared.http.fields import Day, Moment


class LinkSchema(Schema):
    signer = id_field(required=True)
    people = fields.List(id_field(), required=True, validate=validate.Length(1, 20))
    purposes = fields.List(offered_field(), required=True, validate=validate.Length(1, 8))
    until = Day(required=True)
    language = language_field()
    days = fields.Integer(load_default=14, validate=validate.Range(1, 90))


class LookSchema(Schema):
    """``language`` empty: the link's own."""

    language = fields.String(load_default="", validate=validate.OneOf(("", "ru", "en")))


class LinkPaperSchema(Schema):
    person = id_field(required=True)
    purpose = offered_field(required=True)
    language = fields.String(load_default="", validate=validate.OneOf(("", "ru", "en")))
    link = fields.String(load_default="", validate=validate.Length(0, 400))
    site = fields.String(load_default="http://localhost", validate=SITE)


class LinkFormSchema(LinkPaperSchema):
    format = fields.String(load_default="pdf", validate=validate.OneOf(("pdf", "docx")))


class LinkAnswerSchema(Schema):
    person = id_field(required=True)
    purpose = offered_field(required=True)
    agree = fields.Boolean(required=True)
    assent = fields.Boolean(load_default=False)
    text_hash = fields.String(load_default="", validate=validate.Length(0, 64))
    language = fields.String(load_default="", validate=validate.OneOf(("", "ru", "en")))
    shown_at = Moment(load_default=None)


class LinkAnswersSchema(Schema):
    answers = fields.List(
        fields.Nested(LinkAnswerSchema), required=True, validate=validate.Length(1, 160)
    )
