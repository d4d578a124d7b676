"""A template is never changed, only followed by its next version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.participants.domain.questionnaire_template.commands import Publish
from services.participants.domain.questionnaire_template.events import TemplatePublished
from shared.domain.decider import Decider


@dataclass(frozen=True, slots=True)
class QuestionnaireTemplate:
    versions: tuple[TemplatePublished, ...] = ()


def decide(command: Publish, template: QuestionnaireTemplate) -> Sequence[TemplatePublished]:
    if not template.versions:
        return [TemplatePublished(command.code, command.after + 1, command.content)]
    latest = template.versions[-1]
    if latest.content == command.content:
        return []
    return [TemplatePublished(command.code, latest.version + 1, command.content)]


def evolve(template: QuestionnaireTemplate, event: TemplatePublished) -> QuestionnaireTemplate:
    return QuestionnaireTemplate((*template.versions, event))


QUESTIONNAIRE_TEMPLATE: Decider[Publish, TemplatePublished, QuestionnaireTemplate] = Decider(
    "questionnaire_template",
    (TemplatePublished,),
    QuestionnaireTemplate(),
    decide,
    evolve,
)
