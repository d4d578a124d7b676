"""Bodies and queries of the access report, erasures and certificates."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import year_field
from shared.http.api import PagingSchema, Schema
from shared.http.fields import ID

LANGUAGES = ("ru", "en")


def language_field() -> fields.String:
    return fields.String(load_default="ru", validate=validate.OneOf(LANGUAGES))


class ReportQuerySchema(Schema):
    """``request`` names the subject's request where the coordinator asks for them."""

    language = language_field()
    request = fields.String(load_default="", validate=validate.Length(0, 200))


class LanguagePageSchema(PagingSchema):
    language = language_field()


class ErasuresQuerySchema(PagingSchema):
    status = fields.String(
        load_default=None,
        validate=validate.OneOf(("requested", "declined", "running", "completed")),
    )


class DeclineSchema(Schema):
    reason = fields.String(required=True, validate=validate.OneOf(("taken_back", "not_identified")))


class CertificateQuerySchema(Schema):
    """``site`` is the address under which people reach the pages."""

    language = language_field()
    site = fields.String(
        load_default="", validate=validate.Regexp(r"(https?://[\w.:\[\]-]{1,200})?/?\Z")
    )


class CertificateSchema(Schema):
    certificate = fields.Dict(required=True)
    signature = fields.String(required=True, validate=validate.Length(1, 200))
    key = fields.String(required=True, validate=validate.Length(1, 100))
    code = fields.String(required=True, validate=validate.Length(1, 40))


class ThirdPartyQuerySchema(PagingSchema):
    person = fields.String(required=True, validate=ID)
    year = year_field(load_default=None)
