"""7.5: results and the way to them, written up as cases."""

from __future__ import annotations

from typing import Any

from services.reporting.api.asking import new_thing, opened
from services.reporting.api.cases_schemas import CaseSchema, StorySchema
from services.reporting.api.common_schemas import ReadSchema, YearPageSchema
from services.reporting.domain.case import commands
from services.reporting.domain.case.decider import CASE
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    current,
    page,
    reader,
    record_read,
    requires,
    run,
)

blp = Blueprint("cases", __name__, url_prefix="/cases", description="Cases")


@blp.route("", methods=["POST"])
@requires("case.write")
@blp.arguments(CaseSchema)
@blp.response(200, AcceptedSchema)
def draft(body: dict[str, Any]) -> Any:
    """Write a case; everyone named must take part now."""
    case, year, pairing = new_thing("case"), body.pop("year"), PairingId(body.pop("pairing"))
    people, story = _told(body)
    return run(CASE, case, commands.Draft(case, year, pairing, people, story))


@blp.route("", methods=["GET"])
@requires("case.read")
@blp.arguments(YearPageSchema, location="query")
def list_cases(query: dict[str, Any]) -> Any:
    """Cases without their texts."""
    wanted = {"year": query["year"]} if query["year"] else {}
    found = reader("cases").find(wanted, after=query["after"], limit=query["limit"])
    for document in found.items:
        del document["story"], document["tenant"]
    return page(found)


@blp.route("/<case>", methods=["GET"])
@requires("case.read")
@blp.arguments(ReadSchema, location="query")
def show(query: dict[str, Any], case: str) -> Any:
    """One case with its texts, while nobody named in it has withdrawn."""
    document = reader("cases").get(case)
    story = opened(document.pop("story")) or {}
    del document["tenant"]
    record_read(document["people"] if story else [], why="case", what=("story",))
    return {**document, **story}


@blp.route("/<case>", methods=["PUT"])
@requires("case.write")
@blp.arguments(StorySchema)
@blp.response(200, AcceptedSchema)
def rewrite(body: dict[str, Any], case: str) -> Any:
    """Write a draft anew."""
    return run(CASE, case, commands.Rewrite(*_told(body)))


@blp.route("/<case>/approve", methods=["POST"])
@requires("case.approve")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def approve(body: dict[str, Any], case: str) -> Any:
    """The head approves; everyone named must take part now."""
    now = current()
    people = now.service.handler.existing(now.scope, CASE, case).state.people
    now.service.gate.require(now.scope, "participation", people)
    return run(CASE, case, commands.Approve(now.scope.actor, now.today))


@blp.route("/<case>/reopen", methods=["POST"])
@requires("case.write")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def reopen(body: dict[str, Any], case: str) -> Any:
    """Back to a draft."""
    return run(CASE, case, commands.Reopen())


@blp.route("/<case>/withdraw", methods=["POST"])
@requires("case.write")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def withdraw(body: dict[str, Any], case: str) -> Any:
    """Tell it no more; what was published from it goes too."""
    return run(CASE, case, commands.Withdraw("by_hand"))


def _told(body: dict[str, Any]) -> tuple[tuple[PersonId, ...], Personal]:
    now = current()
    people = tuple(PersonId(person) for person in body.pop("people"))
    now.service.gate.require(now.scope, "participation", people)
    return people, Personal.of_json(body)
