"""Bodies of the consents' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import id_field
from shared.domain.purposes import CONSENT_PURPOSES, OFFERED_PURPOSES
from shared.http.api import PagingSchema, Schema
from shared.http.fields import Day


def purpose_field(**options: object) -> fields.String:
    return fields.String(validate=validate.OneOf(CONSENT_PURPOSES), **options)  # type: ignore[arg-type]


def offered_field(**options: object) -> fields.String:
    """A purpose that can be asked for today."""
    return fields.String(validate=validate.OneOf(OFFERED_PURPOSES), **options)  # type: ignore[arg-type]


def language_field() -> fields.String:
    return fields.String(load_default="ru", validate=validate.OneOf(("ru", "en")))


class ConsentSchema(Schema):
    """Electronic; a consent on paper comes with its scan, see :class:`PaperQuerySchema`."""

    person = id_field(required=True)
    purpose = offered_field(required=True)
    giver = fields.String(required=True, validate=validate.OneOf(("self", "guardian")))
    by = id_field(required=True)
    method = fields.String(load_default="electronic", validate=validate.Equal("electronic"))
    until = Day(required=True)
    text_hash = fields.String(load_default="", validate=validate.Length(0, 64))
    text_version = fields.Integer(load_default=0, validate=validate.Range(0, 1000))
    assent = fields.Boolean(load_default=False)
    language = language_field()


class PaperQuerySchema(Schema):
    """What stands on the paper; the scan is the body."""

    person = id_field(required=True)
    purpose = offered_field(required=True)
    giver = fields.String(required=True, validate=validate.OneOf(("self", "guardian")))
    by = id_field(required=True)
    until = Day(required=True)
    signed_on = Day(required=True)
    assent = fields.Boolean(load_default=False)
    text_version = fields.Integer(load_default=0, validate=validate.Range(0, 1000))
    language = language_field()


class RefusalSchema(Schema):
    person = id_field(required=True)
    purpose = offered_field(required=True)
    giver = fields.String(load_default="self", validate=validate.OneOf(("self", "guardian")))
    by = id_field(load_default=None)


class WithdrawalSchema(Schema):
    person = id_field(required=True)
    purpose = purpose_field(required=True)
    by = id_field(load_default=None)
    giver = fields.String(load_default=None)
    method = fields.String(
        load_default="electronic", validate=validate.OneOf(("electronic", "paper"))
    )
    received_on = Day(load_default=None)


class ConsentCheckSchema(Schema):
    purpose = purpose_field(required=True)
    people = fields.List(id_field(), required=True, validate=validate.Length(0, 500))


class ConsentFiltersSchema(Schema):
    """``ends_by``: given, and ended by that day at the latest."""

    person = id_field(load_default=None)
    purpose = purpose_field(load_default=None)
    status = fields.String(load_default=None, validate=validate.Length(1, 20))
    method = fields.String(load_default=None, validate=validate.OneOf(("electronic", "paper")))
    ends_by = Day(load_default=None)


class ConsentsQuerySchema(ConsentFiltersSchema, PagingSchema):
    pass


class RegisterSheetSchema(ConsentFiltersSchema):
    language = language_field()


class DocumentQuerySchema(Schema):
    language = language_field()
    version = fields.Integer(load_default=None, validate=validate.Range(1, 1000))


class FormSchema(Schema):
    """``person`` empty: a blank form. ``link``: printed as a QR code."""

    purpose = offered_field(required=True)
    format = fields.String(load_default="pdf", validate=validate.OneOf(("pdf", "docx")))
    language = language_field()
    person = id_field(load_default=None)
    signer = id_field(load_default=None)
    until = Day(load_default=None)
    adult = fields.Boolean(load_default=False)
    link = fields.String(load_default="", validate=validate.Length(0, 400))
