"""Bodies of the routes about assessments and outcomes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import id_field, year_field
from shared.http.api import PagingSchema, Schema

ROLES = ("mentee", "mentor")


class RoundKeySchema(Schema):
    year = year_field(required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    stage = fields.Integer(required=True, strict=True, validate=validate.OneOf((1, 2)))


class RoundReopeningSchema(RoundKeySchema):
    reason = fields.String(
        required=True,
        validate=validate.OneOf(("people_missing", "values_wrong", "closed_too_early", "other")),
    )


class RoundSchema(RoundKeySchema):
    instrument = fields.String(required=True)
    instrument_version = fields.Integer(load_default=1, strict=True)
    parameters = fields.List(fields.String(), load_default=list, validate=validate.Length(0, 50))


class AssessmentSchema(RoundKeySchema):
    person = id_field(required=True)
    values = fields.Dict(
        keys=fields.String(), values=fields.Float(), required=True, validate=validate.Length(1, 50)
    )


class AssessmentCorrectionSchema(AssessmentSchema):
    reason = fields.String(
        required=True,
        validate=validate.OneOf(("typing_error", "wrong_person", "taken_again", "other")),
    )


class AssessmentProgressQuerySchema(PagingSchema):
    """``measured`` keeps those who are, or are not."""

    year = year_field(required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    stage = fields.Integer(required=True, validate=validate.OneOf((1, 2)))
    measured = fields.Boolean(load_default=None)


class AssessmentValuesQuerySchema(Schema):
    person = id_field(required=True)
    year = year_field(required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    stage = fields.Integer(required=True, validate=validate.OneOf((1, 2)))
    after_commit = fields.String(load_default=None)


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
