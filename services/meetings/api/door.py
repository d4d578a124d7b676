"""At the door of a gathering: the list, the count, and the code that guests scan themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.meetings.api import outreach_schemas as schemas
from services.meetings.api.invitations import invited, told_of
from services.meetings.api.outreach import require_consents
from services.meetings.api.support import school_today
from services.meetings.application.invitations import door_code
from services.meetings.domain.outreach_event import commands
from services.meetings.domain.outreach_event.decider import OUTREACH
from services.meetings.domain.outreach_event.events import Audience
from shared.crypto.secrets import same
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId
from shared.http.api import AcceptedSchema, Blueprint, current, reader, requires, run

blp = Blueprint("door", __name__, url_prefix="/outreach", description="The door of a gathering")


@blp.route("/<id:event>/check-in", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.CheckInSchema)
@blp.response(200, AcceptedSchema)
def check_in(body: dict[str, Any], event: str) -> Any:
    """Somebody is there; being named needs a live consent, but for guardians."""
    require_consents(event, [body["person"]])
    return run(OUTREACH, event, commands.CheckIn(PersonId(body["person"]), body["audience"]))


@blp.route("/<id:event>/check-out", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.CheckOutSchema)
@blp.response(200, AcceptedSchema)
def check_out(body: dict[str, Any], event: str) -> Any:
    """The wrong name was ticked."""
    return run(OUTREACH, event, commands.CheckOut(PersonId(body["person"])))


@blp.route("/<id:event>/arrivals", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.ArrivalsSchema)
@blp.response(200, AcceptedSchema)
def arrivals(body: dict[str, Any], event: str) -> Any:
    """So many more have come without a name; below nothing to correct."""
    return run(OUTREACH, event, commands.CountArrivals(**body))


@blp.route("/<id:event>/door", methods=["GET"])
@requires("outreach.write")
def door(event: str) -> Any:
    """The code for the picture at the door: that of the day of the gathering, so that it can be
    printed before; on a later day, that day's."""
    now = current()
    planned = date.fromisoformat(reader("outreach").get(event)["planned_for"])
    day = max(planned, school_today())
    return {"code": door_code(now.service, now.scope.tenant, event, day), "day": day.isoformat()}


@blp.route("/<id:event>/door/<code>", methods=["GET"])
@requires("invitation.link")
def at_the_door(event: str, code: str) -> Any:
    """What the picture at the door leads to; looking checks nobody in."""
    _require_code(event, code)
    return told_of(event)


@blp.route("/<id:event>/arrive", methods=["POST"])
@requires("outreach.arrive")
@blp.arguments(schemas.DoorSchema)
@blp.response(200, AcceptedSchema)
def arrive(body: dict[str, Any], event: str) -> Any:
    """One confirms with today's code that one is there; yesterday's opens nothing."""
    now = current()
    person = now.scope.person
    if person is None:
        raise NotFound("there is no such code today")
    _require_code(event, body["code"])
    now.service.gate.require(now.scope, "participation", [person])
    audience: Audience = "mentors" if "mentor" in now.scope.roles else "mentees"
    return run(OUTREACH, event, commands.CheckIn(person, audience))


@blp.route("/<id:event>/rsvp/<id:person>/<secret>/arrive", methods=["POST"])
@requires("invitation.link")
@blp.arguments(schemas.DoorSchema)
@blp.response(200, AcceptedSchema)
def arrive_invited(body: dict[str, Any], event: str, person: str, secret: str) -> Any:
    """A guest with a link confirms with today's code that they are there."""
    invited(event, person, secret)
    _require_code(event, body["code"])
    require_consents(event, [person])
    return run(OUTREACH, event, commands.CheckIn(PersonId(person)))


def _require_code(event: str, code: str) -> None:
    """Raises NotFound for any but today's."""
    now = current()
    real = door_code(now.service, now.scope.tenant, event, school_today())
    if not same(real, code):
        raise NotFound("there is no such code today")
