"""Bodies of the staff register's routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import id_field
from services.participants.domain.staff_member.decider import ROLES_OF
from shared.http.api import PagingSchema, Schema
from shared.http.fields import Day

STAFF_ROLES = tuple(role for roles in ROLES_OF.values() for role in roles)


def _role(**options: object) -> fields.String:
    return fields.String(validate=validate.OneOf(STAFF_ROLES), **options)  # type: ignore[arg-type]


class RoleSchema(Schema):
    role = _role(required=True)
    starts = Day(load_default=None, allow_none=True)
    until = Day(load_default=None, allow_none=True)


class AppointSchema(RoleSchema):
    name = fields.String(required=True, validate=validate.Length(1, 300))
    contact = fields.String(load_default="", validate=validate.Length(0, 500))


class EndRoleSchema(Schema):
    role = _role(required=True)
    on = Day(load_default=None, allow_none=True)


class HandOverSchema(Schema):
    role = _role(required=True)
    to = id_field(required=True)
    on = Day(load_default=None, allow_none=True)


class StaffQuerySchema(PagingSchema):
    person = id_field(load_default=None)
    role = _role(load_default=None)
