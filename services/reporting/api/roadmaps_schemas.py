"""Bodies of the roadmap's routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.reporting.api.common_schemas import TEXT, ReadSchema
from services.reporting.domain.roadmap.planning import ROLES
from shared.documents.formats import TYPES
from shared.http.api import Schema
from shared.http.documents import SITE
from shared.http.fields import ID, YEAR, Day


class SpanSchema(Schema):
    first = Day(required=True)
    last = Day(required=True)


class HolidaysSchema(Schema):
    """The school's own holidays, which suggested dates leave out; public ones are known."""

    holidays = fields.List(
        fields.Nested(SpanSchema), load_default=list, validate=validate.Length(max=30)
    )


class RoadmapSchema(HolidaysSchema):
    year = fields.String(required=True, validate=YEAR)
    starts = Day(required=True)
    ends = Day(required=True)


class ShiftSchema(HolidaysSchema):
    days = fields.Integer(required=True, validate=validate.Range(-180, 180))
    from_stage = fields.Integer(load_default=1, validate=validate.Range(1, 7))


class CopySchema(HolidaysSchema):
    """Holidays of the year that the plan is copied to."""


class ApprovalSchema(Schema):
    """``version``: that of the roadmap as the head saw it; another one is a 412."""

    version = fields.Integer(load_default=None, allow_none=True)


class ItemPlanSchema(Schema):
    starts = Day(required=True)
    ends = Day(required=True)
    role = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(ROLES))
    person = fields.String(load_default=None, allow_none=True, validate=ID)


class ReasonSchema(Schema):
    reason = fields.String(required=True, validate=TEXT)


class LineSchema(ItemPlanSchema):
    item = fields.String(required=True, validate=validate.Length(3, 3))


class PlanItemsSchema(Schema):
    """Several items of one form; all of them, or none where one cannot be planned so."""

    items = fields.List(fields.Nested(LineSchema), required=True, validate=validate.Length(1, 35))
    version = fields.Integer(load_default=None, allow_none=True)


class IssueSchema(Schema):
    """``site`` is the address that the QR code leads to."""

    site = fields.String(required=True, validate=SITE)


class DocumentSchema(ReadSchema):
    """``site``: where the check page is, for an edition that is set anew."""

    format = fields.String(load_default="pdf", validate=validate.OneOf(tuple(TYPES)))
    site = fields.String(load_default="", validate=lambda text: bool(text == "" or SITE(text)))
