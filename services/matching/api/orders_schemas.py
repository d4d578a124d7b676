"""Bodies and queries about orders."""

from __future__ import annotations

from marshmallow import fields, validate

from services.matching.domain.order.decider import ENDING_REASONS
from shared.http.api import AcceptedSchema, PagingSchema, Schema
from shared.http.documents import SITE
from shared.http.fields import ID, Day


class EndingSchema(Schema):
    pairing = fields.String(required=True, validate=ID)
    reason = fields.String(required=True, validate=validate.OneOf(ENDING_REASONS))


class LeavingSchema(Schema):
    pairing = fields.String(required=True, validate=ID)
    person = fields.String(required=True, validate=ID)
    reason = fields.String(required=True, validate=validate.OneOf(ENDING_REASONS))


class TemplateSchema(Schema):
    """``file`` is base64 of a DOCX file."""

    file = fields.String(required=True, validate=validate.Length(1, 1_400_000))


class FormatSchema(Schema):
    format = fields.String(load_default="docx", validate=validate.OneOf(("docx", "pdf")))


class DraftSchema(Schema):
    programme = fields.String(required=True, validate=ID)
    kind = fields.String(
        required=True, validate=validate.OneOf(("formation", "change", "termination"))
    )
    basis = fields.String(load_default="", validate=validate.Length(0, 1000))
    pairings = fields.List(fields.String(validate=ID), load_default=list)
    ending = fields.List(fields.Nested(EndingSchema), load_default=list)
    leaving = fields.List(fields.Nested(LeavingSchema), load_default=list)


class IssueSchema(Schema):
    number = fields.String(required=True, validate=validate.Length(1, 40))
    date = Day(required=True)
    head = fields.String(required=True, validate=ID)
    site = fields.String(load_default="", validate=SITE)


class IssuedSchema(AcceptedSchema):
    status = fields.String(required=True)


class OrdersQuerySchema(PagingSchema):
    programme = fields.String(load_default=None)
    status = fields.String(load_default=None)
