"""Bodies of the consents' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import id_field
from shared.domain.purposes import CONSENT_PURPOSES
from shared.http.api import PagingSchema, Schema


def purpose_field(**options: object) -> fields.String:
    return fields.String(validate=validate.OneOf(CONSENT_PURPOSES), **options)  # type: ignore[arg-type]


def language_field() -> fields.String:
    return fields.String(load_default="ru", validate=validate.OneOf(("ru", "en")))


class ConsentSchema(Schema):
    person = id_field(required=True)
    purpose = purpose_field(required=True)
    giver = fields.String(required=True, validate=validate.OneOf(("self", "guardian")))
    by = id_field(required=True)
    method = fields.String(
        load_default="electronic", validate=validate.OneOf(("electronic", "paper"))
    )
    until = fields.Date(required=True)
    scan = fields.String(load_default="", validate=validate.Length(0, 200))
    text_hash = fields.String(load_default="", validate=validate.Length(0, 64))
    text_version = fields.Integer(load_default=0)
    assent = fields.Boolean(load_default=False)
    language = language_field()


class RefusalSchema(Schema):
    person = id_field(required=True)
    purpose = purpose_field(required=True)
    giver = fields.String(load_default="self", validate=validate.OneOf(("self", "guardian")))
    by = id_field(load_default=None)


class WithdrawalSchema(Schema):
    person = id_field(required=True)
    purpose = purpose_field(required=True)
    by = id_field(load_default=None)
    giver = fields.String(load_default=None)


class ConsentCheckSchema(Schema):
    purpose = purpose_field(required=True)
    people = fields.List(id_field(), required=True, validate=validate.Length(0, 500))


class ConsentsQuerySchema(PagingSchema):
    person = id_field(load_default=None)
    purpose = purpose_field(load_default=None)
    status = fields.String(load_default=None)


class LanguageQuerySchema(Schema):
    language = language_field()


class LinkSchema(Schema):
    signer = id_field(required=True)
    people = fields.List(id_field(), required=True, validate=validate.Length(1, 20))
    purposes = fields.List(purpose_field(), required=True, validate=validate.Length(1, 6))
    until = fields.Date(required=True)
    language = language_field()
    days = fields.Integer(load_default=14, validate=validate.Range(1, 90))


class LinkAnswerSchema(Schema):
    person = id_field(required=True)
    purpose = purpose_field(required=True)
    agree = fields.Boolean(required=True)
    assent = fields.Boolean(load_default=False)


class LinkAnswersSchema(Schema):
    answers = fields.List(
        fields.Nested(LinkAnswerSchema), required=True, validate=validate.Length(1, 120)
    )
