"""The staff register: who holds which role until when, and who takes over whose work."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.participants.api.staff_schemas import (
    AppointSchema,
    EndRoleSchema,
    HandOverSchema,
    RoleSchema,
    StaffQuerySchema,
)
from services.participants.api.support import RowsSchema, listed, presentable, with_names
from services.participants.application import staffing
from services.participants.application.people import names_of
from services.participants.domain.staff_member import commands
from services.participants.domain.staff_member.decider import STAFF_MEMBER
from shared.domain.ids import PersonId
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    accepted,
    current,
    requires,
    run,
)

blp = Blueprint("staff", __name__, url_prefix="/staff")


@blp.route("", methods=["POST"])
@requires("staff.write")
@blp.arguments(AppointSchema)
@blp.response(200, AcceptedSchema)
def appoint(body: dict[str, Any]) -> Any:
    """Enter somebody new in the register and give them a role; the id is the person's."""
    now = current()
    body["starts"] = body["starts"] or now.today
    return accepted(staffing.appoint(now.service, now.scope, **body, key=now.key))


@blp.route("", methods=["GET"])
@requires("staff.read")
@blp.arguments(StaffQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_staff(args: dict[str, Any]) -> Any:
    """Everybody with the term of each role; ``state`` says whether it gives access today."""
    now = current()
    found = listed("staff", args, {"person": args["person"], "role": args["role"]})
    rows = with_names(found.items, why="staff")
    heirs = [PersonId(row["hand_over"]["to"]) for row in rows if row.get("hand_over")]
    names = names_of(now.service, now.scope, heirs, why="staff")
    for row in rows:
        row["state"] = _state(row, now.today)
        if row.get("hand_over"):
            row["hand_over"]["name"] = names.get(PersonId(row["hand_over"]["to"]))
    return {"items": [presentable(row) for row in rows], "next": found.next}


def _state(row: dict[str, Any], today: date) -> str:
    day = today.isoformat()
    if row.get("ended") and row["ended"] <= day:
        return "ended"
    if row["starts"] > day:
        return "future"
    return "expired" if row["until"] and row["until"] < day else "active"


@blp.route("/<person>/roles", methods=["GET"])
@requires("staff.judge")
@blp.response(200)
def roles(person: str) -> Any:
    """The roles that give access today, judged on the stream itself; for the issuer of tokens."""
    now = current()
    member = now.service.handler.state(now.scope, STAFF_MEMBER, person).state
    return {"roles": member.roles_on(now.today)}


@blp.route("/<person>/roles", methods=["POST"])
@requires("staff.write")
@blp.arguments(RoleSchema)
@blp.response(200, AcceptedSchema)
def give(body: dict[str, Any], person: str) -> Any:
    """Give a person of the register a role, or a role another term."""
    now = current()
    body["starts"] = body["starts"] or now.today
    return accepted(
        staffing.give_role(now.service, now.scope, PersonId(person), **body, key=now.key)
    )


@blp.route("/<person>/roles/end", methods=["POST"])
@requires("staff.write")
@blp.arguments(EndRoleSchema)
@blp.response(200, AcceptedSchema)
def end(body: dict[str, Any], person: str) -> Any:
    """End a role: from that day, by default today, it gives no access."""
    command = commands.EndRole(body["role"], body["on"] or current().today)
    return run(STAFF_MEMBER, person, command)


@blp.route("/<person>/hand-over", methods=["POST"])
@requires("staff.write")
@blp.arguments(HandOverSchema)
@blp.response(200, AcceptedSchema)
def hand_over(body: dict[str, Any], person: str) -> Any:
    """Hand the work of a role to somebody else, today or on a day to come."""
    now = current()
    return accepted(
        staffing.hand_over(
            now.service,
            now.scope,
            PersonId(person),
            to=PersonId(body["to"]),
            role=body["role"],
            on=body["on"] or now.today,
            key=now.key,
            expected=now.expected,
        )
    )
