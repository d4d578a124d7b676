"""The goal of a pairing: proposed by one, agreed by everybody in it."""

from __future__ import annotations

from typing import Any

from services.meetings.api import schemas
from services.meetings.api.support import new_id, school_today, speaking_for
from services.meetings.application.access import open_series
from services.meetings.domain.goal import commands
from services.meetings.domain.goal.decider import GOAL
from shared.domain.errors import Refused
from shared.domain.ids import PairingId
from shared.domain.personal import Personal
from shared.http.api import AcceptedSchema, Blueprint, accepted, current, requires, run

blp = Blueprint("goals", __name__, url_prefix="/pairings/<id:pairing>", description="Goals")


@blp.route("/goal", methods=["POST"])
@requires("goal.write")
@blp.arguments(schemas.GoalSchema)
@blp.response(200, schemas.GoalAcceptedSchema)
def propose(body: dict[str, Any], pairing: str) -> Any:
    """What to reach, how it is measured, and by when. Answers the goal's id as ``goal``."""
    now = current()
    agreed_by = tuple(speaking_for(person) for person in body["agreed_by"])
    series = open_series(now.service, now.scope, pairing)
    if series.first("organisational") is None:
        raise Refused("first comes the organisational meeting", code="meeting-order")
    goal = new_id("goal")
    command = commands.Propose(
        goal, PairingId(pairing), series.year, series.people, Personal.of(body["text"]),
        Personal.of(body["measure"]), body["due"], body["planned_meetings"], agreed_by,
        school_today(),
    )  # fmt: skip
    outcome = now.service.handler.handle(
        now.scope, GOAL, pairing, command, key=now.key, expected=now.expected
    )
    return accepted(outcome, goal=goal)


@blp.route("/goal/agree", methods=["POST"])
@requires("goal.write")
@blp.arguments(schemas.AgreeGoalSchema)
@blp.response(200, AcceptedSchema)
def agree(body: dict[str, Any], pairing: str) -> Any:
    """One more of the pairing agrees; with the last one the goal counts."""
    person = speaking_for(body["person"])
    open_series(current().service, current().scope, pairing)
    return run(GOAL, pairing, commands.Agree(body["goal"], person))
