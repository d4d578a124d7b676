"""A published version never changes, it is only followed by the next; a draft may change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from services.participants.domain.questionnaire_template import commands, events
from services.participants.domain.questionnaire_template.commands import (
    QuestionnaireTemplateCommand,
)
from services.participants.domain.questionnaire_template.events import (
    QuestionnaireTemplateEvent,
    TemplatePublished,
)
from shared.domain.decider import Decider
from shared.domain.errors import NotFound


@dataclass(frozen=True, slots=True)
class QuestionnaireTemplate:
    """``draft`` is empty where there is none."""

    versions: tuple[TemplatePublished, ...] = ()
    draft: str = ""


def decide(
    command: QuestionnaireTemplateCommand, template: QuestionnaireTemplate
) -> Sequence[QuestionnaireTemplateEvent]:
    match command:
        case commands.Publish(code, content, after):
            return _publish(template, code, content, after)
        case commands.SaveDraft(code, content):
            return [] if template.draft == content else [events.TemplateDrafted(code, content)]
        case commands.PublishDraft(code, after):
            if not template.draft:
                raise NotFound("there is no draft")
            published = _publish(template, code, template.draft, after)
            return published or [events.DraftDiscarded(code)]
        case commands.DiscardDraft(code):
            return [events.DraftDiscarded(code)] if template.draft else []
        case _:
            assert_never(command)


def _publish(
    template: QuestionnaireTemplate, code: str, content: str, after: int
) -> Sequence[QuestionnaireTemplateEvent]:
    if not template.versions:
        return [TemplatePublished(code, after + 1, content)]
    latest = template.versions[-1]
    if latest.content == content:
        return []
    return [TemplatePublished(code, latest.version + 1, content)]


def evolve(
    template: QuestionnaireTemplate, event: QuestionnaireTemplateEvent
) -> QuestionnaireTemplate:
    match event:
        case events.TemplatePublished(content=content):
            draft = "" if template.draft == content else template.draft
            return QuestionnaireTemplate((*template.versions, event), draft)
        case events.TemplateDrafted(content=content):
            return replace(template, draft=content)
        case events.DraftDiscarded():
            return replace(template, draft="")
        case _:
            assert_never(event)


QUESTIONNAIRE_TEMPLATE: Decider[
    QuestionnaireTemplateCommand, QuestionnaireTemplateEvent, QuestionnaireTemplate
] = Decider(
    "questionnaire_template",
    (events.TemplatePublished, events.TemplateDrafted, events.DraftDiscarded),
    QuestionnaireTemplate(),
    decide,
    evolve,
)
