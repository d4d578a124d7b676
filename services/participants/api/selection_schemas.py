"""Bodies of the routes about training, assessments and outcomes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import id_field, year_field
from shared.http.api import PagingSchema, Schema

ROLES = ("mentee", "mentor")


class TrainingSchema(Schema):
    year = year_field(required=True)
    title = fields.String(required=True, validate=validate.Length(1, 300))
    held_on = fields.Date(required=True)
    experts = fields.List(
        fields.String(validate=validate.Length(1, 300)),
        required=True,
        validate=validate.Length(1, 50),
    )
    materials = fields.List(
        fields.String(validate=validate.Length(1, 500)),
        required=True,
        validate=validate.Length(1, 100),
    )


class EnrolSchema(Schema):
    people = fields.List(id_field(), required=True, validate=validate.Length(1, 500))


class CompleteSchema(Schema):
    person = id_field(required=True)
    passed = fields.Boolean(required=True)


class RoundKeySchema(Schema):
    year = year_field(required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    stage = fields.Integer(required=True, strict=True, validate=validate.OneOf((1, 2)))


class RoundSchema(RoundKeySchema):
    instrument = fields.String(required=True)
    instrument_version = fields.Integer(load_default=1, strict=True)


class AssessmentSchema(RoundKeySchema):
    person = id_field(required=True)
    values = fields.Dict(
        keys=fields.String(), values=fields.Float(), required=True, validate=validate.Length(1, 50)
    )


class AssessmentsQuerySchema(PagingSchema):
    year = year_field(required=True)
    role = fields.String(load_default=None, validate=validate.OneOf(ROLES))
    stage = fields.Integer(load_default=None, validate=validate.OneOf((1, 2)))


class OutcomeSchema(Schema):
    pairing = id_field(required=True)
    outcome = fields.String(
        load_default=None, validate=validate.OneOf(("reached", "partly", "not_reached"))
    )
    note = fields.String(load_default="", validate=validate.Length(0, 4000))
