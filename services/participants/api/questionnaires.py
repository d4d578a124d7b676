"""Questionnaires about a person, opened and answered."""

from __future__ import annotations

from typing import Any

from services.participants.api.questionnaires_schemas import (
    AnswersSchema,
    OpenSchema,
    ResponsesQuerySchema,
    StrikeSchema,
)
from services.participants.api.support import (
    RESTRICTED_READERS,
    RowsSchema,
    is_staff,
    listed,
    presentable,
    require_own,
    with_names,
)
from services.participants.api.third_party import questions_of, visible
from services.participants.application.asked import Form, require_asked, require_fillable
from services.participants.application.people import opened_json, record_read
from services.participants.application.registering import answer_response, open_response
from services.participants.domain.questionnaire_response import commands
from services.participants.domain.questionnaire_response.decider import QUESTIONNAIRE_RESPONSE
from services.participants.domain.questionnaire_response.events import ResponseOpened, Way
from shared.domain.errors import Forbidden, NotFound
from shared.domain.ids import PersonId
from shared.http.api import AcceptedSchema, Blueprint, accepted, current, requires, run

blp = Blueprint("questionnaires", __name__)


@blp.route("/questionnaires", methods=["POST"])
@requires("questionnaire.answer")
@blp.arguments(OpenSchema)
@blp.response(200, AcceptedSchema)
def open_one(body: dict[str, Any]) -> Any:
    """Open a questionnaire about a person; refused while the consent it needs is missing."""
    require_own(body["person"])
    _require_source(body["source"])
    now = current()
    person = PersonId(body["person"])
    terms = {name: body[name] for name in ("year", "kind", "source")}
    if not is_staff():
        require_asked(now.service, now.scope, Form(person, **terms))
    return accepted(open_response(now.service, now.scope, person, **terms, key=now.key))


def _require_source(source: str) -> None:
    """Nobody fills in a form in somebody else's name, save the coordinator from paper."""
    roles = current().scope.roles
    if source in ("self", "import") or roles & {source, "coordinator", "service"}:
        return
    raise Forbidden("your role may not fill in this form")


def _form(id: str) -> ResponseOpened:
    now = current()
    form = now.service.handler.existing(now.scope, QUESTIONNAIRE_RESPONSE, id).state.form
    if form is None:
        raise NotFound("the questionnaire was not opened")
    return form


@blp.route("/questionnaires/<response>/answers", methods=["POST"])
@requires("questionnaire.answer")
@blp.arguments(AnswersSchema)
@blp.response(200, AcceptedSchema)
def answer(body: dict[str, Any], response: str) -> Any:
    """Answer, or correct the answers; they are checked against the opened version."""
    now = current()
    form = _form(response)
    require_own(form.person)
    _require_source(form.source)
    if not is_staff():
        asked = Form(form.person, form.year, form.kind, form.source)
        require_fillable(now.service, now.scope, asked, now.key)
    way: Way = "paper" if body["paper"] and is_staff() else "account"
    return accepted(
        answer_response(
            now.service,
            now.scope,
            response,
            body["answers"],
            way=way,
            template_version=body["template_version"],
            key=now.key,
        )
    )


@blp.route("/questionnaires/<response>/strike", methods=["POST"])
@requires("questionnaire.strike")
@blp.arguments(StrikeSchema)
@blp.response(200, AcceptedSchema)
def strike(body: dict[str, Any], response: str) -> Any:
    """Strike a questionnaire that was entered by mistake."""
    return run(QUESTIONNAIRE_RESPONSE, response, commands.Strike(body["reason"]))


@blp.route("/questionnaires", methods=["GET"])
@requires("questionnaire.read")
@blp.arguments(ResponsesQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_responses(args: dict[str, Any]) -> Any:
    """Which questionnaires are open or answered, without the answers."""
    person = args["person"]
    if not is_staff():
        person = person or str(current().scope.person)
        require_own(person)
    wanted = {name: args[name] for name in ("year", "kind", "status")}
    found = listed("responses", args, {"person": person, **wanted})
    rows = with_names(found.items, why="questionnaires")
    for row in rows:
        row.pop("answers", None)
    return {"items": [presentable(row) for row in rows], "next": found.next}


@blp.route("/questionnaires/<response>", methods=["GET"])
@requires("questionnaire.read")
@blp.response(200)
def show(response: str) -> Any:
    """One questionnaire with its answers; third-party information to its readers only."""
    now = current()
    loaded = now.service.handler.existing(now.scope, QUESTIONNAIRE_RESPONSE, response)
    form = _form(response)
    require_own(form.person)
    readers = RESTRICTED_READERS | {form.source}
    if form.kind == "third_party" and not now.scope.roles & readers:
        raise NotFound("there is no such thing here")
    record_read(now.service, now.scope, [form.person], f"questionnaire {form.kind}",
                ("answers",))  # fmt: skip
    return {
        "id": response,
        "person": form.person,
        "year": form.year,
        "kind": form.kind,
        "source": form.source,
        "template": form.template,
        "template_version": form.template_version,
        "status": loaded.state.status,
        "answers": _answers(form, opened_json(now.service, now.scope, loaded.state.answers)),
    }


def _answers(form: ResponseOpened, answers: dict[str, Any] | None) -> dict[str, Any] | None:
    if form.kind != "third_party":
        return answers
    return visible(answers, questions_of(form.template, form.template_version))
