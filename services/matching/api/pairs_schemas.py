"""Bodies and queries about pairs, tasks and places."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.http.api import PagingSchema, Schema
from shared.http.fields import ID

REASON = validate.Regexp(r"^[a-z_]{1,40}$")


class PairsQuerySchema(PagingSchema):
    status = fields.String(load_default=None)
    programme = fields.String(load_default=None)
    year = fields.String(load_default=None)
    mentor = fields.String(load_default=None)
    mentee = fields.String(load_default=None)


class PersonSchema(Schema):
    person = fields.String(load_default=None, validate=ID)


class AgreeSchema(PersonSchema):
    note = fields.String(load_default="", validate=validate.Length(0, 500))


class DeclineSchema(AgreeSchema):
    reason = fields.String(required=True, validate=REASON)


class ReasonSchema(Schema):
    reason = fields.String(required=True, validate=REASON)


class TasksQuerySchema(PagingSchema):
    status = fields.String(load_default="open", validate=validate.OneOf(("open", "done")))
    escalated = fields.Boolean(load_default=None)


class CountsQuerySchema(Schema):
    year = fields.String(required=True)
