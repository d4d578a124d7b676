"""Guests of a gathering: invited by name, answering behind a link, arriving by the code at the door."""

from __future__ import annotations

import hmac
from datetime import date
from typing import Any

from marshmallow import fields, validate

from services.meetings.api.schemas import ID
from services.meetings.application.invitations import check_link, door_code, link_of
from services.meetings.application.terms import rules_of, school_day
from services.meetings.domain.outreach_event import commands
from services.meetings.domain.outreach_event.decider import OUTREACH
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId
from shared.http.api import AcceptedSchema, Blueprint, Schema, current, reader, requires, run

blp = Blueprint("invitations", __name__, url_prefix="/outreach", description="Invitations")
AUDIENCES = ("guardians", "mentees", "mentors")


class GuestsSchema(Schema):
    audience = fields.String(required=True, validate=validate.OneOf(AUDIENCES))
    people = fields.List(
        fields.String(validate=ID), required=True, validate=validate.Length(1, 1000)
    )


class ComingSchema(Schema):
    coming = fields.Boolean(required=True)


class DoorSchema(Schema):
    code = fields.String(required=True, validate=validate.Length(1, 64))


@blp.route("/<event>/guests", methods=["POST"])
@requires("outreach.write")
@blp.arguments(GuestsSchema)
@blp.response(200, AcceptedSchema)
def invite(body: dict[str, Any], event: str) -> Any:
    """Invite people; each gets a letter, unless consent or address is missing when it is sent."""
    people = tuple(PersonId(person) for person in body["people"])
    return run(OUTREACH, event, commands.InvitePeople(body["audience"], people, _today()))


@blp.route("/<event>/guests/<person>/link", methods=["GET"])
@requires("outreach.write")
def link(event: str, person: str) -> Any:
    """The guest's link, to be handed over on paper."""
    now = current()
    if person not in reader("outreach").get(event).get("guests", {}):
        raise NotFound("this person is not invited")
    return {"secret": link_of(now.service, now.scope.tenant, event, person)}


@blp.route("/<event>/rsvp/<person>/<secret>", methods=["GET"])
@requires("invitation.link")
def look(event: str, person: str, secret: str) -> Any:
    """What is behind a guest's link; looking answers nothing."""
    now = current()
    check_link(now.service, now.scope.tenant, event, person, secret)
    row = reader("outreach").get(event)
    guest = row.get("guests", {}).get(person)
    if guest is None:
        raise NotFound("there is no such invitation")
    texts = now.service.vault.open_many(now.scope.tenant, [row["title"], row["place"]])
    return {
        "item": row["item"], "title": texts[row["title"]], "place": texts[row["place"]],
        "day": row["planned_for"], "coming": guest.get("coming"),
        "open": row["status"] == "planned" and _today().isoformat() <= row["planned_for"],
        "status": row["status"],
    }  # fmt: skip


@blp.route("/<event>/rsvp/<person>/<secret>", methods=["POST"])
@requires("invitation.link")
@blp.arguments(ComingSchema)
@blp.response(200, AcceptedSchema)
def answer(body: dict[str, Any], event: str, person: str, secret: str) -> Any:
    """Whether the guest comes; may be changed until the end of the day."""
    now = current()
    check_link(now.service, now.scope.tenant, event, person, secret)
    return run(OUTREACH, event, commands.Answer(PersonId(person), body["coming"], _today()))


@blp.route("/<event>/door", methods=["GET"])
@requires("outreach.write")
def door(event: str) -> Any:
    """Today's code for the picture at the door."""
    now = current()
    reader("outreach").get(event)
    return {"code": door_code(now.service, now.scope.tenant, event, _today())}


@blp.route("/<event>/arrive", methods=["POST"])
@requires("outreach.arrive")
@blp.arguments(DoorSchema)
@blp.response(200, AcceptedSchema)
def arrive(body: dict[str, Any], event: str) -> Any:
    """One confirms with today's code that one is there; yesterday's opens nothing."""
    now = current()
    person = now.scope.person
    if person is None or not hmac.compare_digest(
        door_code(now.service, now.scope.tenant, event, _today()), body["code"]
    ):
        raise NotFound("there is no such code today")
    now.service.gate.require(now.scope, "participation", [person])
    return run(OUTREACH, event, commands.CheckIn(person))


def _today() -> date:
    now = current()
    return school_day(now.service, rules_of(now.service, now.scope))
