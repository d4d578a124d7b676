"""Orders of the head: draft, issue, and the document as it was issued."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from flask import Response

from services.matching.api import orders_schemas as schemas
from services.matching.application import issuing
from services.matching.domain.order import commands
from services.matching.domain.order.decider import ORDER
from services.matching.domain.order.events import Ending, Leaving, OrderIssued
from services.matching.domain.programme.decider import PROGRAMME
from shared.documents.formats import DOCX
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PairingId, PersonId, ProgrammeId, derived_id, stream_id
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    accepted,
    current,
    page,
    reader,
    record_read,
    requires,
    run,
)
from shared.http.documents import Handed, documents_blueprint

documents = documents_blueprint(
    lambda document, version, format: handed_order(document, version, format)
)
blp = Blueprint("orders", __name__, url_prefix="/orders", description="Orders of the head")
PDF = "application/pdf"


@blp.route("", methods=["POST"])
@requires("order.draft")
@blp.arguments(schemas.DraftSchema)
@blp.response(200, AcceptedSchema)
def draft(body: dict[str, Any]) -> Any:
    """Draft an order that forms, changes or ends pairs; its id follows from the idempotency key."""
    now = current()
    programme = now.service.handler.existing(now.scope, PROGRAMME, body["programme"]).state
    command = commands.Draft(
        programme=ProgrammeId(body["programme"]),
        year=programme.year,
        kind=body["kind"],
        pairings=tuple(PairingId(pairing) for pairing in body["pairings"]),
        ending=tuple(Ending(PairingId(e["pairing"]), e["reason"]) for e in body["ending"]),
        basis=Personal.of(body["basis"]),
        leaving=tuple(
            Leaving(PairingId(one["pairing"]), PersonId(one["person"]), one["reason"])
            for one in body["leaving"]
        ),
    )
    id = derived_id("order", now.scope.tenant, now.scope.actor, now.key)
    return accepted(issuing.draft(now.service, now.scope, id, command, key=now.key))


@blp.route("", methods=["GET"])
@requires("order.read")
@blp.arguments(schemas.OrdersQuerySchema, location="query")
def list_orders(query: dict[str, Any]) -> Any:
    """The school's orders."""
    wanted = {name: query[name] for name in ("programme", "status") if query[name]}
    found = reader("orders").find(wanted, after=query["after"], limit=query["limit"])
    return page(found) | {"items": [_shown(document) for document in found.items]}


@blp.route("/<order>", methods=["GET"])
@requires("order.read")
def show_order(order: str) -> Any:
    """One order; after a failed issue it names the pairs that lost their place."""
    return _shown(reader("orders").get(order))


@blp.route("/<order>/issue", methods=["POST"])
@requires("order.issue")
@blp.arguments(schemas.IssueSchema)
@blp.response(200, schemas.IssuedSchema)
def issue(body: dict[str, Any], order: str) -> Any:
    """Issue the order: all its pairs begin, or none and it stays a draft."""
    now = current()
    command = commands.StartIssue(body["number"], body["date"], PersonId(body["head"]))
    outcome = issuing.issue(now.service, now.scope, order, command, key=now.key, site=body["site"])
    answer, code, headers = accepted(outcome)
    return answer | {"status": "issued"}, code, headers


@blp.route("/<order>/discard", methods=["POST"])
@requires("order.draft")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def discard(body: dict[str, Any], order: str) -> Any:
    """Put a draft away."""
    return run(ORDER, order, commands.Discard())


@blp.route("/<order>/document", methods=["GET"])
@requires("order.document")
@blp.arguments(schemas.FormatSchema, location="query")
@blp.response(200, content_type=DOCX)
def show_document(query: dict[str, Any], order: str) -> Response:
    """The document as issued; the same bytes whenever it is asked for, or none at all."""
    handed = handed_order(order, None, query["format"])
    record_read(handed.people, why="order", what=("order",))
    headers = {"Content-Disposition": f'attachment; filename="{handed.name}"'}
    mimetype = PDF if query["format"] == "pdf" else DOCX
    return Response(handed.content, mimetype=mimetype, headers=headers)


def handed_order(order: str, version: int | None, format: str) -> Handed:
    """The order's file as issued. Raises NotFound where it is no issued order."""
    issued = _issued(order)
    file, sha256 = _file(issued, format)
    if file is None or version not in (None, 1):
        raise NotFound("there is no such document, or it was destroyed at the end of its term")
    if sha256 and hashlib.sha256(file).hexdigest() != sha256:
        raise Refused("the stored document is not the one that was issued", code="document-changed")
    return Handed(file, f"order-{issued.on.isoformat()}.{format}", tuple(_named(issued)))


@blp.route("/<order>/verification", methods=["GET"])
@requires("order.document")
def verify(order: str) -> Any:
    """Reads the stored files again and compares them with the hashes of the issued ones."""
    issued = _issued(order)
    found = {}
    for format in ("docx", "pdf"):
        file, sha256 = _file(issued, format)
        known = sha256 or None
        intact = None if not known else file is not None and _hash(file) == known
        found[format] = {"sha256": known, "intact": intact}
    record_read(_named(issued), why="order", what=("order",))
    return found


def _hash(file: bytes) -> str:
    return hashlib.sha256(file).hexdigest()


def _issued(order: str) -> OrderIssued:
    now = current()
    stream = now.service.store.load(now.scope.tenant, stream_id(ORDER.category, order))
    issued = [event for event in stream.events if isinstance(event, OrderIssued)]
    if not issued:
        raise NotFound("the order is not issued")
    return issued[0]


def _file(issued: OrderIssued, format: str) -> tuple[bytes | None, str]:
    """The stored bytes, ``None`` once their key is gone, and the hash they were issued with."""
    now = current()
    pdf = format == "pdf"
    value = issued.pdf if pdf else issued.document
    sha256 = issued.pdf_sha256 if pdf else issued.sha256
    text = now.service.vault.open(now.scope.tenant, value.sealed) if value else None
    return (base64.b64decode(text) if text else None), sha256


def _named(issued: OrderIssued) -> list[str]:
    """The document names everybody of its pairs."""
    lines = [*issued.pairings, *(line.pairing for line in issued.ending)]
    lines += [line.pairing for line in issued.leaving]
    pairs = reader("pairs").all({"id": {"$in": lines}})
    about = [person for pair in pairs for person in (pair["mentor"], *pair["mentees"])]
    return [*about, *(line.person for line in issued.leaving)]


def _shown(document: dict[str, Any]) -> dict[str, Any]:
    now = current()
    basis = document.pop("basis", None)
    document.pop("document", None)
    document.pop("tenant", None)
    text = now.service.vault.open(now.scope.tenant, basis) if basis else ""
    return {"number": None, "date": None, "head": None, "code": "", **document, "basis": text or ""}
