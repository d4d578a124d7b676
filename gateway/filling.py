"""Filling in a questionnaire: the form, a page to check what was answered, and sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from werkzeug.datastructures import MultiDict

from gateway.context import gateway
from gateway.questions import Template, problems, read_answers
from shared.domain.errors import Invalid
from shared.domain.ids import new_id
from shared.tenancy.scope import Scope

Step = Literal["edit", "check", "send"]


@dataclass(frozen=True, slots=True)
class Filling:
    """One questionnaire while it is filled in; nothing is kept before it is sent."""

    template: Template
    answers: dict[str, Any] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    step: Step = "edit"

    def with_problems(self, error: Invalid) -> Filling:
        found = problems(self.template, error.fields)
        return replace(self, problems=found, step="edit")


def filled(scope: Scope, template: Template, form: MultiDict[str, str]) -> Filling:
    """What the browser sent, checked against the exact version by the service."""
    step: Step = "send" if form.get("step") == "send" else "check"
    answers = read_answers(template, form)
    if form.get("step") == "edit":
        return Filling(template, answers)
    filling = Filling(template, answers, step=step)
    body = {"version": template["version"], "answers": answers}
    try:
        path = f"/v1/templates/{template['code']}/check"
        gateway().clients["participants"].post(path, scope, body, key=new_id())
    except Invalid as error:
        return filling.with_problems(error)
    return filling
