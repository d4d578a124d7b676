"""Bodies of the templates' routes; what a question may hold is judged by the domain."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.questionnaires_schemas import KINDS
from services.participants.domain.questions import KINDS as QUESTION_KINDS
from shared.http.api import Schema


class TemplateQuerySchema(Schema):
    version = fields.Integer(load_default=None, validate=validate.Range(1))


class TemplateEntrySchema(Schema):
    """An option, or a line of a matrix."""

    code = fields.String(required=True, validate=validate.Length(1, 40))
    title = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class QuestionSchema(Schema):
    code = fields.String(required=True, validate=validate.Length(1, 40))
    kind = fields.String(
        required=True,
        validate=validate.OneOf(QUESTION_KINDS, error="there is no such kind of question"),
    )
    title = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    required = fields.Boolean()
    options = fields.List(fields.Nested(TemplateEntrySchema), validate=validate.Length(0, 100))
    rows = fields.List(fields.Nested(TemplateEntrySchema), validate=validate.Length(0, 100))
    min = fields.Integer(validate=validate.Range(-1000, 1000))
    max = fields.Integer(validate=validate.Range(-1000, 1000))
    most = fields.Integer(validate=validate.Range(1, 100))
    when = fields.Dict(keys=fields.String(), validate=validate.Length(0, 20))


class TemplateSchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    title = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    questions = fields.List(
        fields.Nested(QuestionSchema), required=True, validate=validate.Length(1, 100)
    )


class AnswersCheckSchema(Schema):
    version = fields.Integer(required=True, validate=validate.Range(1))
    answers = fields.Dict(keys=fields.String(), required=True, validate=validate.Length(0, 100))
