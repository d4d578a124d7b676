"""Bodies of the personal links' routes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.participants.api.questionnaires_schemas import KINDS, SOURCES
from services.participants.api.support import id_field, year_field
from services.participants.domain.questionnaire_link.decider import DAYS_MAX
from shared.http.api import PagingSchema, Schema


class QuestionnaireLinksSchema(Schema):
    people = fields.List(id_field(), required=True, validate=validate.Length(1, 200))
    year = year_field(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    source = fields.String(load_default="self", validate=validate.OneOf(SOURCES))
    language = fields.String(load_default="ru", validate=validate.OneOf(("ru", "en")))
    days = fields.Integer(load_default=14, validate=validate.Range(1, DAYS_MAX))


class QuestionnaireLinksQuerySchema(PagingSchema):
    year = year_field(load_default=None)
    person = id_field(load_default=None)
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))
    status = fields.String(load_default=None, validate=validate.OneOf(("open", "used", "revoked")))


class QuestionnaireLinkRevokeSchema(Schema):
    link = id_field(required=True)


class QuestionnaireLinkAnswersSchema(Schema):
    template_version = fields.Integer(required=True, validate=validate.Range(1))
    answers = fields.Dict(keys=fields.String(), required=True, validate=validate.Length(0, 100))
