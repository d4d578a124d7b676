"""Opens the answers of a survey to count them; nothing readable leaves this module but texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from services.reporting.domain.survey.decider import Survey
from services.reporting.domain.survey.events import Results
from services.reporting.domain.survey.scales import SHOWN_FROM, count
from shared.domain.errors import Refused
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


def results_of(service: Service, scope: Scope, survey: Survey) -> Results:
    return count(_readable(service, scope, survey))


def texts_of(service: Service, scope: Scope, survey: Survey) -> list[str]:
    """Words without names, in an order that says nothing of who answered when. Raises Refused while
    the survey is open: whoever read it again after each answer would learn whose the last is."""
    if not survey.closed:
        raise Refused("the survey is not closed yet", code="survey-open")
    answers = _readable(service, scope, survey)
    if len(answers) < SHOWN_FROM:
        raise Refused("too few answers to show what was written", code="too-few")
    return sorted(text for answer in answers if (text := str(answer.get("text", "")).strip()))


def _readable(service: Service, scope: Scope, survey: Survey) -> list[dict[str, Any]]:
    """Answers of people who still take part; the key of the others is gone."""
    tokens = [said.sealed for said in survey.answers.values()]
    texts = service.vault.open_many(scope.tenant, tokens)
    return [json.loads(text) for token in tokens if (text := texts[token]) is not None]
