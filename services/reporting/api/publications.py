"""7.6: the public page, item by item."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from flask import Response, request

from services.reporting.api.asking import new_thing, opened
from services.reporting.api.common_schemas import ReadSchema, YearPageSchema
from services.reporting.api.publications_schemas import PublicationSchema, RewriteSchema
from services.reporting.application.pictures import (
    PURPOSE,
    File,
    drop_picture,
    keep_picture,
    read_picture,
)
from services.reporting.application.public_page import (
    public_items,
    published,
    purpose_of,
)
from services.reporting.application.sources import check_source
from services.reporting.domain.publication import commands
from services.reporting.domain.publication.decider import PUBLICATION, Publication
from services.reporting.domain.publication.events import BEFORE_SEPARATION
from shared.documents.cleaning import LIMIT, cleaned
from shared.domain.errors import Conflict, DomainError, Forbidden, NotFound
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
    record_read,
    requires,
    run,
)
from shared.http.gate import unconsented

blp = Blueprint("publications", __name__, url_prefix="/publications", description="Public page")


@blp.route("", methods=["POST"])
@requires("publication.write")
@blp.arguments(PublicationSchema)
@blp.response(200, AcceptedSchema)
def draft(body: dict[str, Any]) -> Any:
    """Write an item of the public page; nobody outside sees it yet."""
    publication = new_thing("publication")
    people = _named(body)
    _may_tell(body["kind"], people)
    command = commands.Draft(
        publication, body["year"], body["kind"], people, body["source"], _words(body)
    )
    return run(PUBLICATION, publication, command)


@blp.route("", methods=["GET"])
@requires("publication.read")
@blp.arguments(YearPageSchema, location="query")
def list_publications(query: dict[str, Any]) -> Any:
    """The school's own list: drafts, published and withdrawn; the texts in the single one."""
    wanted = {"year": query["year"]} if query["year"] else {}
    found = reader("public_page").find(wanted, after=query["after"], limit=query["limit"])
    for document in found.items:
        del document["words"], document["tenant"]
        document.setdefault("purpose", BEFORE_SEPARATION)
    return page(found)


@blp.route("/<publication>", methods=["GET"])
@requires("publication.read")
@blp.arguments(ReadSchema, location="query")
def show(query: dict[str, Any], publication: str) -> Any:
    """One item with its texts, and who of those named has no consent to it now."""
    now = current()
    document = reader("public_page").get(publication)
    words = opened(document.pop("words")) or {}
    del document["tenant"]
    purpose = purpose_of(document)
    missing = unconsented(now.service.gate, now.scope, purpose, sorted(document["people"]))
    record_read(document["people"] if words else [], why="publication", what=("words",))
    return {**document, **words, "purpose": purpose, "missing": sorted(missing)}


@blp.route("/<publication>", methods=["PUT"])
@requires("publication.write")
@blp.arguments(RewriteSchema)
@blp.response(200, AcceptedSchema)
def rewrite(body: dict[str, Any], publication: str) -> Any:
    """Write a draft anew; with other people named its picture has to be sent again."""
    people = _named(body)
    state = _state(publication)
    _may_tell(state.kind, people)
    answer = run(PUBLICATION, publication, commands.Rewrite(people, _words(body)))
    _clear(publication, state.picture)
    return answer


@blp.route("/<publication>/picture", methods=["POST"])
@requires("publication.write", seconds=30.0)
@blp.response(200, AcceptedSchema)
def attach(publication: str) -> Any:
    """The body is the picture: a whole JPEG or PNG by its content, at most 10 MB. What the camera
    wrote into it is taken out; everybody on it must consent to that already. What the rules refuse
    is refused before anything is kept."""
    now = current()
    request.max_content_length = LIMIT
    found = cleaned(request.get_data(cache=False))
    state = _state(publication)
    name = _picture_id(publication, found.content, state.people)
    command = commands.Attach(
        name, found.type, found.width, found.height, tuple(sorted(state.people))
    )
    PUBLICATION.decide(command, state)
    now.service.gate.require(now.scope, PURPOSE, state.people)
    keep_picture(now.service, now.scope, state.people, name, File(found.content, found.type))
    try:
        answer = run(PUBLICATION, publication, command, key_suffix=name)
    except DomainError:
        _clear(publication, name)
        raise
    _clear(publication, state.picture)
    if not _clear(publication, name):
        return answer
    raise Conflict("another picture was sent after this one; look again and send it anew")


def _picture_id(publication: str, content: bytes, people: tuple[PersonId, ...]) -> str:
    """Another file from the same form is another picture, and so is the same one of other people:
    none is written over what the item shows."""
    shown = sha256(content).hexdigest()
    return new_thing("picture", publication, shown, *sorted(people))


def _clear(publication: str, picture: str) -> bool:
    """Destroys the file of a picture unless the item names it now; says whether it did."""
    if not picture or _state(publication).picture == picture:
        return False
    drop_picture(current().service, current().scope, picture)
    return True


def _state(publication: str) -> Publication:
    now = current()
    return now.service.handler.existing(now.scope, PUBLICATION, publication).state


@blp.route("/<publication>/picture", methods=["GET"])
@requires("publication.read")
def picture(publication: str) -> Response:
    """The picture for the preview, while the consents live; the reading is recorded."""
    now = current()
    state = _state(publication)
    now.service.gate.require(now.scope, state.purpose, state.people)
    if not state.picture or state.status == "withdrawn":
        raise NotFound("there is no such picture")
    file = read_picture(now.service, now.scope, state.picture)
    record_read(state.people, why="publication", what=("words",))
    return Response(file.content, mimetype=file.type)


@blp.route("/public", methods=["GET"])
@requires("publication.public")
@blp.arguments(PagingSchema, location="query")
def public(query: dict[str, Any]) -> Any:
    """What anybody may see: published, with everyone's consent at this moment."""
    now = current()
    found = published(reader("public_page"), None, query["after"], query["limit"])
    return {"items": public_items(now.service, now.scope, found.items), "next": found.next}


@blp.route("/<publication>/publish", methods=["POST"])
@requires("publication.publish")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def publish(body: dict[str, Any], publication: str) -> Any:
    """Put it on the public page, with everyone's consent to publishing what it tells of them; a case
    that it tells must be approved, an award given."""
    now = current()
    state = _state(publication)
    check_source(now.service, now.scope, state)
    now.service.gate.require(now.scope, state.purpose, state.people)
    return run(PUBLICATION, publication, commands.Publish(state.people, now.today))


@blp.route("/<publication>/withdraw", methods=["POST"])
@requires("publication.publish")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def withdraw(body: dict[str, Any], publication: str) -> Any:
    """Take it off the public page for good."""
    return run(PUBLICATION, publication, commands.Withdraw("by_hand"))


def _words(body: dict[str, Any]) -> Personal:
    alt = {"alt": body["alt"]} if body["alt"] else {}
    return Personal.of_json({"title": body["title"], "text": body["text"], **alt})


def _named(body: dict[str, Any]) -> tuple[PersonId, ...]:
    return tuple(dict.fromkeys(PersonId(person) for person in body["people"]))


def _may_tell(kind: str, people: tuple[PersonId, ...]) -> None:
    """A school tells everything, a company of its own best mentors, a municipality what names
    nobody. Raises Forbidden."""
    roles = current().scope.roles
    if "coordinator" in roles:
        return
    if "company_coordinator" in roles and kind == "mentor":
        return
    if "municipal_admin" in roles and kind == "result" and not people:
        return
    raise Forbidden("your organisation may not publish this")
