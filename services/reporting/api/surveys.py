"""6.8: the participants' survey, by role."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from services.reporting.api import surveys_schemas as schemas
from services.reporting.api.asking import answering_person, year_thing
from services.reporting.api.common_schemas import ReadSchema, YearPageSchema
from services.reporting.application.survey_results import results_of, texts_of
from services.reporting.domain.survey import commands
from services.reporting.domain.survey.commands import SurveyCommand
from services.reporting.domain.survey.decider import SURVEY
from services.reporting.domain.survey.roles import ANSWERERS, CONSENTING
from services.reporting.domain.survey.scales import SHOWN_FROM
from services.reporting.domain.survey.statements import STATEMENTS
from shared.domain.errors import Forbidden, Invalid
from shared.domain.ids import ActorId, PersonId
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    accepted,
    current,
    page,
    reader,
    record_read,
    requires,
    run,
)

blp = Blueprint("surveys", __name__, url_prefix="/surveys", description="Satisfaction by role")


@blp.route("", methods=["POST"])
@requires("survey.manage")
@blp.arguments(schemas.SurveySchema)
@blp.response(200, AcceptedSchema)
def open_survey(body: dict[str, Any]) -> Any:
    """Open the year's survey for a role."""
    survey = year_thing("survey", body["year"], body["role"])
    return run(SURVEY, survey, commands.Open(survey, **body))


@blp.route("", methods=["GET"])
@requires("survey.read")
@blp.arguments(YearPageSchema, location="query")
def list_surveys(query: dict[str, Any]) -> Any:
    """The school's surveys."""
    wanted = {"year": query["year"]} if query["year"] else {}
    found = reader("surveys").find(wanted, after=query["after"], limit=query["limit"])
    found.items[:] = [_shown(document) for document in found.items]
    return page(found)


@blp.route("/statements", methods=["GET"])
@requires("survey.read")
def statements() -> Any:
    """The statements that an answer may choose from, by quadrant."""
    return {"items": [asdict(one) for one in STATEMENTS], "next": None}


@blp.route("/<survey>", methods=["GET"])
@requires("survey.read")
@blp.arguments(ReadSchema, location="query")
def show_survey(query: dict[str, Any], survey: str) -> Any:
    """One survey, with its results once it is closed and enough people answered."""
    return _shown(reader("surveys").get(survey))


@blp.route("/<survey>/answers", methods=["POST"])
@requires("survey.answer")
@blp.arguments(schemas.SurveyAnswerSchema)
@blp.response(200, AcceptedSchema)
def answer(body: dict[str, Any], survey: str) -> Any:
    """Answer for oneself; the coordinator enters a paper form."""
    now = current()
    role = now.service.handler.existing(now.scope, SURVEY, survey).state.role
    person = _answering(survey, role, body.pop("person"))
    if role in CONSENTING:
        now.service.gate.require(now.scope, "participation", [person])
    elif body["text"].strip():
        raise Invalid("only participants may add a text", {"text": ["leave it out"]})
    return _as_respondent(survey, role, commands.Answer(person, Personal.of_json(body), now.today))


def _as_respondent(survey: str, role: str, command: SurveyCommand) -> Any:
    """Only participants' commits name who sent them."""
    if role in CONSENTING:
        return run(SURVEY, survey, command)
    now = current()
    scope = replace(now.scope, actor=ActorId("respondent"), person=None)
    return accepted(now.service.handler.handle(scope, SURVEY, survey, command, key=now.key))


def _answering(survey: str, role: str, named: str | None) -> PersonId:
    """A participant's own id; for all others a mark of this survey alone, a keyed hash of the account
    or of the number of a paper form."""
    scope = current().scope
    if role in CONSENTING:
        if not scope.roles & {"coordinator", role}:
            raise Forbidden("this survey is for another role")
        return answering_person(named)
    if named is not None and "coordinator" not in scope.roles:
        raise Forbidden("you may answer for yourself only")
    if named is None and not scope.roles & ANSWERERS[role]:
        raise Forbidden("this survey is for another role")
    return PersonId(_mark(survey) if named is None else _mark(survey, f"paper {named}"))


@blp.route("/<survey>/answers/withdraw", methods=["POST"])
@requires("survey.answer")
@blp.arguments(schemas.PersonSchema)
@blp.response(200, AcceptedSchema)
def withdraw(body: dict[str, Any], survey: str) -> Any:
    """Take one's answer back."""
    now = current()
    role = now.service.handler.existing(now.scope, SURVEY, survey).state.role
    command = commands.WithdrawAnswer(_answering(survey, role, body["person"]))
    return _as_respondent(survey, role, command)


@blp.route("/<survey>/close", methods=["POST"])
@requires("survey.manage")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def close(body: dict[str, Any], survey: str) -> Any:
    """Close the survey; what can be read today is counted and the counts are kept."""
    now = current()
    state = now.service.handler.existing(now.scope, SURVEY, survey).state
    results = results_of(now.service, now.scope, state)
    return run(SURVEY, survey, commands.Close(results, state.given))


@blp.route("/<survey>/texts", methods=["GET"])
@requires("survey.texts")
def texts(survey: str) -> Any:
    """What people wrote, without who."""
    now = current()
    state = now.service.handler.existing(now.scope, SURVEY, survey).state
    found = texts_of(now.service, now.scope, state)
    record_read(state.answers if found else (), why="survey texts", what=("answers",))
    return {"items": [{"text": text} for text in found], "next": None}


def _mark(survey: str, who: str | None = None) -> str:
    now = current()
    return now.service.vault.digest(
        now.scope.tenant, f"survey answer|{survey}|{who or now.scope.actor}"
    )


def _shown(document: dict[str, Any]) -> dict[str, Any]:
    results = document["results"]
    enough = results is not None and results["answered"] >= SHOWN_FROM
    shown = {name: document[name] for name in ("id", "year", "role", "status", "closes")}
    return {
        **shown,
        "answered": len(document["answered"]),
        "results": results if enough else None,
        "yours": bool({_mark(document["id"]), current().scope.person} & {*document["answered"]}),
    }
