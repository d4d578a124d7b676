"""Feedback between the meetings, and what of it the coordinator must see."""

from __future__ import annotations

import json
from typing import Any

from services.meetings.api import feedback_schemas, schemas, working_schemas
from services.meetings.api.support import (
    new_id,
    note_kept,
    noted,
    school_today,
    speaking_for,
    visible,
)
from services.meetings.application.access import open_series
from services.meetings.domain.feedback import commands
from services.meetings.domain.feedback.decider import FEEDBACK
from services.meetings.domain.meeting_series.decider import MEETING_SERIES
from shared.domain.errors import NotFound
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    current,
    page,
    reader,
    record_read,
    requires,
    run,
)
from shared.projections.reader import Page

blp = Blueprint("feedback", __name__, description="Feedback between the meetings")


@blp.route("/pairings/<id:pairing>/feedback/schedule", methods=["POST"])
@requires("feedback.schedule")
@blp.arguments(schemas.ScheduleSchema)
@blp.response(200, AcceptedSchema)
def schedule(body: dict[str, Any], pairing: str) -> Any:
    """The dates on which both sides are asked."""
    series = open_series(current().service, current().scope, pairing)
    command = commands.Schedule(PairingId(pairing), series.year, tuple(body["dates"]))
    return run(FEEDBACK, pairing, command)


@blp.route("/pairings/<id:pairing>/feedback/answers", methods=["POST"])
@requires("feedback.answer")
@blp.arguments(schemas.AnswerSchema)
@blp.response(200, AcceptedSchema)
def answer(body: dict[str, Any], pairing: str) -> Any:
    """One person's answer; the coordinator may enter one from paper."""
    now = current()
    person = speaking_for(body["person"])
    series = open_series(now.service, now.scope, pairing)
    side = series.mentees if body["side"] == "mentee" else (series.mentor,)
    if person not in side:
        raise NotFound("this person is not on that side of the pairing")
    command = commands.Answer(
        new_id("feedback"), body["side"], person, body["usefulness"], body["comfort"],
        body["help"], Personal.of(body["text"]), school_today(),
    )  # fmt: skip
    return run(FEEDBACK, pairing, command)


@blp.route("/feedback/alerts", methods=["GET"])
@requires("alert.read")
@blp.arguments(schemas.AlertsQuerySchema, location="query")
def alerts(query: dict[str, Any]) -> Any:
    """Low scores and calls for help, with what was said; nothing of whoever is denied."""
    now = current()
    found = reader("alerts").find(
        {"status": query["status"]}, after=query["after"], limit=query["limit"]
    )
    rows = visible(found.items)
    tokens = [row[name] for row in rows for name in ("scores", "text")]
    texts = now.service.vault.open_many(now.scope.tenant, tokens)
    record_read([row["person"] for row in rows], why="feedback alerts", what=("scores", "feedback"))
    for row in rows:
        scores = texts[row["scores"]]
        row["scores"], row["text"] = json.loads(scores) if scores else None, texts[row["text"]]
    return page(Page(rows, found.next))


@blp.route("/feedback/alerts/<id:request>/handled", methods=["POST"])
@requires("alert.handle")
@blp.arguments(feedback_schemas.HandleAlertSchema)
@blp.response(200, working_schemas.NotedAcceptedSchema)
def handled(body: dict[str, Any], request: str) -> Any:
    """Seen to, with a note that is about everybody of the pairing and whoever answered; without one
    where one of them consents no more or is erased: ``note_kept`` says which."""
    now = current()
    alert = reader("alerts").get(request)
    series = now.service.handler.state(now.scope, MEETING_SERIES, alert["pairing"]).state
    people = tuple(dict.fromkeys((*series.people, PersonId(alert["person"]))))
    kept = note_kept(people, body["note"])
    command = commands.HandleAlert(request, people, Personal.of(body["note"]), kept)
    outcome = now.service.handler.handle(
        now.scope, FEEDBACK, alert["pairing"], command, key=now.key, expected=now.expected
    )
    return noted(outcome, kept)
