"""Interviews of mentor candidates."""

from __future__ import annotations

from typing import Any

from services.participants.api.selection_schemas import (
    DecisionSchema,
    InterviewSchema,
    ProtocolSchema,
)
from services.participants.api.support import (
    RowsSchema,
    YearListSchema,
    listed,
    opened_fields,
    presentable,
    with_names,
)
from services.participants.application.people import require_participant
from services.participants.domain.interview import commands
from services.participants.domain.interview.commands import interview_id, purpose_of
from services.participants.domain.interview.decider import INTERVIEW
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.http.api import AcceptedSchema, Blueprint, current, requires, run

blp = Blueprint("interviews", __name__, url_prefix="/interviews")


@blp.route("", methods=["POST"])
@requires("interview.write")
@blp.arguments(InterviewSchema)
@blp.response(200, AcceptedSchema)
def schedule(body: dict[str, Any]) -> Any:
    """Set the interview's time; with a psychologist only where that consent lives."""
    now = current()
    person = PersonId(body["person"])
    require_participant(now.service, now.scope, person)
    now.service.gate.require(now.scope, purpose_of(body["psychologist"]), [person])
    command = commands.Schedule(person, body["year"], body["slot"], body["psychologist"])
    return run(INTERVIEW, interview_id(person, body["year"]), command)


@blp.route("", methods=["GET"])
@requires("interview.read")
@blp.arguments(YearListSchema, location="query")
@blp.response(200, RowsSchema)
def list_interviews(args: dict[str, Any]) -> Any:
    """Interviews with their protocols, to coordinator and psychologist."""
    found = listed("interviews", args, {"year": args["year"]})
    rows = with_names(opened_fields(found.items, texts=("protocol",)),
                      why="interviews", what=("name", "protocol"))  # fmt: skip
    return {"items": [presentable(row) for row in rows], "next": found.next}


@blp.route("/<interview>/protocol", methods=["POST"])
@requires("interview.write")
@blp.arguments(ProtocolSchema)
@blp.response(200, AcceptedSchema)
def write_protocol(body: dict[str, Any], interview: str) -> Any:
    """Write down what was said."""
    _require_consent(interview)
    return run(INTERVIEW, interview, commands.WriteProtocol(Personal.of(body["protocol"])))


@blp.route("/<interview>/decide", methods=["POST"])
@requires("interview.write")
@blp.arguments(DecisionSchema)
@blp.response(200, AcceptedSchema)
def decide(body: dict[str, Any], interview: str) -> Any:
    """Admit, keep in reserve, or refuse with a reason."""
    _require_consent(interview)
    return run(INTERVIEW, interview, commands.Decide(body["decision"], body["reason"]))


def _require_consent(interview: str) -> None:
    now = current()
    scheduled = now.service.handler.existing(now.scope, INTERVIEW, interview).state.scheduled
    if scheduled is None:
        raise NotFound("no interview was scheduled")
    purpose = purpose_of(scheduled.psychologist)
    now.service.gate.require(now.scope, purpose, [scheduled.person])
