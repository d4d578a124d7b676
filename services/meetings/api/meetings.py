"""The meetings of a pairing as they took place, from the first to the last."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from services.meetings.api import schemas, working_schemas
from services.meetings.api.support import carry_out, excuse, minutes_of, new_id
from services.meetings.application.access import COORDINATOR, working_series
from services.meetings.application.terms import rules_of, school_day, terms_for
from services.meetings.domain.goal.decider import GOAL
from services.meetings.domain.meeting_series import commands
from services.meetings.domain.meeting_series.decider import MEETING_SERIES, Series
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.http.api import AcceptedSchema, Blueprint, EmptySchema, current, requires, run

blp = Blueprint("meetings", __name__, url_prefix="/pairings/<id:pairing>", description="Meetings")


@blp.route("/meetings", methods=["POST"])
@requires("meeting.write")
@blp.arguments(working_schemas.RecordMeetingSchema)
@blp.response(200, schemas.MeetingAcceptedSchema)
def record(body: dict[str, Any], pairing: str) -> Any:
    """A meeting took place; ``meeting`` names a planned one. Answers its id as ``meeting``. With
    ``exception``, a reason, the coordinator enters one out of turn or late."""
    now = current()
    series = working_series(now.service, now.scope, pairing)
    today, terms = _past(series)
    meeting = body["meeting"] or new_id("meeting")
    command = commands.Record(
        meeting, body["kind"], body["held_on"],
        minutes_of(body), body["mode"],
        _people(body["attended"]), Personal.of(body["topic"]), Personal.of(body["next_step"]),
        today, body["meeting"] is not None, body["go_on_mentor"], body["go_on_mentee"],
        _utc(body["starts_at"]), body["absences"], excuse(body["exception"]),
        _has_goal(pairing, body["kind"]), terms,
    )  # fmt: skip
    return carry_out(pairing, command, meeting=meeting)


@blp.route("/meetings/<id:meeting>/correct", methods=["POST"])
@requires("meeting.write")
@blp.arguments(working_schemas.CorrectSchema)
@blp.response(200, AcceptedSchema)
def correct(body: dict[str, Any], pairing: str, meeting: str) -> Any:
    """The entry was wrong; the former one stays readable beside it. The pair does so while entries
    may be made, the coordinator at any time."""
    now = current()
    series = working_series(now.service, now.scope, pairing)
    today, terms = _past(series)
    command = commands.Correct(
        meeting, body["held_on"],
        minutes_of(body), body["mode"],
        _people(body["attended"]), Personal.of(body["topic"]), Personal.of(body["next_step"]),
        Personal.of(body["reason"]), today, bool(now.scope.roles & COORDINATOR),
        _utc(body["starts_at"]), body["absences"], terms,
    )  # fmt: skip
    return carry_out(pairing, command)


@blp.route("/meetings/<id:meeting>/strike", methods=["POST"])
@requires("pairing.decide")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def strike(body: dict[str, Any], pairing: str, meeting: str) -> Any:
    """The record was a mistake; the roadmap loses its evidence."""
    return run(MEETING_SERIES, pairing, commands.Strike(meeting))


@blp.route("/continue", methods=["POST"])
@requires("pairing.decide")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def go_on(body: dict[str, Any], pairing: str) -> Any:
    """After a trial meeting with a doubt: they go on all the same."""
    working_series(current().service, current().scope, pairing)
    return run(MEETING_SERIES, pairing, commands.GoOn())


@blp.route("/close", methods=["POST"])
@requires("meeting.write")
@blp.arguments(schemas.CloseSchema)
@blp.response(200, schemas.MeetingAcceptedSchema)
def close(body: dict[str, Any], pairing: str) -> Any:
    """The last meeting, with the outcome against the goal; ``meeting`` names a planned one."""
    now = current()
    series = working_series(now.service, now.scope, pairing)
    today, terms = _past(series)
    meeting = body["meeting"] or new_id("meeting")
    command = commands.Close(
        meeting, body["outcome"], body["held_on"], body["minutes"], body["mode"],
        Personal.of(body["reflection"]), today, excuse(body["exception"]), terms,
        body["meeting"] is not None,
    )  # fmt: skip
    return carry_out(pairing, command, meeting=meeting)


def _past(series: Series) -> Any:
    now = current()
    rules = rules_of(now.service, now.scope)
    return school_day(now.service, rules), terms_for(now.service, now.scope, series, rules, "past")


def _has_goal(pairing: str, kind: str) -> bool:
    """Asked of a planning meeting only: the goal has a stream of its own."""
    if kind != "planning":
        return True
    now = current()
    return now.service.handler.state(now.scope, GOAL, pairing).state.proposed is not None


def _people(ids: list[str]) -> tuple[PersonId, ...]:
    return tuple(PersonId(id) for id in ids)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(timezone.utc) if moment else None
