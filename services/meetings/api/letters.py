"""Letters: what waits, what was sent, what was left out and why."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import fields, validate

from services.meetings.application import letters
from services.meetings.application.wishes import check_secret, wish_of
from services.meetings.domain.letter_wish.commands import WishLetters, wish_id
from services.meetings.domain.letter_wish.decider import LETTER_WISH
from shared.bus.denial import Denied
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PersonId
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    PagingSchema,
    Schema,
    current,
    page,
    requires,
    run,
)
from shared.projections.reader import Reader

blp = Blueprint("letters", __name__, url_prefix="/letters", description="Letters")
_STATES: Final = ("waiting", "sent", "dropped")
_WISHES: Final = ("all", "invitations", "none")
_SHOWN: Final = ("id", "kind", "thing", "person", "when", "state", "why", "attempts")


class LettersQuerySchema(PagingSchema):
    state = fields.String(load_default="waiting", validate=validate.OneOf(_STATES))


class WishSchema(Schema):
    wish = fields.String(required=True, validate=validate.OneOf(_WISHES))


@blp.route("", methods=["GET"])
@requires("letter.read")
@blp.arguments(LettersQuerySchema, location="query")
def listing(query: dict[str, Any]) -> Any:
    """The latest first; ``server`` says whether letters can be sent at all."""
    now = current()
    hidden = Denied(now.service.db).all_of(now.scope.tenant)
    rows = Reader(now.service.db, "letters", now.scope.tenant, hidden)
    found = rows.find(
        {"state": query["state"]}, sort="-when", after=query["after"], limit=query["limit"]
    )
    shown = page(found)
    shown["items"] = [{name: row.get(name) for name in _SHOWN} for row in found.items]
    return {**shown, "server": bool(now.service.settings.smtp_url)}


@blp.route("/<id:letter>/retry", methods=["POST"])
@requires("letter.retry")
@blp.arguments(EmptySchema)
def retry(body: dict[str, Any], letter: str) -> Any:
    """One that was left out is tried again; doing so twice is once."""
    now = current()
    db, tenant = now.service.db, now.scope.tenant
    if not letters.is_known(db, tenant, letter):
        raise NotFound("there is no such letter")
    if not letters.retry(db, tenant, letter, now.service.clock.now()):
        raise Refused("it waits already, was sent, or would come too late", code="letter-over")
    return {"id": letter}


@blp.route("/wish", methods=["GET"])
@requires("letter.wish")
def own_wish() -> Any:
    """Which letters the asker gets."""
    now = current()
    return {"wish": wish_of(now.service, now.scope, _own()).wish}


@blp.route("/wish", methods=["POST"])
@requires("letter.wish")
@blp.arguments(WishSchema)
@blp.response(200, AcceptedSchema)
def set_own_wish(body: dict[str, Any]) -> Any:
    """Switches letters to the asker off and on."""
    return _wished(_own(), body["wish"])


@blp.route("/wishes/<id:person>/<secret>", methods=["GET"])
@requires("letter.link")
def look(person: str, secret: str) -> Any:
    """What is behind the address in every letter; looking changes nothing."""
    now = current()
    check_secret(now.service, now.scope.tenant, person, secret)
    return {"wish": wish_of(now.service, now.scope, person).wish}


@blp.route("/wishes/<id:person>/<secret>", methods=["POST"])
@requires("letter.link")
@blp.arguments(WishSchema)
@blp.response(200, AcceptedSchema)
def set_wish(body: dict[str, Any], person: str, secret: str) -> Any:
    """Switches letters off and on without signing in."""
    now = current()
    check_secret(now.service, now.scope.tenant, person, secret)
    return _wished(PersonId(person), body["wish"])


def _own() -> PersonId:
    person = current().scope.person
    if person is None:
        raise NotFound("this account is no person")
    return person


def _wished(person: PersonId, wish: Any) -> Any:
    return run(LETTER_WISH, wish_id(current().scope.tenant, person), WishLetters(person, wish))
