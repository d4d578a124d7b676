"""Bodies of the routes about courses."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.support import id_field, year_field
from shared.http.api import Schema
from shared.http.fields import Day, Moment

_LANGUAGE = validate.OneOf(("ru", "en"))


class TrainingSchema(Schema):
    year = year_field(required=True)
    title = fields.String(required=True, validate=validate.Length(1, 300))
    held_on = Day(required=True)
    experts = fields.List(
        fields.String(validate=validate.Length(1, 300)),
        required=True,
        validate=validate.Length(1, 50),
    )
    materials = fields.List(
        fields.String(validate=validate.Length(1, 500)),
        load_default=list,
        validate=validate.Length(0, 100),
    )


class EnrolSchema(Schema):
    people = fields.List(id_field(), required=True, validate=validate.Length(1, 500))


class CompleteSchema(Schema):
    person = id_field(required=True)
    passed = fields.Boolean(required=True)


class CourseSessionSchema(Schema):
    starts = Moment(required=True)
    minutes = fields.Integer(load_default=90, strict=True, validate=validate.Range(5, 720))
    topic = fields.String(required=True, validate=validate.Length(1, 300))


class CourseAttendanceSchema(Schema):
    present = fields.List(id_field(), required=True, validate=validate.Length(0, 500))


class MaterialLinkSchema(Schema):
    title = fields.String(required=True, validate=validate.Length(1, 300))
    address = fields.Url(required=True, schemes={"http", "https"}, relative=False)


class MaterialFileQuerySchema(Schema):
    title = fields.String(required=True, validate=validate.Length(1, 300))
    name = fields.String(required=True, validate=validate.Length(1, 200))
    personal = fields.Boolean(load_default=False)


class CertificateQuerySchema(Schema):
    """``site`` is where the check page is."""

    language = fields.String(load_default="ru", validate=_LANGUAGE)
    format = fields.String(load_default="pdf", validate=validate.OneOf(("pdf", "docx")))
    site = fields.Url(load_default="http://localhost", schemes={"http", "https"}, require_tld=False)


class CertificateShowingSchema(Schema):
    course = fields.Boolean(required=True)
    date = fields.Boolean(required=True)


class OwnTrainingsSchema(Schema):
    year = year_field(load_default=None)
    after_commit = fields.String(load_default=None)
