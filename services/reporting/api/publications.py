"""7.6: the public page, item by item."""

from __future__ import annotations

from typing import Any

from services.reporting.api.asking import new_thing
from services.reporting.api.common_schemas import YearPageSchema
from services.reporting.api.publications_schemas import PublicationSchema
from services.reporting.application.public_page import public_items, published
from services.reporting.domain.publication import commands
from services.reporting.domain.publication.decider import PUBLICATION
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    PagingSchema,
    current,
    page,
    reader,
    requires,
    run,
)

blp = Blueprint("publications", __name__, url_prefix="/publications", description="Public page")


@blp.route("", methods=["POST"])
@requires("publication.write")
@blp.arguments(PublicationSchema)
@blp.response(200, AcceptedSchema)
def draft(body: dict[str, Any]) -> Any:
    """Write an item of the public page; nobody outside sees it yet."""
    publication = new_thing("publication")
    words = Personal.of_json({"title": body["title"], "text": body["text"]})
    people = tuple(dict.fromkeys(PersonId(person) for person in body["people"]))
    command = commands.Draft(publication, body["year"], body["kind"], people, body["source"], words)
    return run(PUBLICATION, publication, command)


@blp.route("", methods=["GET"])
@requires("publication.read")
@blp.arguments(YearPageSchema, location="query")
def list_publications(query: dict[str, Any]) -> Any:
    """The school's own list: drafts, published and withdrawn."""
    wanted = {"year": query["year"]} if query["year"] else {}
    found = reader("public_page").find(wanted, after=query["after"], limit=query["limit"])
    for document in found.items:
        del document["words"], document["tenant"]
    return page(found)


@blp.route("/public", methods=["GET"])
@requires("publication.public")
@blp.arguments(PagingSchema, location="query")
def public(query: dict[str, Any]) -> Any:
    """What anybody may see: published, with everyone's consent at this moment."""
    now = current()
    found = published(reader("public_page"), query["after"], query["limit"])
    return {"items": public_items(now.service, now.scope, found), "next": found.next}


@blp.route("/<publication>/publish", methods=["POST"])
@requires("publication.publish")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def publish(body: dict[str, Any], publication: str) -> Any:
    """Put it on the public page, with everyone's consent to publishing what it tells of them."""
    now = current()
    state = now.service.handler.existing(now.scope, PUBLICATION, publication).state
    now.service.gate.require(now.scope, state.purpose, state.people)
    return run(PUBLICATION, publication, commands.Publish(state.people, now.today))


@blp.route("/<publication>/withdraw", methods=["POST"])
@requires("publication.publish")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def withdraw(body: dict[str, Any], publication: str) -> Any:
    """Take it off the public page for good."""
    return run(PUBLICATION, publication, commands.Withdraw("by_hand"))
