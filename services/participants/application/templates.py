"""Questionnaires: the shipped ones are data, a school's own versions follow them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from services.participants.domain.questionnaire_template.decider import (
    QUESTIONNAIRE_TEMPLATE,
    QuestionnaireTemplate,
)
from services.participants.domain.questions import check_template
from shared.domain.errors import NotFound
from shared.domain.ids import derived_id
from shared.eventstore.handler import Loaded
from shared.service import Service
from shared.tenancy.scope import Scope

_DATA = Path(__file__).parent.parent / "data" / "templates"
Template = Mapping[str, Any]


@cache
def _shipped() -> dict[str, dict[int, Template]]:
    """Code → version → template. What was shipped once stays, since answers were given to it."""
    found: dict[str, dict[int, Template]] = {}
    for path in sorted(_DATA.glob("*.json")):
        template = json.loads(path.read_text(encoding="utf-8"))
        found.setdefault(template["code"], {})[template["version"]] = template
    return found


def shipped_templates() -> Mapping[str, Template]:
    """The latest shipped version of each."""
    return {code: versions[max(versions)] for code, versions in _shipped().items()}


def shipped_version(code: str) -> int:
    """Raises NotFound: a school's questionnaires follow shipped ones."""
    if code not in _shipped():
        raise NotFound("there is no such questionnaire")
    return max(_shipped()[code])


def template_stream(code: str) -> str:
    return derived_id("questionnaire_template", code)


def own_template(service: Service, scope: Scope, code: str) -> Loaded[QuestionnaireTemplate]:
    return service.handler.state(scope, QUESTIONNAIRE_TEMPLATE, template_stream(code))


def template(service: Service, scope: Scope, code: str, version: int | None = None) -> Template:
    """The latest of the school's own versions, the shipped one where it has none, or exactly the
    version that is named. Raises NotFound."""
    own = own_template(service, scope, code).state
    mine = {one.version: one.content for one in own.versions}
    theirs = _shipped().get(code, {})
    wanted = version if version is not None else max(mine or theirs, default=0)
    if wanted in mine:
        return {**json.loads(mine[wanted]), "code": code, "version": wanted, "own": True}
    if wanted in theirs:
        return {**theirs[wanted], "own": False}
    raise NotFound("there is no such questionnaire")


def versions_of(service: Service, scope: Scope, code: str) -> list[int]:
    own = own_template(service, scope, code).state
    return sorted({*_shipped().get(code, {}), *(one.version for one in own.versions)})


def content_of(template: Template) -> str:
    """The template as it is stored. Raises Invalid saying where and why it is not usable."""
    check_template(template)
    kept = {name: template[name] for name in ("kind", "title", "questions")}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def draft_of(service: Service, scope: Scope, code: str) -> dict[str, Any]:
    """The draft with the version of its stream. Raises NotFound where there is none."""
    shipped_version(code)
    own = own_template(service, scope, code)
    if not own.state.draft:
        raise NotFound("there is no draft")
    return {**json.loads(own.state.draft), "code": code, "stream_version": own.version}
