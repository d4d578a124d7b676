"""Bodies of the routes about people, candidates and guardians."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import id_field, year_field
from shared.http.api import PagingSchema, Schema
from shared.http.fields import BirthDay
from shared.reads import WHY

ROLES = ("mentee", "mentor")


class PersonSchema(Schema):
    name = fields.String(required=True, validate=validate.Length(1, 300))
    birth_date = BirthDay(load_default=None, allow_none=True)
    contact = fields.String(load_default="", validate=validate.Length(0, 500))


class PeopleQuerySchema(PagingSchema):
    q = fields.String(load_default=None, validate=validate.Length(1, 200))


def why_field(usual: str) -> fields.String:
    return fields.String(
        load_default=usual,
        validate=validate.Regexp(WHY + r"\Z", error="a few plain words: a-z, digits, spaces"),
    )


class WhyQuerySchema(Schema):
    why = why_field("person")


class NamesSchema(Schema):
    people = fields.List(id_field(), required=True, validate=validate.Length(0, 500))
    why = why_field("names")


class MailAddressesSchema(Schema):
    people = fields.List(id_field(), required=True, validate=validate.Length(1, 200))
    basis = fields.String(
        load_default="participation", validate=validate.OneOf(("participation", "register"))
    )


class CandidacySchema(Schema):
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    year = year_field(required=True)
    group = fields.String(load_default="", validate=validate.Length(0, 100))


class RemoveCandidacySchema(Schema):
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    year = year_field(required=True)


class CandidatesQuerySchema(PagingSchema):
    year = year_field(required=True)
    role = fields.String(load_default=None, validate=validate.OneOf(ROLES))


class GuardianshipSchema(Schema):
    guardian = id_field(required=True)
    child = id_field(required=True)


class AmongSchema(Schema):
    people = fields.List(id_field(), required=True, validate=validate.Length(1, 1000))


class GuardianshipsQuerySchema(PagingSchema):
    guardian = id_field(load_default=None)
    child = id_field(load_default=None)
