"""Bodies and answers about proposals."""

from __future__ import annotations

from marshmallow import fields, validate

from services.matching.application.computing import MODES
from services.matching.domain.engine.groups import COMPOSITIONS
from shared.contracts.features import FORMS
from shared.http.api import AcceptedSchema, PagingSchema, Schema
from shared.http.fields import ID


class ProposeSchema(Schema):
    forms = fields.List(fields.String(validate=validate.OneOf(FORMS)), load_default=list)
    groups = fields.Boolean(load_default=False)
    based_on = fields.String(load_default=None, validate=ID)
    keep = fields.Boolean(load_default=False)
    changes = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(0, 10_000))
    threshold = fields.Integer(load_default=0, validate=validate.Range(0, 1000))
    composition = fields.String(load_default="any", validate=validate.OneOf(COMPOSITIONS))


class QueuedSchema(AcceptedSchema):
    state = fields.String(required=True)


class LockSchema(Schema):
    mentee = fields.String(required=True, validate=ID)
    locked = fields.Boolean(required=True)


class BanSchema(Schema):
    mentor = fields.String(required=True, validate=ID)
    mentee = fields.String(required=True, validate=ID)


class MoveSchema(Schema):
    mentee = fields.String(required=True, validate=ID)
    mentor = fields.String(required=True, allow_none=True, validate=ID)
    instead_of = fields.String(load_default=None, allow_none=True, validate=ID)


class SwapSchema(Schema):
    first = fields.String(required=True, validate=ID)
    second = fields.String(required=True, validate=ID)


class ModeSchema(Schema):
    mode = fields.String(required=True, validate=validate.OneOf(MODES))


class ShowQuerySchema(Schema):
    mode = fields.String(load_default=None, validate=validate.OneOf(MODES))
    after_commit = fields.String(load_default=None)


class ChangesQuerySchema(Schema):
    since = fields.Integer(required=True, validate=validate.Range(0, 10**9))


class PriceQuerySchema(Schema):
    mentee = fields.String(required=True, validate=ID)
    mentor = fields.String(load_default=None, validate=ID)
    instead_of = fields.String(load_default=None, validate=ID)
    swap_with = fields.String(load_default=None, validate=ID)


class AskSchema(Schema):
    mentee = fields.String(required=True, validate=ID)
    mentor = fields.String(required=True, allow_none=True, validate=ID)


class AskedSchema(Schema):
    question = fields.String(required=True)
    state = fields.String(required=True)


class CompareQuerySchema(Schema):
    other = fields.String(required=True, validate=ID)


class LevelSchema(Schema):
    level = fields.String(required=True)
    value = fields.Integer(required=True)
    bound = fields.Integer(required=True)
    gap = fields.Integer(required=True)


class CheckedPairsSchema(Schema):
    checked = fields.Integer(required=True)
    same = fields.Boolean(required=True)


class CheckSchema(Schema):
    """`verdict` is `holds`, `refuted`, `altered`, `withdrawn` or `none`; absent until `done`."""

    run = fields.String(required=True)
    state = fields.String(required=True)
    verdict = fields.String()
    reason = fields.String()
    levels = fields.List(fields.Nested(LevelSchema))
    input_same = fields.Boolean()
    input_hash = fields.String(required=True)
    proof = fields.String(required=True)
    pairs = fields.Nested(CheckedPairsSchema, required=True)
    weights = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    engine = fields.String(required=True)
    seed = fields.String(required=True)
    packages = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


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
