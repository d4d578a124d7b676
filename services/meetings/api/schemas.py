"""Bodies and queries of the routes of meetings."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.http.api import AcceptedSchema, PagingSchema, Schema
from shared.http.fields import ID, Day

KINDS = ("organisational", "trial", "planning", "regular")
CANCELLED = ("mentor_away", "mentee_away", "school_event", "moved", "other")
MODES = ("in_person", "online")
OUTCOMES = ("reached", "partly", "not_reached")


class MeetingAcceptedSchema(AcceptedSchema):
    meeting = fields.String(required=True)


class GoalAcceptedSchema(AcceptedSchema):
    goal = fields.String(required=True)


class InviteSchema(Schema):
    invited = fields.Integer(required=True, strict=True, validate=validate.Range(0, 100_000))
    answered = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, 100_000))


class ReasonSchema(Schema):
    reason = fields.String(required=True, validate=validate.Length(1, 500))


class PairingsQuerySchema(PagingSchema):
    year = fields.String(load_default=None)
    status = fields.String(load_default=None)


class OverdueQuerySchema(PagingSchema):
    year = fields.String(load_default=None)
    days = fields.Integer(load_default=28, validate=validate.Range(1, 365))


class CalendarQuerySchema(PagingSchema):
    since = Day(load_default=None)
    until = Day(load_default=None)


class CancelMeetingSchema(Schema):
    reason = fields.String(required=True, validate=validate.OneOf(CANCELLED))


class CloseSchema(Schema):
    meeting = fields.String(load_default=None, allow_none=True, validate=ID)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    held_on = Day(required=True)
    minutes = fields.Integer(required=True, strict=True, validate=validate.Range(5, 600))
    mode = fields.String(load_default="in_person", validate=validate.OneOf(MODES))
    reflection = fields.String(load_default="", validate=validate.Length(0, 4000))
    exception = fields.String(load_default="", validate=validate.Length(0, 500))


class GoalSchema(Schema):
    text = fields.String(required=True, validate=validate.Length(1, 4000))
    measure = fields.String(required=True, validate=validate.Length(1, 1000))
    due = Day(required=True)
    planned_meetings = fields.Integer(required=True, strict=True, validate=validate.Range(1, 200))
    agreed_by = fields.List(
        fields.String(validate=ID), load_default=list, validate=validate.Length(0, 20)
    )


class AgreeGoalSchema(Schema):
    goal = fields.String(required=True, validate=ID)
    person = fields.String(required=True, validate=ID)


class ScheduleSchema(Schema):
    dates = fields.List(Day(), required=True, validate=validate.Length(1, 40))


class AnswerSchema(Schema):
    side = fields.String(required=True, validate=validate.OneOf(("mentor", "mentee")))
    person = fields.String(required=True, validate=ID)
    usefulness = fields.Integer(required=True, strict=True, validate=validate.Range(1, 5))
    comfort = fields.Integer(required=True, strict=True, validate=validate.Range(1, 5))
    help = fields.Boolean(load_default=False)
    text = fields.String(load_default="", validate=validate.Length(0, 4000))


class AlertsQuerySchema(PagingSchema):
    status = fields.String(load_default="open", validate=validate.OneOf(("open", "handled")))
