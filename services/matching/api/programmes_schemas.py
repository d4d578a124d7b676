"""Bodies and answers about programmes and ballots."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.contracts.features import FORMS
from shared.http.api import AcceptedSchema, PagingSchema, Schema
from shared.http.fields import ID, YEAR, Day


class OpenSchema(Schema):
    year = fields.String(required=True, validate=YEAR)
    starts = Day(required=True)
    ends = Day(required=True)
    coordinator = fields.String(load_default=None, validate=ID)
    head = fields.String(load_default=None, validate=ID)


class FormChoiceSchema(Schema):
    form = fields.String(required=True, validate=validate.OneOf(FORMS))
    variants = fields.List(fields.String(validate=ID), load_default=list)
    reason = fields.String(required=True, validate=validate.Length(1, 2000))


class FormsSchema(Schema):
    forms = fields.List(
        fields.Nested(FormChoiceSchema), required=True, validate=validate.Length(1, len(FORMS))
    )


class CriteriaSchema(Schema):
    weights = fields.Dict(keys=fields.String(), values=fields.Float(allow_nan=False), required=True)
    threshold = fields.Integer(load_default=0, validate=validate.Range(0, 1000))


class PeopleSchema(Schema):
    coordinator = fields.String(required=True, allow_none=True, validate=ID)
    head = fields.String(required=True, allow_none=True, validate=ID)


class LaunchSchema(Schema):
    number = fields.String(required=True, validate=validate.Length(1, 40))
    date = Day(required=True)


class DecisionTimeSchema(Schema):
    days = fields.Integer(required=True, strict=True, validate=validate.Range(1, 90))


class SupplySchema(AcceptedSchema):
    requests = fields.Integer(required=True)
    covered = fields.Integer(required=True)
    gaps = fields.List(fields.String(), required=True)


class CandidatesQuerySchema(PagingSchema):
    year = fields.String(required=True, validate=YEAR)
    role = fields.String(required=True, validate=validate.OneOf(("mentee", "mentor")))
    status = fields.String(load_default=None)


class BallotSchema(Schema):
    closes = Day(required=True)
    mentors = fields.List(fields.String(validate=ID), load_default=None)
    mentees = fields.List(fields.String(validate=ID), load_default=None)


class VotingSchema(Schema):
    side = fields.String(required=True)
    closes = fields.String(required=True)
    closed = fields.Boolean(required=True)
    cast = fields.Boolean(required=True)
    cards = fields.List(fields.Dict(), required=True)
    ranking = fields.List(fields.String(), required=True, allow_none=True)
    vetoes = fields.List(fields.String(), required=True, allow_none=True)


class VoteSchema(Schema):
    ranking = fields.List(fields.String(validate=ID), load_default=list)
    vetoes = fields.List(fields.String(validate=ID), load_default=list)
