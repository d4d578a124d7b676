"""Guests of a gathering: invited by name, counted, or named with their consent; their answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.meetings.api import outreach_schemas as schemas
from services.meetings.api.outreach import require_consents
from services.meetings.api.support import new_id, school_today
from services.meetings.application import letters
from services.meetings.application.invitations import (
    check_link,
    link_of,
    require_of,
)
from services.meetings.application.terms import rules_of, zone_of
from services.meetings.domain.outreach_event import commands
from services.meetings.domain.outreach_event.decider import OUTREACH
from services.meetings.domain.outreach_event.state import Outreach
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    current,
    reader,
    requires,
    run,
)
from shared.http.gate import unconsented

blp = Blueprint("invitations", __name__, url_prefix="/outreach", description="Invitations")


@blp.route("/<id:event>/guests", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.GuestsSchema)
@blp.response(200, AcceptedSchema)
def invite(body: dict[str, Any], event: str) -> Any:
    """Invite people; each gets a letter, unless consent or address is missing when it is sent."""
    people = tuple(PersonId(person) for person in body["people"])
    require_of(current().service, current().scope, body["audience"], people)
    return run(OUTREACH, event, commands.InvitePeople(body["audience"], people, school_today()))


@blp.route("/<id:event>/guests/counts", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.CountSchema)
@blp.response(200, AcceptedSchema)
def count(body: dict[str, Any], event: str) -> Any:
    """How many of those who are in no base were invited, and how many answered."""
    return run(OUTREACH, event, commands.CountAudience(**body))


@blp.route("/<id:event>/guests/named", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.NamedSchema)
@blp.response(200, AcceptedSchema)
def name(body: dict[str, Any], event: str) -> Any:
    """Name somebody who is in no base and has agreed to it; with an address they get a letter."""
    guest = PersonId(new_id("guest"))
    command = commands.NameGuest(
        guest, body["audience"], Personal.of(body["name"].strip()),
        Personal.of(body["address"].strip()), body["consented"], school_today(),
    )  # fmt: skip
    return run(OUTREACH, event, command)


@blp.route("/<id:event>/guests/<id:guest>/forget", methods=["POST"])
@requires("outreach.write")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def forget(body: dict[str, Any], event: str, guest: str) -> Any:
    """Name and address of a guest who is in no base become unreadable; the counts stay."""
    return run(OUTREACH, event, commands.ForgetGuest(PersonId(guest)))


@blp.route("/<id:event>/guests/<id:person>/answer", methods=["POST"])
@requires("outreach.write")
@blp.arguments(schemas.ComingSchema)
@blp.response(200, AcceptedSchema)
def note_answer(body: dict[str, Any], event: str, person: str) -> Any:
    """What a guest said by telephone or on paper."""
    require_consents(event, [person])
    command = commands.Answer(PersonId(person), body["coming"], school_today())
    return run(OUTREACH, event, command)


@blp.route("/<id:event>/guests/<id:person>/link", methods=["GET"])
@requires("outreach.write")
def link(event: str, person: str) -> Any:
    """The guest's link, to be handed over on paper."""
    now = current()
    if person not in reader("outreach").get(event).get("guests", {}):
        raise NotFound("this person is not invited")
    return {"secret": link_of(now.service, now.scope.tenant, event, person)}


@blp.route("/<id:event>/guests/links", methods=["GET"])
@requires("outreach.write")
def links(event: str) -> Any:
    """Links of the guests whom no letter has reached, to be printed and handed over; none for those
    without a live consent, who could not answer with them."""
    now = current()
    tenant = now.scope.tenant
    told = letters.last_of(now.service.db, tenant, event)
    guests = {
        person: guest
        for person, guest in reader("outreach").get(event).get("guests", {}).items()
        if told.get(person, {}).get("state") != "sent" and not guest.get("forgotten")
    }
    state = now.service.handler.state(now.scope, OUTREACH, event).state
    asked = [person for person in guests if state.asks_consent_of(PersonId(person))]
    without = unconsented(now.service.gate, now.scope, "participation", asked)
    return {
        "secrets": {p: link_of(now.service, tenant, event, p) for p in guests if p not in without},
        "without": sorted(without),
    }


@blp.route("/<id:event>/rsvp/<id:person>/<secret>", methods=["GET"])
@requires("invitation.link")
def look(event: str, person: str, secret: str) -> Any:
    """What is behind a guest's link; looking answers nothing."""
    state = invited(event, person, secret)
    told, today = told_of(event), school_today().isoformat()
    return {
        **told, "coming": state.answers.get(PersonId(person)), "here": person in state.present,
        "open": state.status == "planned" and today <= told["day"], "today": today == told["day"],
    }  # fmt: skip


def told_of(event: str) -> dict[str, Any]:
    """What a gathering's guests may read; ``at`` is by the school's clock."""
    now = current()
    row = reader("outreach").get(event)
    texts = now.service.vault.open_many(now.scope.tenant, [row["title"], row["place"]])
    zone = ZoneInfo(zone_of(rules_of(now.service, now.scope)))
    starts = row.get("starts_at")
    return {
        "item": row["item"], "title": texts[row["title"]], "place": texts[row["place"]],
        "day": row["planned_for"], "status": row["status"],
        "at": f"{datetime.fromisoformat(starts).astimezone(zone):%H:%M}" if starts else "",
    }  # fmt: skip


@blp.route("/<id:event>/rsvp/<id:person>/<secret>", methods=["POST"])
@requires("invitation.link")
@blp.arguments(schemas.ComingSchema)
@blp.response(200, AcceptedSchema)
def answer(body: dict[str, Any], event: str, person: str, secret: str) -> Any:
    """Whether the guest comes; may be changed until the end of the day."""
    invited(event, person, secret)
    require_consents(event, [person])
    return run(OUTREACH, event, commands.Answer(PersonId(person), body["coming"], school_today()))


def invited(event: str, person: str, secret: str) -> Outreach:
    """The gathering as it stands. Raises NotFound for whoever is not, or no longer, invited."""
    now = current()
    check_link(now.service, now.scope.tenant, event, person, secret)
    state = now.service.handler.state(now.scope, OUTREACH, event).state
    guest = PersonId(person)
    if guest not in state.guests or guest in state.forgotten:
        raise NotFound("there is no such invitation")
    return state
