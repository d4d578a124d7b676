"""Times offered for interviews: booked by the mentor, or for them by the school."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response

from services.participants.api.interviews import scheduled_or_404
from services.participants.api.interviews_schemas import (
    BookSlotSchema,
    InterviewCalendarQuerySchema,
    OfferSlotsSchema,
    OwnInterviewQuerySchema,
    SlotsQuerySchema,
)
from services.participants.api.support import (
    RowsSchema,
    is_staff,
    new_id,
    opened_fields,
    presentable,
    require_own,
    with_names,
)
from services.participants.application import interviewing
from services.participants.application.people import opened
from services.participants.domain.interview.commands import interview_id
from services.participants.domain.interview.decider import INTERVIEW
from services.participants.domain.interview_slot import commands
from services.participants.domain.interview_slot.decider import INTERVIEW_SLOT
from services.participants.projections.interviews import in_utc
from shared.documents.calendar import ICS, Appointment, as_ics
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    accepted,
    current,
    reader,
    requires,
    run,
)

blp = Blueprint("interview_slots", __name__, url_prefix="/interviews")
_TITLES = {
    ("ru", False): "Собеседование наставника",
    ("ru", True): "Собеседование наставника с психологом",
    ("en", False): "Interview of a mentor",
    ("en", True): "Interview of a mentor with the psychologist",
}


@blp.route("/slots", methods=["POST"])
@requires("interview.write")
@blp.arguments(OfferSlotsSchema)
@blp.response(200)
def offer(body: dict[str, Any]) -> Any:
    """Offer times; sent again with the same key, each is offered once."""
    now = current()
    items, commit = [], None
    for starts in sorted(set(body["starts"])):
        slot = new_id(f"interview_slot:{in_utc(starts)}")
        command = commands.Offer(
            slot,
            body["year"],
            starts,
            body["minutes"],
            body["psychologist"],
            Personal.of(body["place"].strip()),
            now.service.clock.now(),
        )
        answer, _, _ = run(INTERVIEW_SLOT, slot, command, key_suffix=f":{slot}")
        items.append(slot)
        commit = answer["commit"]
    return {"items": items, "next": None, "commit": commit}


@blp.route("/slots", methods=["GET"])
@requires("interview.slots")
@blp.arguments(SlotsQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_slots(args: dict[str, Any]) -> Any:
    """Offered times by date; who booked them is shown to staff only."""
    wanted: dict[str, Any] = {"year": args["year"]}
    if args["free"] or not is_staff():
        now = in_utc(current().service.clock.now())
        wanted |= {"status": "free", "starts": {"$gt": now}}
    found = reader("interview_slots", args["after_commit"]).find(
        wanted, sort="starts", after=args["after"], limit=args["limit"]
    )
    rows: Iterable[dict[str, Any]] = opened_fields(found.items, texts=("place",))
    rows = with_names(rows, why="interview times") if is_staff() else rows
    return {"items": [presentable(row) for row in rows], "next": found.next}


@blp.route("/slots/<slot>/book", methods=["POST"])
@requires("interview.book")
@blp.arguments(BookSlotSchema)
@blp.response(200, AcceptedSchema)
def book(body: dict[str, Any], slot: str) -> Any:
    """Book a time, or move to it; whoever is second is told so."""
    now = current()
    person = body["person"] or (None if is_staff() else now.scope.person)
    if not person:
        raise Invalid("say for whom", {"person": ["needed from staff"]})
    require_own(person)
    outcome = interviewing.book(
        now.service, now.scope, slot, PersonId(person), move=body["move"], key=now.key
    )
    return accepted(outcome)


@blp.route("/slots/<slot>/withdraw", methods=["POST"])
@requires("interview.write")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def withdraw(body: dict[str, Any], slot: str) -> Any:
    """Take back a time that nobody has booked."""
    return run(INTERVIEW_SLOT, slot, commands.Withdraw())


@blp.route("/own", methods=["GET"])
@requires("interview.own")
@blp.arguments(OwnInterviewQuerySchema, location="query")
@blp.response(200, RowsSchema)
def own(args: dict[str, Any]) -> Any:
    """The mentor's own interview: time, place and what was decided; no protocol, no reason."""
    now = current()
    if now.scope.person is None:
        return {"items": [], "next": None}
    id = interview_id(now.scope.person, args["year"])
    reader("interviews", args["after_commit"])
    found = now.service.views.reader(now.scope, "interviews").all({"id": id})
    kept = ("id", "year", "slot", "minutes", "psychologist", "slot_id", "status")
    rows = [{name: row.get(name) for name in kept} | {"place": _place(row)} for row in found]
    return {"items": rows, "next": None}


@blp.route("/<interview>/calendar", methods=["GET"])
@requires("interview.book")
@blp.arguments(InterviewCalendarQuerySchema, location="query")
@blp.response(200, content_type=ICS)
def calendar(args: dict[str, Any], interview: str) -> Response:
    """The booked time as a file for a calendar; it names nobody."""
    now = current()
    scheduled = scheduled_or_404(interview)
    require_own(scheduled.person)
    stream = now.service.handler.existing(now.scope, INTERVIEW, interview)
    appointment = Appointment(
        uid=interview,
        version=stream.version,
        title=_TITLES[args["language"], scheduled.psychologist],
        starts=scheduled.slot,
        minutes=scheduled.minutes,
        written=now.service.clock.now(),
        place=_place({"slot_id": scheduled.slot_id}),
    )
    headers = {"Content-Disposition": 'attachment; filename="interview.ics"'}
    return Response(as_ics(appointment), content_type=ICS, headers=headers)


def _place(row: dict[str, Any]) -> str:
    now = current()
    slot = row.get("slot_id")
    if not slot:
        return ""
    try:
        offered = now.service.handler.existing(now.scope, INTERVIEW_SLOT, slot).state.offered
    except NotFound:
        return ""
    return opened(now.service, now.scope, offered.place if offered else None) or ""
