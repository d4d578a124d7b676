"""The meetings of a pairing, from the first to the last, as commands."""

from __future__ import annotations

from datetime import timezone
from typing import Any

from services.meetings.api import schemas
from services.meetings.api.support import new_id
from services.meetings.application.access import series_for, working_series
from services.meetings.domain.meeting_series import commands
from services.meetings.domain.meeting_series.decider import MEETING_SERIES
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.http.api import AcceptedSchema, Blueprint, EmptySchema, accepted, current, requires, run

blp = Blueprint("meetings", __name__, url_prefix="/pairings/<pairing>", description="Meetings")


@blp.route("/meetings", methods=["POST"])
@requires("meeting.write")
@blp.arguments(schemas.RecordMeetingSchema)
@blp.response(200, schemas.MeetingAcceptedSchema)
def record(body: dict[str, Any], pairing: str) -> Any:
    """A meeting took place; ``meeting`` names a planned one. Answers its id as ``meeting``."""
    now = current()
    working_series(now.service, now.scope, pairing)
    meeting = body["meeting"] or new_id("meeting")
    command = commands.Record(
        meeting, body["kind"], body["held_on"], body["minutes"], body["mode"],
        tuple(PersonId(p) for p in body["attended"]), Personal.of(body["topic"]),
        Personal.of(body["next_step"]), now.today, body["meeting"] is not None,
        body["go_on_mentor"], body["go_on_mentee"],
    )  # fmt: skip
    return _answer(pairing, meeting, command)


@blp.route("/meetings/plan", methods=["POST"])
@requires("meeting.write")
@blp.arguments(schemas.PlanMeetingSchema)
@blp.response(200, schemas.MeetingAcceptedSchema)
def plan(body: dict[str, Any], pairing: str) -> Any:
    """Plan a meeting; it appears in the calendar. Answers its id as ``meeting``."""
    working_series(current().service, current().scope, pairing)
    meeting = new_id("meeting")
    starts_at = body["starts_at"].astimezone(timezone.utc)
    command = commands.Plan(meeting, body["kind"], starts_at, body["minutes"], body["mode"])
    return _answer(pairing, meeting, command)


@blp.route("/meetings/<meeting>/cancel", methods=["POST"])
@requires("meeting.write")
@blp.arguments(schemas.CancelMeetingSchema)
@blp.response(200, AcceptedSchema)
def cancel(body: dict[str, Any], pairing: str, meeting: str) -> Any:
    """A planned meeting will not take place."""
    series_for(current().service, current().scope, pairing)
    return run(MEETING_SERIES, pairing, commands.CancelPlanned(meeting, body["reason"]))


@blp.route("/meetings/<meeting>/strike", methods=["POST"])
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
    """The last meeting, with the outcome against the goal."""
    now = current()
    working_series(now.service, now.scope, pairing)
    meeting = new_id("meeting")
    command = commands.Close(
        meeting, body["outcome"], body["held_on"], body["minutes"], body["mode"],
        Personal.of(body["reflection"]), now.today,
    )  # fmt: skip
    return _answer(pairing, meeting, command)


def _answer(pairing: str, meeting: str, command: commands.SeriesCommand) -> Any:
    now = current()
    outcome = now.service.handler.handle(
        now.scope, MEETING_SERIES, pairing, command, key=now.key, expected=now.expected
    )
    return accepted(outcome, meeting=meeting)
