"""Bodies and queries of planning, the journal, alerts, rules and calendars."""

from __future__ import annotations

from marshmallow import fields, validate

from services.meetings.api.schemas import KINDS, MODES
from shared.http.api import AcceptedSchema, PagingSchema, Schema
from shared.http.fields import ID, ID_OR_NONE, YEAR, Day, Moment
from shared.projections.reader import PAGE_MAX
from shared.zones import ZONES

ABSENCES = ("ill", "excused", "unexcused", "other")
LANGUAGES = ("ru", "en")
_MINUTES = validate.Range(5, 600)
_CLOCK = validate.Regexp(r"([01]\d|2[0-3]):[0-5]\d\Z", error="a time looks like 15:30")


class LengthSchema(Schema):
    """``minutes``, or ``ends_at`` instead of it."""

    minutes = fields.Integer(load_default=None, allow_none=True, strict=True, validate=_MINUTES)
    ends_at = Moment(load_default=None, allow_none=True)
    mode = fields.String(load_default="in_person", validate=validate.OneOf(MODES))


class PlanMeetingSchema(LengthSchema):
    kind = fields.String(required=True, validate=validate.OneOf((*KINDS, "closing")))
    starts_at = Moment(required=True)


class MoveSchema(LengthSchema):
    starts_at = Moment(required=True)
    agreed_by = fields.List(
        fields.String(validate=ID), load_default=list, validate=validate.Length(0, 20)
    )


class AnswerMoveSchema(Schema):
    starts_at = Moment(required=True)
    agree = fields.Boolean(required=True)
    person = fields.String(required=True, validate=ID)


class RhythmSchema(LengthSchema):
    weekday = fields.Integer(required=True, strict=True, validate=validate.Range(0, 6))
    at = fields.String(required=True, validate=_CLOCK)
    every = fields.Integer(load_default=1, strict=True, validate=validate.OneOf((1, 2)))
    first = Day(required=True)
    until = Day(required=True)
    skip = fields.List(Day(), load_default=list, validate=validate.Length(0, 100))


class RhythmAcceptedSchema(AcceptedSchema):
    rhythm = fields.String(required=True)
    meetings = fields.Integer(required=True)


class EntrySchema(LengthSchema):
    held_on = Day(required=True)
    starts_at = Moment(load_default=None, allow_none=True)
    topic = fields.String(load_default="", validate=validate.Length(0, 4000))
    next_step = fields.String(load_default="", validate=validate.Length(0, 4000))
    attended = fields.List(
        fields.String(validate=ID), required=True, validate=validate.Length(1, 20)
    )
    absences = fields.Dict(
        keys=fields.String(validate=ID),
        values=fields.String(validate=validate.OneOf(ABSENCES)),
        load_default=dict,
        validate=validate.Length(0, 20),
    )


class RecordMeetingSchema(EntrySchema):
    meeting = fields.String(load_default=None, allow_none=True, validate=ID)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    go_on_mentor = fields.Boolean(load_default=None, allow_none=True)
    go_on_mentee = fields.Boolean(load_default=None, allow_none=True)
    exception = fields.String(load_default="", validate=validate.Length(0, 500))


class CorrectSchema(EntrySchema):
    reason = fields.String(required=True, validate=validate.Length(1, 500))


class FileQuerySchema(Schema):
    name = fields.String(required=True, validate=validate.Length(1, 200))


class AttachmentAcceptedSchema(AcceptedSchema):
    attachment = fields.String(required=True)


class CloseAlertSchema(Schema):
    alert = fields.String(required=True, validate=validate.OneOf(("overdue", "silent")))
    meeting = fields.String(load_default="", validate=ID_OR_NONE)
    note = fields.String(load_default="", validate=validate.Length(0, 2000))


class NotedAcceptedSchema(AcceptedSchema):
    note_kept = fields.Boolean(required=True)


class WatchQuerySchema(PagingSchema):
    kind = fields.String(
        load_default="overdue", validate=validate.OneOf(("overdue", "silent", "doubt", "closed"))
    )


class RulesSchema(Schema):
    zone = fields.String(load_default="", validate=validate.OneOf(("", *ZONES)))
    silent_days = fields.Integer(required=True, strict=True, validate=validate.Range(1, 90))
    late_days = fields.Integer(required=True, strict=True, validate=validate.Range(1, 90))


class HolidaySchema(Schema):
    first = Day(required=True)
    last = Day(required=True)


class HolidaysSchema(Schema):
    year = fields.String(required=True, validate=YEAR)
    holidays = fields.List(
        fields.Nested(HolidaySchema), required=True, validate=validate.Length(0, 40)
    )


class RulesQuerySchema(Schema):
    year = fields.String(load_default="", validate=validate.Length(0, 7))
    after_commit = fields.String(load_default=None)


class JournalQuerySchema(PagingSchema):
    limit = fields.Integer(load_default=PAGE_MAX, validate=validate.Range(1, PAGE_MAX))


class SubscribeSchema(Schema):
    language = fields.String(load_default="ru", validate=validate.OneOf(LANGUAGES))


class SubscriptionAcceptedSchema(AcceptedSchema):
    token = fields.String(required=True)
