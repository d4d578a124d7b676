"""What is ahead of a pairing: single meetings, weekly plans, and other times for them."""

from __future__ import annotations

from datetime import datetime, time, timezone
from typing import Any, Literal

from services.meetings.api import schemas, working_schemas
from services.meetings.api.support import carry_out, minutes_of, new_id, speaking_for
from services.meetings.application.access import COORDINATOR, series_for, working_series
from services.meetings.application.terms import rules_of, school_day, terms_for, zone_of
from services.meetings.domain.meeting_series import commands
from services.meetings.domain.meeting_series.decider import MEETING_SERIES, Series
from services.meetings.domain.meeting_series.rhythm import Rhythm
from shared.domain.errors import Invalid
from shared.http.api import AcceptedSchema, Blueprint, EmptySchema, accepted, current, requires, run

blp = Blueprint("planning", __name__, url_prefix="/pairings/<id:pairing>", description="Planning")


@blp.route("/meetings/plan", methods=["POST"])
@requires("meeting.write")
@blp.arguments(working_schemas.PlanMeetingSchema)
@blp.response(200, schemas.MeetingAcceptedSchema)
def plan(body: dict[str, Any], pairing: str) -> Any:
    """Plan a meeting; it appears in the calendar. Answers its id as ``meeting``."""
    today, terms = _ahead(_working(pairing))
    meeting = new_id("meeting")
    command = commands.Plan(
        meeting, body["kind"], _utc(body["starts_at"]), minutes_of(body),
        body["mode"], today, terms,
    )  # fmt: skip
    return carry_out(pairing, command, meeting=meeting)


@blp.route("/meetings/<id:meeting>/cancel", methods=["POST"])
@requires("meeting.write")
@blp.arguments(schemas.CancelMeetingSchema)
@blp.response(200, AcceptedSchema)
def cancel(body: dict[str, Any], pairing: str, meeting: str) -> Any:
    """A planned meeting will not take place."""
    series_for(current().service, current().scope, pairing)
    return run(MEETING_SERIES, pairing, commands.CancelPlanned(meeting, body["reason"]))


@blp.route("/meetings/<id:meeting>/move", methods=["POST"])
@requires("meeting.write")
@blp.arguments(working_schemas.MoveSchema)
@blp.response(200, AcceptedSchema)
def move(body: dict[str, Any], pairing: str, meeting: str) -> Any:
    """Ask the other side for another time; the coordinator moves at once and says who agreed."""
    series = _working(pairing)
    scope = current().scope
    school = bool(scope.roles & COORDINATOR) and scope.person not in series.people
    if not school and body["agreed_by"]:
        raise Invalid("the other side agrees itself", {"agreed_by": ["leave it out"]})
    today, terms = _ahead(series)
    command = commands.Move(
        meeting, _utc(body["starts_at"]),
        minutes_of(body), body["mode"],
        None if school or scope.person is None else scope.person,
        tuple(body["agreed_by"]), today, terms,
    )  # fmt: skip
    return run(MEETING_SERIES, pairing, command)


@blp.route("/meetings/<id:meeting>/move/answer", methods=["POST"])
@requires("meeting.write")
@blp.arguments(working_schemas.AnswerMoveSchema)
@blp.response(200, AcceptedSchema)
def answer_move(body: dict[str, Any], pairing: str, meeting: str) -> Any:
    """The other side agrees to the time that was asked for, or not."""
    person = speaking_for(body["person"])
    series = _working(pairing)
    if person not in series.people:
        raise Invalid("somebody else", {"person": ["name one of the pairing"]})
    today, terms = _ahead(series)
    command = commands.AnswerMove(
        meeting, _utc(body["starts_at"]), person, body["agree"], today, terms
    )
    return run(MEETING_SERIES, pairing, command)


@blp.route("/rhythms", methods=["POST"])
@requires("meeting.write")
@blp.arguments(working_schemas.RhythmSchema)
@blp.response(200, working_schemas.RhythmAcceptedSchema)
def set_rhythm(body: dict[str, Any], pairing: str) -> Any:
    """Regular meetings every week or every other week, without the school's holidays and the days
    of ``skip``. Answers the plan as ``rhythm`` and how many ``meetings`` were planned."""
    now = current()
    series = _working(pairing)
    rules = rules_of(now.service, now.scope)
    today, terms = _ahead(series)
    hour, minute = (int(part) for part in body["at"].split(":"))
    every: Literal[1, 2] = 2 if body["every"] == 2 else 1
    wanted = Rhythm(
        body["weekday"], time(hour, minute), every, body["first"], body["until"], zone_of(rules)
    )
    rhythm = new_id("rhythm")
    skipped = tuple(sorted({*body["skip"], *rules.days_off(series.year)}))
    command = commands.SetRhythm(
        rhythm, wanted, minutes_of(body), body["mode"], skipped, today, terms
    )
    outcome = now.service.handler.handle(
        now.scope, MEETING_SERIES, pairing, command, key=now.key, expected=now.expected
    )
    state = now.service.handler.state(now.scope, MEETING_SERIES, pairing).state
    meetings = sum(one.rhythm == rhythm for one in state.planned.values())
    return accepted(outcome, rhythm=rhythm, meetings=meetings)


@blp.route("/rhythms/<id:rhythm>/stop", methods=["POST"])
@requires("meeting.write")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def stop_rhythm(body: dict[str, Any], pairing: str, rhythm: str) -> Any:
    """What lies ahead of the plan is called off."""
    now = current()
    series_for(now.service, now.scope, pairing)
    rules = rules_of(now.service, now.scope)
    command = commands.StopRhythm(rhythm, "other", school_day(now.service, rules), zone_of(rules))
    return run(MEETING_SERIES, pairing, command)


def _working(pairing: str) -> Series:
    return working_series(current().service, current().scope, pairing)


def _ahead(series: Series) -> Any:
    now = current()
    rules = rules_of(now.service, now.scope)
    return school_day(now.service, rules), terms_for(now.service, now.scope, series, rules, "ahead")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(timezone.utc)
