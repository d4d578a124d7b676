"""Interviews of mentor candidates."""

from __future__ import annotations

from typing import Any

from services.participants.api.interviews_schemas import (
    DecisionSchema,
    InterviewSchema,
    ProtocolSchema,
)
from services.participants.api.support import (
    RowsSchema,
    YearListSchema,
    is_staff,
    listed,
    opened_fields,
    presentable,
    require_own,
    with_names,
)
from services.participants.application import interviewing
from services.participants.domain.interview import commands
from services.participants.domain.interview.commands import purpose_of
from services.participants.domain.interview.decider import INTERVIEW
from services.participants.domain.interview.events import CancelReason, InterviewScheduled
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    accepted,
    current,
    requires,
    run,
)

blp = Blueprint("interviews", __name__, url_prefix="/interviews")


@blp.route("", methods=["POST"])
@requires("interview.write")
@blp.arguments(InterviewSchema)
@blp.response(200, AcceptedSchema)
def schedule(body: dict[str, Any]) -> Any:
    """Set the interview's time; with a psychologist only where that consent lives."""
    now = current()
    outcome = interviewing.schedule(
        now.service,
        now.scope,
        PersonId(body["person"]),
        year=body["year"],
        at=body["slot"],
        psychologist=body["psychologist"],
        key=now.key,
    )
    return accepted(outcome)


@blp.route("", methods=["GET"])
@requires("interview.read")
@blp.arguments(YearListSchema, location="query")
@blp.response(200, RowsSchema)
def list_interviews(args: dict[str, Any]) -> Any:
    """Interviews with their protocols, to coordinator and psychologist."""
    found = listed("interviews", args, {"year": args["year"]})
    opened = opened_fields(found.items, texts=("protocol",), structures=("scores",))
    rows = with_names(opened, why="interviews", what=("name", "protocol", "scores"))
    return {"items": [presentable(row) for row in rows], "next": found.next}


@blp.route("/<interview>/protocol", methods=["POST"])
@requires("interview.write")
@blp.arguments(ProtocolSchema)
@blp.response(200, AcceptedSchema)
def write_protocol(body: dict[str, Any], interview: str) -> Any:
    """Write down what was said, and how each aspect struck those who asked."""
    _require_consent(interview)
    scores = Personal.of_json(body["scores"]) if body["scores"] else None
    return run(INTERVIEW, interview, commands.WriteProtocol(Personal.of(body["protocol"]), scores))


@blp.route("/<interview>/decide", methods=["POST"])
@requires("interview.write")
@blp.arguments(DecisionSchema)
@blp.response(200, AcceptedSchema)
def decide(body: dict[str, Any], interview: str) -> Any:
    """Admit, keep in reserve, or refuse with a reason."""
    _require_consent(interview)
    return run(INTERVIEW, interview, commands.Decide(body["decision"], body["reason"]))


@blp.route("/<interview>/cancel", methods=["POST"])
@requires("interview.book")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def cancel(body: dict[str, Any], interview: str) -> Any:
    """Call the interview off; its time is free for others."""
    now = current()
    scheduled = interviewing.scheduled_of(now.service, now.scope, interview)
    if scheduled is not None:
        require_own(scheduled.person)
    elif not is_staff():
        raise NotFound("there is no such interview")
    reason: CancelReason = "school" if is_staff() else "mentor"
    outcome = interviewing.cancel(now.service, now.scope, interview, reason=reason, key=now.key)
    return accepted(outcome)


def _require_consent(interview: str) -> None:
    now = current()
    scheduled = scheduled_or_404(interview)
    now.service.gate.require(now.scope, purpose_of(scheduled.psychologist), [scheduled.person])


def scheduled_or_404(interview: str) -> InterviewScheduled:
    """Raises NotFound also for an interview that was cancelled."""
    now = current()
    scheduled = interviewing.scheduled_of(now.service, now.scope, interview)
    if scheduled is None:
        raise NotFound("no interview is scheduled")
    return scheduled
