"""Bodies of the companies' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.http.api import PagingSchema, Schema

STANDINGS = ("applied", "verified", "refused", "left")


class InviteSchema(Schema):
    name = fields.String(required=True, validate=validate.Length(1, 300))
    days = fields.Integer(load_default=30, strict=True, validate=validate.Range(1, 90))


class ApplicationSchema(Schema):
    name = fields.String(required=True, validate=validate.Length(1, 300))
    inn = fields.String(required=True, validate=validate.Length(1, 12))
    contact = fields.String(required=True, validate=validate.Length(3, 500))


class ApplicationsQuerySchema(PagingSchema):
    standing = fields.String(load_default=None, validate=validate.OneOf(STANDINGS))


class ReasonSchema(Schema):
    reason = fields.String(required=True, validate=validate.Length(3, 1000))
