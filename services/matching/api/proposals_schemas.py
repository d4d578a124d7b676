"""Bodies and answers about proposals."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.contracts.features import FORMS
from shared.http.api import AcceptedSchema, PagingSchema, Schema

ID = validate.Length(1, 64)


class ProposeSchema(Schema):
    forms = fields.List(fields.String(validate=validate.OneOf(FORMS)), load_default=list)
    groups = fields.Boolean(load_default=False)
    based_on = fields.String(load_default=None, validate=ID)


class ProposedSchema(AcceptedSchema):
    pairs = fields.Integer(required=True)
    unmatched = fields.Integer(required=True)


class LockSchema(Schema):
    mentee = fields.String(required=True, validate=ID)
    locked = fields.Boolean(required=True)


class BanSchema(Schema):
    mentor = fields.String(required=True, validate=ID)
    mentee = fields.String(required=True, validate=ID)


class MoveSchema(Schema):
    mentee = fields.String(required=True, validate=ID)
    mentor = fields.String(required=True, allow_none=True, validate=ID)


class NotAdoptedSchema(Schema):
    mentor = fields.String(required=True)
    mentees = fields.List(fields.String(), required=True)
    reason = fields.String(required=True)


class AdoptedSchema(AcceptedSchema):
    pairings = fields.List(fields.String(), required=True)
    refused = fields.List(fields.Nested(NotAdoptedSchema), required=True)


class ProposalsQuerySchema(PagingSchema):
    programme = fields.String(load_default=None)
    status = fields.String(load_default=None)
