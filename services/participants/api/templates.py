"""Templates of questionnaires: read, drafted, published; a published version never changes."""

from __future__ import annotations

from typing import Any

from services.participants.api.templates_schemas import (
    AnswersCheckSchema,
    TemplateQuerySchema,
    TemplateSchema,
)
from services.participants.application.templates import (
    content_of,
    draft_of,
    own_template,
    shipped_templates,
    shipped_version,
    template,
    template_stream,
    versions_of,
)
from services.participants.domain.answers import check_answers
from services.participants.domain.questionnaire_template import commands
from services.participants.domain.questionnaire_template.decider import QUESTIONNAIRE_TEMPLATE
from shared.domain.errors import Invalid
from shared.http.api import AcceptedSchema, Blueprint, EmptySchema, current, requires, run

blp = Blueprint("templates", __name__, url_prefix="/templates")


@blp.route("", methods=["GET"])
@requires("template.read")
@blp.response(200)
def list_templates() -> Any:
    """The latest version of each template, which versions there are, and whether one is drafted."""
    now = current()
    items = []
    for code in sorted(shipped_templates()):
        own = own_template(now.service, now.scope, code).state
        items.append(
            {
                **template(now.service, now.scope, code),
                "versions": versions_of(now.service, now.scope, code),
                "draft": bool(own.draft),
            }
        )
    return {"items": items, "next": None}


@blp.route("/<code>", methods=["GET"])
@requires("template.read")
@blp.arguments(TemplateQuerySchema, location="query")
@blp.response(200)
def show_template(args: dict[str, Any], code: str) -> Any:
    """One template, the latest version unless one is named."""
    now = current()
    return template(now.service, now.scope, code, args["version"])


@blp.route("/<code>", methods=["PUT"])
@requires("template.write")
@blp.arguments(TemplateSchema)
@blp.response(200, AcceptedSchema)
def publish(body: dict[str, Any], code: str) -> Any:
    """Publish the school's own next version at once; earlier answers keep theirs."""
    command = commands.Publish(code, _content(body, code), shipped_version(code))
    return run(QUESTIONNAIRE_TEMPLATE, template_stream(code), command)


@blp.route("/<code>/draft", methods=["GET"])
@requires("template.write")
@blp.response(200)
def show_draft(code: str) -> Any:
    """The draft of the next version; ``stream_version`` goes into ``If-Match`` when saving."""
    now = current()
    draft = draft_of(now.service, now.scope, code)
    return draft, 200, {"ETag": f'"{draft["stream_version"]}"'}


@blp.route("/<code>/draft", methods=["PUT"])
@requires("template.write")
@blp.arguments(TemplateSchema)
@blp.response(200, AcceptedSchema)
def save_draft(body: dict[str, Any], code: str) -> Any:
    """Keep a draft; one that could not be asked is refused, saying where and why."""
    command = commands.SaveDraft(code, _content(body, code))
    return run(QUESTIONNAIRE_TEMPLATE, template_stream(code), command)


@blp.route("/<code>/draft/publish", methods=["POST"])
@requires("template.write")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def publish_draft(body: dict[str, Any], code: str) -> Any:
    """Make the draft the next version; what is open already keeps its own."""
    command = commands.PublishDraft(code, shipped_version(code))
    return run(QUESTIONNAIRE_TEMPLATE, template_stream(code), command)


@blp.route("/<code>/draft/discard", methods=["POST"])
@requires("template.write")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def discard_draft(body: dict[str, Any], code: str) -> Any:
    """Throw the draft away."""
    return run(QUESTIONNAIRE_TEMPLATE, template_stream(code), commands.DiscardDraft(code))


@blp.route("/<code>/check", methods=["POST"])
@requires("template.read")
@blp.arguments(AnswersCheckSchema)
@blp.response(200)
def check(body: dict[str, Any], code: str) -> Any:
    """Whether answers would fit a version, a sentence for each that does not; nothing is kept."""
    now = current()
    check_answers(template(now.service, now.scope, code, body["version"]), body["answers"])
    return {"fits": True}


def _content(body: dict[str, Any], code: str) -> str:
    """A school's version asks for the same thing as the one that it follows."""
    shipped_version(code)
    if body["kind"] != shipped_templates()[code]["kind"]:
        raise Invalid("the questionnaire is not usable", {"kind": ["the kind cannot change"]})
    return content_of(body)
