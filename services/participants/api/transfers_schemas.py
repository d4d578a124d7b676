"""Bodies of the routes about children who change school."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import id_field
from shared.http.api import PagingSchema, Schema

ITEMS = ("group", "contact", "guardian", "request")
STATUSES = (
    "started", "confirmed", "refused", "accepted", "declined", "cancelled", "offered",
)  # fmt: skip


def _items(**options: object) -> fields.List:
    one = fields.String(validate=validate.OneOf(ITEMS))
    return fields.List(one, validate=validate.Length(0, len(ITEMS)), **options)  # type: ignore[arg-type]


class StartSchema(Schema):
    child = id_field(required=True)
    signer = id_field(required=True)
    to = id_field(required=True)
    items = _items(load_default=list(ITEMS))
    days = fields.Integer(load_default=14, strict=True, validate=validate.Range(1, 60))


class AnswerSchema(Schema):
    agree = fields.Boolean(required=True)
    items = _items(load_default=[])
    assent = fields.Boolean(load_default=False)


class StatusQuerySchema(PagingSchema):
    status = fields.String(load_default=None, validate=validate.OneOf(STATUSES))
